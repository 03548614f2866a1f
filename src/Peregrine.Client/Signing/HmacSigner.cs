using System.Security.Cryptography;
using System.Text;

namespace Peregrine.Client.Signing;

/// <summary>HMAC-SHA256 over the characters of the secret as they were given, in hexadecimal.</summary>
public sealed class HmacSigner(string secret) : IRequestSigner
{
    private readonly byte[] _secret = Encoding.ASCII.GetBytes(secret);

    public string Sign(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, text, hash);
        return Convert.ToHexStringLower(hash);
    }
}
