using System.Net;
using System.Security.Cryptography;
using System.Text;
using Peregrine.Identity.Keys;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Keys;

/// <summary>A request as a client signs it, field by field so that a test may spoil one.</summary>
internal sealed record Signed
{
    public required string Key { get; init; }
    public required string Timestamp { get; init; }
    public string Window { get; init; } = "";
    public string Method { get; init; } = "POST";
    public string Target { get; init; } = "/api/v1/orders?dry=false";
    public string Body { get; init; } = """{"market":"BTC-PERP","side":"buy"}""";
    public string Signature { get; init; } = "";

    public byte[] Text => Encoding.UTF8.GetBytes($"peregrine-v1\n{Timestamp}\n{Window}\n{Method}\n{Target}\n{Body}");

    public Signed Sign(byte[] secret) => this with { Signature = Convert.ToHexStringLower(HMACSHA256.HashData(secret, Text)) };

    public Signed SignEd25519(byte[] seed) => this with { Signature = Convert.ToBase64String(Ed25519Pair.Sign(seed, Text)) };

    public IdentityCode Check(Registry registry, out KeyUse use, IPAddress? from = null)
    {
        SignedRequest request = new()
        {
            Key = Encoding.UTF8.GetBytes(Key),
            Timestamp = Encoding.UTF8.GetBytes(Timestamp),
            Window = Encoding.UTF8.GetBytes(Window),
            Method = Encoding.UTF8.GetBytes(Method),
            Target = Encoding.UTF8.GetBytes(Target),
            Body = Encoding.UTF8.GetBytes(Body),
            Signature = Encoding.UTF8.GetBytes(Signature),
        };
        return registry.Requests.Check(in request, from ?? Home.Address, out use);
    }

    public IdentityCode Check(Registry registry, IPAddress? from = null) => Check(registry, out _, from);
}
