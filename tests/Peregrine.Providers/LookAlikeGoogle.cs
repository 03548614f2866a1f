using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Providers;

/// <summary>Google: who came stands in a signed token.</summary>
public sealed class LookAlikeGoogle(TimeProvider time) : LookAlike, IDisposable
{
    private RSA _key = RSA.Create(2048);
    private int _keyNumber = 1;

    /// <summary>Who its tokens come from.</summary>
    public string Issuer { get; internal set; } = "";

    /// <summary>How often its keys were fetched.</summary>
    public int KeysFetched { get; private set; }

    /// <summary>Signs with another key from now on.</summary>
    public void RotateKey()
    {
        _key.Dispose();
        (_key, _keyNumber) = (RSA.Create(2048), _keyNumber + 1);
    }

    public void Dispose() => _key.Dispose();

    internal Task Keys(HttpContext http)
    {
        KeysFetched++;
        RSAParameters key = _key.ExportParameters(includePrivateParameters: false);
        http.Response.Headers.CacheControl = "public, max-age=3600, must-revalidate";
        return Answer(http, new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = Name, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } });
    }

    internal async Task Token(HttpContext http)
    {
        if (await PlayedFault(http)) return;
        var taken = Given.Take(await http.Request.ReadFormAsync());
        if (taken is null || Twist == Twist.ExpiredCode)
        {
            await Answer(http, new { error = "invalid_grant", error_description = "Bad Request" }, StatusCodes.Status400BadRequest);
            return;
        }
        string? token = Twist == Twist.NoToken ? null : Sign(ClaimsOf(taken.Value.Visitor, taken.Value.Nonce));
        await Answer(http, new { access_token = "ya29.unused", expires_in = 3598, token_type = "Bearer", id_token = token });
    }

    private string Name => $"key-{_keyNumber}";

    private string ClaimsOf(Visitor visitor, string nonce)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        long issued = Twist switch { Twist.OldToken => now - 7200, Twist.FutureToken => now + 300, _ => now };
        string issuer = Twist == Twist.WrongIssuer ? "https://evil.example" : Issuer;
        string audience = Twist == Twist.WrongAudience ? "\"another-client\"" : Twist == Twist.SecondAudience ? $"[\"{LookAlikes.ClientId}\",\"another-client\"]" : $"\"{LookAlikes.ClientId}\"";
        string said = Twist == Twist.WrongNonce ? "another" : nonce;
        string subject = Twist == Twist.NoSubject ? "" : $"\"sub\":\"{visitor.Subject}\",";
        string twice = Twist == Twist.ClaimsTwice ? "\"sub\":\"somebody-else\"," : "";
        string email = visitor.Email is null ? "" : $",\"email\":\"{visitor.Email}\",\"email_verified\":{(visitor.IsVerified ? "true" : "false")}";
        return $"{{\"iss\":\"{issuer}\",\"aud\":{audience},{twice}{subject}\"nonce\":\"{said}\",\"iat\":{issued},\"exp\":{issued + 3600},\"name\":\"{visitor.Login}\"{email}}}";
    }

    private string Sign(string claims)
    {
        string algorithm = Twist switch { Twist.NoSignature => "none", Twist.HmacByPublicKey => "HS256", _ => "RS256" };
        string body = $"{Encode($"{{\"alg\":\"{algorithm}\",\"kid\":\"{Name}\",\"typ\":\"JWT\"}}")}.{Encode(claims)}";
        byte[] bytes = Encoding.ASCII.GetBytes(body);
        byte[] signature = Twist switch
        {
            Twist.NoSignature => [],
            Twist.HmacByPublicKey => HMACSHA256.HashData(_key.ExportSubjectPublicKeyInfo(), bytes),
            Twist.ForeignKey => SignByAnother(bytes),
            _ => _key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        if (Twist == Twist.ChangedClaims) body = $"{body.Split('.')[0]}.{Encode(claims.Replace("\"sub\":\"", "\"sub\":\"9", StringComparison.Ordinal))}";
        return $"{body}.{Base64Url.EncodeToString(signature)}";
    }

    private static byte[] SignByAnother(byte[] bytes)
    {
        using RSA other = RSA.Create(2048);
        return other.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
