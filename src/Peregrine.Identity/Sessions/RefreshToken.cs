using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Peregrine.Identity.Sessions;

/// <summary>"prt_" and, in base64url, session (16 bytes), generation (4, big-endian) and an HMAC-SHA256 of both under the session's own key (32).</summary>
/// <remarks>
/// A token with a good seal and an old generation can only be one that we gave out ourselves: that is how a stolen one is known from a made-up one,
/// without a table of all tokens there ever were.
/// </remarks>
internal readonly record struct RefreshToken(Id128 Session, int Generation)
{
    private const string Prefix = "prt_";
    private const int SealedBytes = Id128.Bytes + sizeof(int), Bytes = SealedBytes + HMACSHA256.HashSizeInBytes;
    private const int TextLength = 4 + 70; // 52 bytes take 70 characters

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public string Spell(ReadOnlySpan<byte> refreshKey)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Write(bytes, refreshKey);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads what the token claims; <see cref="IsSealedBy"/> says whether it is true.</summary>
    public static bool TryRead(string text, out RefreshToken claim)
    {
        claim = default;
        if (text.Length != TextLength || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        ReadOnlySpan<char> digits = text.AsSpan(Prefix.Length);
        Span<byte> bytes = stackalloc byte[Bytes];
        // The decoder forgives blanks and padding; one token has one spelling.
        if (digits.ContainsAnyExcept(Alphabet) || Base64Url.DecodeFromChars(digits, bytes, out _, out int written) != OperationStatus.Done || written != Bytes) return false;
        claim = new(Id128.Read(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[Id128.Bytes..]));
        return claim.Generation > 0;
    }

    /// <summary>Compares all of the text, in a time that tells nothing.</summary>
    public bool IsSealedBy(ReadOnlySpan<byte> refreshKey, string text) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Spell(refreshKey)), Encoding.ASCII.GetBytes(text));

    private void Write(Span<byte> bytes, ReadOnlySpan<byte> refreshKey)
    {
        Session.Write(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[Id128.Bytes..], Generation);
        HMACSHA256.HashData(refreshKey, bytes[..SealedBytes], bytes[SealedBytes..]);
    }
}
