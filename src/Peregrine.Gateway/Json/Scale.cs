using System.Buffers.Text;

namespace Peregrine.Gateway.Json;

/// <summary>Writes a count of units as the shortest decimal that is exactly it.</summary>
/// <param name="Unit">What one is worth, in 10⁻ᴰᵉᶜⁱᵐᵃˡˢ.</param>
/// <param name="Decimals">At most 12.</param>
internal readonly record struct Scale(long Unit, int Decimals)
{
    /// <summary>Sign, 26 digits before the point, the point and 12 behind it.</summary>
    public const int LengthMax = 40;

    public static readonly Scale Micros = new(1, 6);
    public static readonly Scale Ppb = new(1, 9);

    private static readonly long[] Powers =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000];

    /// <summary>A thousandth of it.</summary>
    public Scale Sub => new(Unit, Decimals + 3);

    /// <returns>How many bytes were written.</returns>
    public int Write(Span<byte> into, long count)
    {
        Int128 value = (Int128)count * Unit;
        int at = 0;
        if (value < 0)
        {
            into[at++] = (byte)'-';
            value = -value;
        }
        long power = Powers[Decimals];
        bool isSmall = value <= long.MaxValue;
        Int128 whole = isSmall ? (long)value / power : value / power;
        long fraction = isSmall ? (long)value % power : (long)(value % power);
        at += WriteWhole(into[at..], whole);
        return fraction == 0 ? at : at + WriteFraction(into[at..], fraction);
    }

    private static int WriteWhole(Span<byte> into, Int128 whole)
    {
        int written;
        if (whole <= long.MaxValue) Utf8Formatter.TryFormat((long)whole, into, out written);
        else whole.TryFormat(into, out written);
        return written;
    }

    private int WriteFraction(Span<byte> into, long fraction)
    {
        int digits = Decimals;
        while (fraction % 10 == 0)
        {
            fraction /= 10;
            digits--;
        }
        into[0] = (byte)'.';
        for (int i = digits; i > 0; i--)
        {
            into[i] = (byte)('0' + (int)(fraction % 10));
            fraction /= 10;
        }
        return digits + 1;
    }
}
