using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Sandbox.Providers;

/// <summary>Google: who came stands in a token that it signs.</summary>
public class LookAlikeGoogle(ProviderClient client, string issuer, TimeProvider time) : LookAlike(client, time), IDisposable
{
    private const int KeyBits = 2048;

    /// <summary>Who its tokens come from.</summary>
    public string Issuer => issuer;

    protected RSA Key { get; private set; } = RSA.Create(KeyBits);

    protected int KeyNumber { get; private set; } = 1;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Key.Dispose();
    }

    /// <summary>Signs with another key from now on.</summary>
    protected void ChangeKey()
    {
        Key.Dispose();
        (Key, KeyNumber) = (RSA.Create(KeyBits), KeyNumber + 1);
    }

    protected internal virtual Task Keys(HttpContext http)
    {
        RSAParameters key = Key.ExportParameters(includePrivateParameters: false);
        http.Response.Headers.CacheControl = "public, max-age=3600, must-revalidate";
        return Answer(http, new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = KeyName, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } });
    }

    internal override async Task Token(HttpContext http)
    {
        if (await IsOutOfOrder(http)) return;
        if (Take(await http.Request.ReadFormAsync()) is not { } taken)
        {
            await Answer(http, new { error = "invalid_grant", error_description = "Bad Request" }, StatusCodes.Status400BadRequest);
            return;
        }
        await Answer(http, new { access_token = "ya29.unused", expires_in = 3598, token_type = "Bearer", id_token = IdTokenOf(ClaimsOf(taken.Visitor, taken.Nonce)) });
    }

    protected string KeyName => $"key-{KeyNumber}";

    /// <summary>What is said of who came, as JSON.</summary>
    protected virtual string ClaimsOf(Visitor visitor, string nonce)
    {
        long now = Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["aud"] = Client.Id,
            ["sub"] = visitor.Subject,
            ["nonce"] = nonce,
            ["iat"] = now,
            ["exp"] = now + 3600,
            ["name"] = visitor.Login,
            // Nobody is remembered at a played provider: whoever comes says anew who he is.
            ["auth_time"] = now,
        };
        if (visitor.Email is not null) (claims["email"], claims["email_verified"]) = (visitor.Email, visitor.IsVerified);
        return JsonSerializer.Serialize(claims);
    }

    /// <summary>The claims, signed; none when no token is given.</summary>
    protected virtual string? IdTokenOf(string claims) => Spell("RS256", claims, bytes => Key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    protected string Spell(string algorithm, string claims, Func<byte[], byte[]> sign)
    {
        string body = $"{Encode($"{{\"alg\":\"{algorithm}\",\"kid\":\"{KeyName}\",\"typ\":\"JWT\"}}")}.{Encode(claims)}";
        return $"{body}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(body)))}";
    }

    protected static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
