using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Peregrine.Identity.Providers;

/// <summary>A signed statement of who somebody is (OpenID Connect): RS256 by a key of the provider's, from it, for us, now, in answer to our question.</summary>
internal sealed class IdToken(KeySet keys, string issuer, string audience, TimeProvider time)
{
    private const int TextMax = 16 * 1024, SkewSeconds = 60, SubjectMax = 255;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Its claims, when all of it holds.</summary>
    /// <exception cref="ProviderException">It does not.</exception>
    public async Task<JsonElement> Read(string token, string nonce)
    {
        string[] parts = token.Length > TextMax ? [] : token.Split('.');
        if (parts.Length != 3 || Parse(parts[0]) is not { } header || Parse(parts[1]) is not { } claims || !Base64Url.IsValid(parts[2])) throw Bad("is no token");
        // The algorithm is ours to choose: what a token says of it is compared, and decides nothing.
        if (Text(header, "alg") != "RS256") throw Bad("is not signed as agreed");
        if (await keys.Find(Text(header, "kid")) is not { } key) throw Bad("is signed by a key that the provider does not have");
        using (RSA rsa = RSA.Create(key))
        {
            byte[] signature = Base64Url.DecodeFromChars(parts[2]);
            if (!rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) throw Bad("has a wrong signature");
        }
        Require(claims, nonce);
        return claims;
    }

    /// <summary>When its subject signed in, in milliseconds; 0 where it does not say so.</summary>
    public static long SignedInAtMs(JsonElement claims) => (Number(claims, "auth_time") ?? 0) * 1000;

    private void Require(JsonElement claims, string nonce)
    {
        string from = Text(claims, "iss");
        // Google's old tokens name it without the scheme.
        if (from != issuer && "https://" + from != issuer) throw Bad("comes from somebody else");
        if (!IsForUs(claims)) throw Bad("was made for somebody else");
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        if (Number(claims, "exp") is not { } expires || expires + SkewSeconds <= now) throw Bad("has expired");
        if (Number(claims, "iat") is not { } issued || issued - SkewSeconds > now) throw Bad("is from the future");
        if (Number(claims, "auth_time") is { } signedIn && signedIn - SkewSeconds > now) throw Bad("is from the future");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Text(claims, "nonce")), Encoding.UTF8.GetBytes(nonce))) throw Bad("answers another question");
        if (Text(claims, "sub").Length is 0 or > SubjectMax) throw Bad("names nobody");
    }

    private bool IsForUs(JsonElement claims)
    {
        // With several audiences the token may have been made for another of them; ours are made for us alone.
        if (claims.TryGetProperty("azp", out JsonElement party) && party.ToString() != audience) return false;
        return Text(claims, "aud") == audience;
    }

    private static JsonElement? Parse(string part)
    {
        if (!Base64Url.IsValid(part)) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number is > 0 and < 253_402_300_799 ? number : null;

    private static ProviderException Bad(string what) => new($"The provider's word {what}; begin again.");
}
