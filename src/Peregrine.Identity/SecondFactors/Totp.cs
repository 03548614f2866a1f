using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Peregrine.Identity.SecondFactors;

/// <summary>Codes of the time (RFC 6238): HMAC-SHA1, six digits, steps of 30 s. It is what every authenticator app understands; that SHA-1 is weak elsewhere does not touch an HMAC.</summary>
internal static class Totp
{
    public const int SecretBytes = 20;
    public const int Digits = 6;
    public const int StepSeconds = 30;

    private const int Modulus = 1_000_000;

    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    public static string CodeOf(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The standard that apps implement names this one; an HMAC does not rest on collisions.
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        int at = mac[^1] & 15;
        int number = (BinaryPrimitives.ReadInt32BigEndian(mac[at..]) & int.MaxValue) % Modulus;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is: the present one or one beside it, later than any that was used; 0 when there is none.</summary>
    public static long Match(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> code, long now, long lastUsed)
    {
        long found = 0;
        Span<byte> expected = stackalloc byte[Digits];
        for (long step = now - 1; step <= now + 1; step++)
        {
            System.Text.Encoding.ASCII.GetBytes(CodeOf(secret, step), expected);
            // Every step is compared, so that the time taken tells nothing of which it was.
            bool same = CryptographicOperations.FixedTimeEquals(expected, code);
            if (same && step > lastUsed) found = step;
        }
        return found;
    }

    /// <summary>What an app reads from a QR code.</summary>
    public static string UriOf(string issuer, string owner, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(owner)}?secret={Base32.Spell(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}
