using Peregrine.Core;

namespace Peregrine.Engine.Prices;

/// <summary>The few formulas that the price rules share.</summary>
internal static class PriceMath
{
    /// <summary>|price − from| is more than a share of <paramref name="from"/>.</summary>
    public static bool IsFartherThan(long price, long from, int sharePpb) =>
        (Int128)Math.Abs(price - from) * Ppb.One > (Int128)from * sharePpb;

    /// <summary>⌊(a + b) / 2⌋ of two prices, which are below 2⁶².</summary>
    public static long Between(long a, long b) => (a + b) / 2;

    public static long Median(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
