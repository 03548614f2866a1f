using System.Text;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Identity;
using Peregrine.Identity.Keys;

namespace Peregrine.Gateway.Fapi.Http;

/// <summary>Says as whom a request of the dialect acts, by the keys that the native API uses as well.</summary>
internal sealed class FapiSigner(Registry people, Authenticator who, TimeProvider time)
{
    private const int KeyMax = 128, SignatureMax = 512;

    /// <summary>By the key's name alone.</summary>
    public FapiError? Find(FapiCall call, ReadOnlySpan<char> key, out KeyUse use)
    {
        use = default;
        Span<byte> name = stackalloc byte[KeyMax];
        if (key.Length is 0 or > KeyMax || !Encoding.ASCII.TryGetBytes(key, name, out int length) || !Id128.TryParse(name[..length], out _)) return FapiError.BadKeyFormat;
        return people.Requests.Find(name[..length], call.Address, out use) == IdentityCode.None ? null : FapiError.BadKey;
    }

    /// <param name="call">Whose parameters were read.</param>
    /// <param name="key">The key's name.</param>
    /// <param name="text">What was signed.</param>
    public FapiError? Check(FapiCall call, string key, ReadOnlySpan<byte> text)
    {
        if (Find(call, key, out _) is { } unknown) return unknown;
        FapiParams parameters = call.Params;
        Span<byte> signature = stackalloc byte[SignatureMax];
        if (parameters.Needed("signature"u8) is var given && given.Length is 0 or > SignatureMax) return call.Params.Error ?? FapiError.BadSignature;
        given.CopyTo(signature);
        signature = signature[..given.Length];
        // Base64 that was not percent-encoded lost its pluses to the form's rules.
        signature.Replace((byte)' ', (byte)'+');
        if (parameters.Needed("timestamp"u8).IsEmpty) return parameters.Error;
        long timestamp = parameters.Whole("timestamp"u8, 0), window = parameters.Whole("recvWindow"u8, RequestVerifier.WindowMs, min: 1, RequestVerifier.WindowMaxMs);
        if (parameters.Error is { } bad) return bad;
        Span<byte> name = stackalloc byte[KeyMax];
        int length = Encoding.ASCII.GetBytes(key, name);
        IdentityCode code = people.Requests.Check(name[..length], text, signature, timestamp, window, call.Address, out KeyUse use);
        if (code == IdentityCode.OutsideWindow) return timestamp > time.GetUtcNow().ToUnixTimeMilliseconds() ? FapiError.Ahead : FapiError.TooOld;
        if (code == IdentityCode.SignatureInvalid) return FapiError.BadSignature;
        if (code != IdentityCode.None) return FapiError.BadKey;
        Accept(call, key, in use);
        return null;
    }

    public void Accept(FapiCall call, string key, in KeyUse use)
    {
        call.Who = who.OfKey(in use);
        call.Key = key;
    }

    /// <summary>Appends a query or a form as it came, without its pair that is the signature.</summary>
    public static int Append(ReadOnlySpan<byte> text, Span<byte> into)
    {
        ReadOnlySpan<byte> name = "signature="u8;
        int at = 0;
        while (at < text.Length)
        {
            int end = text[at..].IndexOf((byte)'&');
            end = end < 0 ? text.Length : at + end;
            if (text[at..end].StartsWith(name))
            {
                // With the pair goes the ampersand that bound it to its neighbour.
                int from = at > 0 ? at - 1 : at, to = at > 0 || end == text.Length ? end : end + 1;
                text[..from].CopyTo(into);
                text[to..].CopyTo(into[from..]);
                return from + text.Length - to;
            }
            at = end + 1;
        }
        text.CopyTo(into);
        return text.Length;
    }
}
