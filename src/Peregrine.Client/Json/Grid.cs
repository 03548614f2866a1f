using System.Buffers.Text;

namespace Peregrine.Client.Json;

/// <summary>Decimal text on one side, a count of steps on the other; exact both ways, and never a floating point number between.</summary>
/// <param name="UnitE12">What one step is worth, in 10⁻¹².</param>
public readonly record struct Grid(long UnitE12)
{
    /// <summary>Sign, 27 digits before the point, the point and 12 behind it.</summary>
    public const int LengthMax = 41;

    private const int Digits = 12;
    private const long One = 1_000_000_000_000;

    public static readonly Grid Whole = new(One);
    public static readonly Grid Micros = new(1_000_000);
    public static readonly Grid Ppb = new(1_000);

    /// <summary>A thousandth of it: index and mark are told to a thousandth of a tick.</summary>
    public Grid Thousandth => new(UnitE12 / 1000);

    /// <summary>The grid of which <paramref name="text"/> is one step, such as "0.1".</summary>
    public static bool TryOf(ReadOnlySpan<byte> text, out Grid grid)
    {
        bool isStep = new Grid(1).TryParse(text, out long unit) && unit > 0;
        grid = isStep ? new(unit) : default;
        return isStep;
    }

    /// <summary>False when it is no plain decimal, lies between two steps, or is too large.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out long count)
    {
        count = 0;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        if (negative) text = text[1..];
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point], fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty)) return false;
        fraction = fraction.TrimEnd((byte)'0');
        whole = whole.TrimStart((byte)'0');
        // 26 digits times ten to the twelfth is below 2¹²⁷.
        if (fraction.Length > Digits || whole.Length > LengthMax - Digits - 3) return false;
        Int128 value = 0;
        if (!Add(ref value, whole) || !Add(ref value, fraction)) return false;
        for (int i = fraction.Length; i < Digits; i++) value *= 10;
        (Int128 steps, Int128 rest) = Int128.DivRem(value, UnitE12);
        if (rest != 0 || steps > long.MaxValue) return false;
        count = negative ? -(long)steps : (long)steps;
        return true;
    }

    /// <summary>The shortest decimal that is exactly it.</summary>
    /// <returns>How many bytes were written.</returns>
    public int Format(long count, Span<byte> into)
    {
        Int128 value = (Int128)count * UnitE12;
        int at = 0;
        if (value < 0)
        {
            into[at++] = (byte)'-';
            value = -value;
        }
        long whole = value <= long.MaxValue ? (long)value / One : -1;
        int written;
        if (whole >= 0) Utf8Formatter.TryFormat(whole, into[at..], out written);
        else (value / One).TryFormat(into[at..], out written);
        at += written;
        long fraction = (long)(value % One);
        return fraction == 0 ? at : at + Fraction(fraction, into[at..]);
    }

    public string Text(long count)
    {
        Span<byte> bytes = stackalloc byte[LengthMax];
        return System.Text.Encoding.ASCII.GetString(bytes[..Format(count, bytes)]);
    }

    private static int Fraction(long fraction, Span<byte> into)
    {
        int digits = Digits;
        while (fraction % 10 == 0) (fraction, digits) = (fraction / 10, digits - 1);
        into[0] = (byte)'.';
        for (int i = digits; i > 0; i--)
        {
            into[i] = (byte)('0' + (int)(fraction % 10));
            fraction /= 10;
        }
        return digits + 1;
    }

    private static bool Add(ref Int128 value, ReadOnlySpan<byte> digits)
    {
        foreach (byte c in digits)
        {
            if (!char.IsAsciiDigit((char)c)) return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
