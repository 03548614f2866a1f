namespace Peregrine.Core;

/// <summary>The three divisions that exist in the core. Nothing else divides.</summary>
/// <remarks>
/// General rule: money a user owes is rounded up, money a user receives is rounded down, and the residue goes to a
/// named system account in the same event. Products are taken in 128 bits; a quotient that does not fit 64 is a bug and throws.
/// Most money products fit 64 bits, and the 128-bit division costs ten times the other.
/// </remarks>
public static class Rounding
{
    /// <summary>a · b, which always fits; the type's own product is checked and ten times slower.</summary>
    public static Int128 Product(long a, long b)
    {
        long high = Math.BigMul(a, b, out long low);
        return new Int128(unchecked((ulong)high), unchecked((ulong)low));
    }

    /// <summary>⌊a / b⌋, toward −∞.</summary>
    public static long Floor(Int128 a, Int128 b)
    {
        Int128 quotient = a / b;
        return checked((long)(quotient - (HasFractionBelow(a, b, quotient) ? 1 : 0)));
    }

    /// <summary>⌈a / b⌉, toward +∞.</summary>
    public static long Ceil(Int128 a, Int128 b)
    {
        Int128 quotient = a / b;
        return checked((long)(quotient + (HasFractionAbove(a, b, quotient) ? 1 : 0)));
    }

    /// <summary>a / b toward 0.</summary>
    public static long Trunc(Int128 a, Int128 b) => checked((long)(a / b));

    /// <summary>⌊a · b / c⌋ with a 128-bit product.</summary>
    public static long MulDivFloor(long a, long b, long c)
    {
        long high = Math.BigMul(a, b, out long low);
        if (high != low >> 63) return Floor((Int128)a * b, c);
        long quotient = low / c;
        return quotient * c != low && low < 0 != c < 0 ? quotient - 1 : quotient;
    }

    /// <summary>⌊a · b / c⌋ of numbers that are not negative, or the largest number where that does not fit: for values that nothing bounds and that are only compared.</summary>
    public static long MulDivFloorAtMost(long a, long b, long c)
    {
        Int128 quotient = Product(a, b) / c;
        return quotient > long.MaxValue ? long.MaxValue : (long)quotient;
    }

    /// <summary>⌈a · b / c⌉ with a 128-bit product.</summary>
    public static long MulDivCeil(long a, long b, long c)
    {
        long high = Math.BigMul(a, b, out long low);
        if (high != low >> 63) return Ceil((Int128)a * b, c);
        long quotient = low / c;
        return quotient * c != low && low < 0 == c < 0 ? quotient + 1 : quotient;
    }

    /// <summary>a · b / c toward 0 with a 128-bit product.</summary>
    public static long MulDivTrunc(long a, long b, long c)
    {
        long high = Math.BigMul(a, b, out long low);
        return high == low >> 63 ? low / c : Trunc((Int128)a * b, c);
    }

    private static bool HasFractionBelow(Int128 a, Int128 b, Int128 quotient) => quotient * b != a && a < 0 != b < 0;
    private static bool HasFractionAbove(Int128 a, Int128 b, Int128 quotient) => quotient * b != a && a < 0 == b < 0;
}
