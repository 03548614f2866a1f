using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Web;

namespace Peregrine.EndToEnd;

/// <summary>An authenticator app as the standards have it, given nothing but the address that a QR code holds.</summary>
internal sealed class Authenticator
{
    private readonly byte[] _secret;
    private long _last;

    public Authenticator(string uri) => _secret = Bytes(HttpUtility.ParseQueryString(new Uri(uri).Query)["secret"]!);

    /// <summary>A code that was not shown before; the venue takes each once, and the next step's a little early.</summary>
    public async Task<string> Code()
    {
        long now;
        while ((now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30) + 1 <= _last) await Task.Delay(100);
        _last = Math.Max(now, _last + 1);
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, _last);
#pragma warning disable CA5350 // The standard says so.
        byte[] mac = HMACSHA1.HashData(_secret, counter);
#pragma warning restore CA5350
        int number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string base32)
    {
        var number = System.Numerics.BigInteger.Zero;
        foreach (char c in base32) number = number * 32 + (char.IsAsciiDigit(c) ? c - '2' + 26 : c - 'A');
        return number.ToByteArray(isUnsigned: true, isBigEndian: true) is var bytes ? [.. new byte[20 - bytes.Length], .. bytes] : [];
    }
}
