namespace Peregrine.Gateway.Json;

/// <summary>How a decimal fits a grid.</summary>
internal enum GridFit : byte
{
    OnGrid = 1,
    OffGrid = 2,
    TooLarge = 3,
}

/// <summary>A decimal as it was written: digits, how many of them are behind the point, and its sign. No exponents, no rounding.</summary>
/// <remarks>"1.50", "1.5" and "01.5" are the same value: zeros at either end are gone.</remarks>
internal readonly record struct DecimalText(ulong Digits, int Fraction, bool IsNegative)
{
    // 10¹⁹ < 2⁶⁴: as many digits as fit without a check for each.
    private const int DigitsMax = 19;

    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>False when the text is no plain decimal, or has more than 19 digits that count.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DecimalText value)
    {
        value = default;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        if (negative) text = text[1..];
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty)) return false;
        whole = whole.TrimStart((byte)'0');
        fraction = fraction.TrimEnd((byte)'0');
        if (whole.Length + fraction.Length > DigitsMax) return false;
        ulong digits = 0;
        if (!Add(ref digits, whole) || !Add(ref digits, fraction)) return false;
        value = new(digits, fraction.Length, negative && digits != 0);
        return true;
    }

    /// <summary>How many units of <paramref name="unitE9"/> billionths this is, exactly.</summary>
    public GridFit To(long unitE9, out long count) => To(1, unitE9, out count);

    /// <summary>How many thousandths of such units it is.</summary>
    public GridFit ToThousandths(long unitE9, out long count) => To(1000, unitE9, out count);

    private GridFit To(uint times, long unitE9, out long count)
    {
        count = 0;
        if (Fraction >= Powers.Length) return GridFit.OffGrid;
        UInt128 billionths = (UInt128)Digits * (ulong)Powers[9 - Fraction] * times;
        (UInt128 units, UInt128 rest) = UInt128.DivRem(billionths, (ulong)unitE9);
        if (rest != 0) return GridFit.OffGrid;
        if (units > long.MaxValue) return GridFit.TooLarge;
        count = IsNegative ? -(long)units : (long)units;
        return GridFit.OnGrid;
    }

    private static bool Add(ref ulong digits, ReadOnlySpan<byte> text)
    {
        foreach (byte c in text)
        {
            if (!char.IsAsciiDigit((char)c)) return false;
            digits = digits * 10 + (uint)(c - '0');
        }
        return true;
    }
}
