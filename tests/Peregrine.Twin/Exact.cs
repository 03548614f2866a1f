namespace Peregrine.Twin;

/// <summary>The plain formulas of the specification in 128 bits; nothing here is clever.</summary>
public static class Exact
{
    /// <summary>One, as a rate in parts per billion.</summary>
    public const long R = 1_000_000_000;
    /// <summary>Subticks in a tick.</summary>
    public const long Sub = 1000;
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    public static long Floor(Int128 a, Int128 b)
    {
        Int128 q = a / b;
        if (q * b != a && (a < 0) != (b < 0)) q--;
        return (long)q;
    }

    public static long Ceil(Int128 a, Int128 b) => (long)-(Int128)Floor(-a, b);

    public static long Trunc(Int128 a, Int128 b) => (long)(a / b);

    public static long Abs(long a) => a < 0 ? -a : a;
}
