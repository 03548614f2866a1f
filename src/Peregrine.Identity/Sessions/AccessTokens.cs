using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Peregrine.Identity.Sessions;

/// <summary>Short-lived JSON web tokens (HS256) for requests of signed-in people.</summary>
/// <remarks>
/// A gateway verifies API keys' HMACs and so holds secrets anyway; a public key would spare it nothing and cost a hundred times as much.
/// Nothing of a token is interpreted before its seal was found good: the header is compared, the seal is compared, then the claims are read, and all must be there.
/// </remarks>
public sealed class AccessTokens
{
    private const int TextMax = 1024, ClaimsMax = TextMax * 3 / 4;
    private const int SealTextLength = 43; // 32 bytes in base64url

    private readonly SigningKeys _keys;
    private readonly EndedSessions _ended;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _time;

    internal AccessTokens(SigningKeys keys, EndedSessions ended, IdentityOptions options, TimeProvider time) =>
        (_keys, _ended, _options, _time) = (keys, ended, options, time);

    /// <summary>Reads a token as it stands in a request. Allocates nothing.</summary>
    /// <returns><see cref="IdentityCode.None"/> when it is good.</returns>
    public IdentityCode Check(ReadOnlySpan<byte> token, out AccessClaims claims)
    {
        claims = default;
        int claimsAt = token.IndexOf((byte)'.') + 1;
        int sealAt = token.LastIndexOf((byte)'.') + 1;
        if (token.Length > TextMax || claimsAt == 0 || sealAt <= claimsAt || token.Length - sealAt != SealTextLength) return IdentityCode.TokenInvalid;
        if (KeyOf(token[..(claimsAt - 1)]) is not { } key) return IdentityCode.TokenInvalid;
        long now = _time.NowMs();
        if (key.GoodUntilMs <= now || !IsSealed(key, token[..(sealAt - 1)], token[sealAt..])) return IdentityCode.TokenInvalid;
        Span<byte> json = stackalloc byte[ClaimsMax];
        if (Base64Url.DecodeFromUtf8(token[claimsAt..(sealAt - 1)], json, out _, out int length) != OperationStatus.Done) return IdentityCode.TokenInvalid;
        IdentityCode code = Read(json[..length], now, out claims);
        if (code != IdentityCode.None) return code;
        return _ended.Contains(claims.Session) ? IdentityCode.SessionEnded : IdentityCode.None;
    }

    /// <summary>Changes the key that signs; with <paramref name="dropOld"/> every token of the old ones ends at once.</summary>
    public void RotateKeys(bool dropOld) => _keys.Rotate(dropOld);

    /// <summary>The key whose tokens have this header.</summary>
    internal SigningKey? KeyOf(ReadOnlySpan<byte> header) => _keys.Find(header);

    internal string Issue(SessionGrant grant, int account, out long expiresAtMs)
    {
        long seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        long expires = seconds + (long)_options.AccessTokenLife.TotalSeconds;
        expiresAtMs = expires * 1000;
        var json = new ArrayBufferWriter<byte>(ClaimsMax);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("iss"u8, _options.Issuer);
            writer.WriteString("aud"u8, _options.Audience);
            writer.WriteString("sub"u8, grant.Person.Id.ToString());
            writer.WriteString("sid"u8, grant.Session.ToString());
            writer.WriteString("jti"u8, Id128.Random().ToString());
            writer.WriteNumber("role"u8, (int)grant.Person.Role);
            writer.WriteNumber("acc"u8, account);
            writer.WriteNumber("iat"u8, seconds);
            writer.WriteNumber("nbf"u8, seconds);
            writer.WriteNumber("exp"u8, expires);
            writer.WriteEndObject();
        }
        SigningKey key = _keys.Current();
        string body = $"{Encoding.ASCII.GetString(key.Header)}.{Base64Url.EncodeToString(json.WrittenSpan)}";
        return $"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(body)))}";
    }

    // The spelled seals are compared, so that a token has one spelling.
    private static bool IsSealed(SigningKey key, ReadOnlySpan<byte> body, ReadOnlySpan<byte> spelled)
    {
        Span<byte> seal = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Secret, body, seal);
        Span<byte> expected = stackalloc byte[SealTextLength];
        Base64Url.EncodeToUtf8(seal, expected);
        return CryptographicOperations.FixedTimeEquals(expected, spelled);
    }

    private IdentityCode Read(ReadOnlySpan<byte> json, long nowMs, out AccessClaims claims)
    {
        claims = default;
        var reader = new TokenReader(json);
        if (!reader.Read() || !reader.NamesOnly(_options.Issuer, _options.Audience)) return IdentityCode.TokenInvalid;
        long skew = (long)_options.ClockSkew.TotalMilliseconds;
        if (reader.NotBefore * 1000 > nowMs + skew || reader.IssuedAt * 1000 > nowMs + skew) return IdentityCode.TokenInvalid;
        if (reader.Expires * 1000 + skew <= nowMs) return IdentityCode.TokenExpired;
        claims = new(new(reader.Subject), reader.Session, (Role)reader.Role, reader.Account, reader.Expires * 1000);
        return IdentityCode.None;
    }
}
