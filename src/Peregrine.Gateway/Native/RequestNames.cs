using System.Security.Cryptography;
using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

/// <summary>Turns what a client calls a request into the key under which it happens once.</summary>
internal static class RequestNames
{
    /// <summary>What a client calls it, or what his signature makes it; of one account and one kind of request, so that nobody meets another's.</summary>
    public static RequestKey Read(ref Body body, Field field, ApiCall call, string kind)
    {
        if (!body.Has(field)) return call.Who.Request;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{call.Who.Account}\n{body.String(field)}"), hash);
        return new RequestKey(BitConverter.ToUInt64(hash) | 1, BitConverter.ToUInt64(hash[8..]));
    }
}
