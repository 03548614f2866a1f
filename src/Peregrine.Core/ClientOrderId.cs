using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Peregrine.Core;

/// <summary>A client's own name for an order: 1 to 36 of <c>A-Z a-z 0-9 . _ : / -</c>, unique per account.</summary>
/// <remarks>40 bytes: the length, the characters, zeros. Zeros everywhere mean that none was given.</remarks>
[InlineArray(Size)]
[StructLayout(LayoutKind.Sequential)]
public struct ClientOrderId : IEquatable<ClientOrderId>
{
    public const int Size = 40;
    public const int LengthMax = 36;
    private byte _first;

    public static ClientOrderId Parse(ReadOnlySpan<char> text)
    {
        ClientOrderId id = default;
        if (text.Length > LengthMax) throw new FormatException("clientOrderId is longer than 36 characters");
        id[0] = (byte)text.Length;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsAllowed((byte)Math.Min(text[i], (char)255))) throw new FormatException("clientOrderId has a character outside A-Z a-z 0-9 . _ : / -");
            id[i + 1] = (byte)text[i];
        }
        return id;
    }

    public readonly bool IsEmpty => this[0] == 0;

    /// <summary>True when length, characters and padding are as this page says; the engine checks what gateways send.</summary>
    public readonly bool IsWellFormed()
    {
        ReadOnlySpan<byte> bytes = this;
        int length = bytes[0];
        if (length == 0) return IsZero(MemoryMarshal.Cast<byte, ulong>(bytes));
        if (length > LengthMax) return false;
        for (int i = 1; i <= length; i++)
        {
            if (!IsAllowed(bytes[i])) return false;
        }
        return !bytes[(length + 1)..].ContainsAnyExcept((byte)0);
    }

    public readonly bool Equals(ClientOrderId other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);
    public override readonly bool Equals(object? obj) => obj is ClientOrderId other && Equals(other);
    public override readonly int GetHashCode() => unchecked((int)Hash64.Extend(0, this));
    public override readonly string ToString() => Encoding.ASCII.GetString(((ReadOnlySpan<byte>)this).Slice(1, this[0]));

    public static bool operator ==(ClientOrderId a, ClientOrderId b) => a.Equals(b);
    public static bool operator !=(ClientOrderId a, ClientOrderId b) => !a.Equals(b);

    private static bool IsZero(ReadOnlySpan<ulong> words) => (words[0] | words[1] | words[2] | words[3] | words[4]) == 0;

    private static bool IsAllowed(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'.' or (byte)'_' or (byte)':' or (byte)'/' or (byte)'-';
}
