using System.Runtime.CompilerServices;
using System.Text;

namespace Peregrine.Core;

/// <summary>The name of a market or an asset: 1 to 16 ASCII bytes, zero-padded.</summary>
[InlineArray(Size)]
public struct Symbol : IEquatable<Symbol>
{
    public const int Size = 16;
    private byte _first;

    public static Symbol Parse(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Size) throw new FormatException("a symbol has 1 to 16 characters");
        Symbol symbol = default;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsAllowed(text[i])) throw new FormatException("a symbol has only A-Z, 0-9, '-' and '_'");
            symbol[i] = (byte)text[i];
        }
        return symbol;
    }

    public readonly bool IsWellFormed()
    {
        ReadOnlySpan<byte> bytes = this;
        int length = bytes.IndexOf((byte)0);
        if (length < 0) length = Size;
        for (int i = 0; i < length; i++)
        {
            if (!IsAllowed((char)bytes[i])) return false;
        }
        return length > 0 && !bytes[length..].ContainsAnyExcept((byte)0);
    }

    public readonly bool Equals(Symbol other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);
    public override readonly bool Equals(object? obj) => obj is Symbol other && Equals(other);
    public override readonly int GetHashCode() => unchecked((int)Hash64.Extend(0, this));
    public override readonly string ToString() => Encoding.ASCII.GetString(((ReadOnlySpan<byte>)this).TrimEnd((byte)0));

    public static bool operator ==(Symbol a, Symbol b) => a.Equals(b);
    public static bool operator !=(Symbol a, Symbol b) => !a.Equals(b);

    private static bool IsAllowed(char c) => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '-' or '_';
}
