using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Peregrine.Sandbox.Providers;

namespace Peregrine.Providers;

/// <summary>Google, and what somebody might put in its place.</summary>
public sealed class TwistedGoogle(ProviderClient client, string issuer, TimeProvider time) : LookAlikeGoogle(client, issuer, time), ITwisted
{
    public Visitor Visitor { get; set; } = TwistedAnswers.Ada;

    public Twist Twist { get; set; }

    public IReadOnlyDictionary<string, string> Asked { get; set; } = new Dictionary<string, string>();

    /// <summary>When it says that its user signed in, in seconds; none as long as it does not say so, which is what Google does.</summary>
    public long? SignedInAt { get; set; }

    /// <summary>How often its keys were fetched.</summary>
    public int KeysFetched { get; private set; }

    /// <summary>Signs with another key from now on.</summary>
    public void RotateKey() => ChangeKey();

    protected override Task Keys(HttpContext http)
    {
        KeysFetched++;
        return base.Keys(http);
    }

    protected override Task<bool> IsOutOfOrder(HttpContext http) => TwistedAnswers.Played(Twist, http);

    protected override (Visitor Visitor, string Nonce)? Take(IFormCollection form) => base.Take(form) is { } taken && Twist != Twist.ExpiredCode ? taken : null;

    protected override string ClaimsOf(Visitor visitor, string nonce)
    {
        long now = Time.GetUtcNow().ToUnixTimeSeconds();
        long issued = Twist switch { Twist.OldToken => now - 7200, Twist.FutureToken => now + 300, _ => now };
        string from = Twist == Twist.WrongIssuer ? "https://evil.example" : Issuer;
        string audience = Twist == Twist.WrongAudience ? "\"another-client\"" : Twist == Twist.SecondAudience ? $"[\"{Client.Id}\",\"another-client\"]" : $"\"{Client.Id}\"";
        string said = Twist == Twist.WrongNonce ? "another" : nonce;
        string subject = Twist == Twist.NoSubject ? "" : $"\"sub\":\"{visitor.Subject}\",";
        string twice = Twist == Twist.ClaimsTwice ? "\"sub\":\"somebody-else\"," : "";
        string email = visitor.Email is null ? "" : $",\"email\":\"{visitor.Email}\",\"email_verified\":{(visitor.IsVerified ? "true" : "false")}";
        string signedIn = SignedInAt is { } at ? $",\"auth_time\":{at}" : "";
        return $"{{\"iss\":\"{from}\",\"aud\":{audience},{twice}{subject}\"nonce\":\"{said}\",\"iat\":{issued},\"exp\":{issued + 3600},\"name\":\"{visitor.Login}\"{email}{signedIn}}}";
    }

    protected override string? IdTokenOf(string claims) => Twist switch
    {
        Twist.NoToken => null,
        Twist.NoSignature => Spell("none", claims, static _ => []),
        Twist.HmacByPublicKey => Spell("HS256", claims, bytes => HMACSHA256.HashData(Key.ExportSubjectPublicKeyInfo(), bytes)),
        Twist.ForeignKey => Spell("RS256", claims, SignByAnother),
        Twist.ChangedClaims => Changed(base.IdTokenOf(claims)!, claims),
        _ => base.IdTokenOf(claims),
    };

    private static string Changed(string token, string claims)
    {
        string[] parts = token.Split('.');
        return $"{parts[0]}.{Encode(claims.Replace("\"sub\":\"", "\"sub\":\"9", StringComparison.Ordinal))}.{parts[2]}";
    }

    private static byte[] SignByAnother(byte[] bytes)
    {
        using RSA other = RSA.Create(2048);
        return other.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
