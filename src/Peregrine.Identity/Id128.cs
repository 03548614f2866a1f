using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Peregrine.Identity;

/// <summary>A random 128-bit name of a session, a token or an API key, spelled as 32 lower-case hexadecimal digits.</summary>
/// <remarks>There is one spelling: upper case is refused, so that no name has two.</remarks>
public readonly record struct Id128(UInt128 Value)
{
    public const int Bytes = 16;
    public const int TextLength = 32;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    public static Id128 Random()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    public static Id128 Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public static bool TryParse(ReadOnlySpan<byte> text, out Id128 id)
    {
        id = default;
        if (text.Length != TextLength || text.ContainsAnyExcept(Digits)) return false;
        id = new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    public static bool TryParse(string text, out Id128 id)
    {
        Span<byte> ascii = stackalloc byte[TextLength];
        id = default;
        return text.Length == TextLength && Encoding.UTF8.TryGetBytes(text, ascii, out int written) && TryParse(ascii[..written], out id);
    }

    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
