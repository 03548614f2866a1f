namespace Peregrine.Explain;

/// <summary>Division that rounds one way, in 128 bits. Written from the specification; it shares nothing with the engine.</summary>
internal static class Exact
{
    /// <summary>One, as a rate in parts per billion.</summary>
    public const long R = 1_000_000_000;
    public const long SubticksPerTick = 1000;

    public static long Floor(Int128 a, Int128 b)
    {
        Int128 quotient = a / b;
        if (quotient * b != a && a < 0 != b < 0) quotient--;
        return (long)quotient;
    }

    public static long Ceil(Int128 a, Int128 b) => -Floor(-a, b);

    public static long Trunc(Int128 a, Int128 b) => (long)(a / b);
}
