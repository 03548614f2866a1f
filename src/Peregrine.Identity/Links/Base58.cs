using System.Buffers;
using System.Numerics;

namespace Peregrine.Identity.Links;

/// <summary>Bitcoin's alphabet, in which Solana spells its addresses.</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int TextMax = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);

    /// <summary>Reads exactly as many bytes as there is room for; each key has one spelling.</summary>
    public static bool TryRead(string text, Span<byte> bytes)
    {
        if (text.Length is 0 or > TextMax || text.AsSpan().ContainsAnyExcept(Digits)) return false;
        BigInteger number = BigInteger.Zero;
        foreach (char c in text) number = number * Alphabet.Length + Alphabet.IndexOf(c, StringComparison.Ordinal);
        // Each leading zero byte is one leading '1', and no more than those.
        int zeros = text.AsSpan().IndexOfAnyExcept('1') is var first && first < 0 ? text.Length : first;
        int length = number.IsZero ? 0 : number.GetByteCount(isUnsigned: true);
        if (zeros + length != bytes.Length) return false;
        bytes[..zeros].Clear();
        return number.IsZero || number.TryWriteBytes(bytes[zeros..], out _, isUnsigned: true, isBigEndian: true);
    }

    public static string Spell(ReadOnlySpan<byte> bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = new Stack<char>();
        for (; !number.IsZero; number /= Alphabet.Length) text.Push(Alphabet[(int)(number % Alphabet.Length)]);
        int zeros = bytes.IndexOfAnyExcept((byte)0) is var first && first < 0 ? bytes.Length : first;
        return new string('1', zeros) + new string([.. text]);
    }
}
