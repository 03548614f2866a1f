using Peregrine.Core;

namespace Peregrine.Engine.Liquidation;

/// <summary>Who is asked first (domain §10.6): high profit at high leverage, less of it when the account hedges with the position.</summary>
internal static class AdlScore
{
    private const long Most = 1000 * Ppb.One;
    private const long Least = Ppb.One / 1000;

    /// <param name="profit">U.</param>
    /// <param name="cost">|cost|.</param>
    /// <param name="notional">N at mark.</param>
    /// <param name="equity">What stands behind this position, above 0.</param>
    public static long Of(Micros profit, Micros cost, Micros notional, Micros equity)
    {
        long pnl = Clamp(Divide((Int128)profit.Value * Ppb.One, cost.Value), -10 * Ppb.One, 10 * Ppb.One);
        long leverage = Clamp(Divide((Int128)notional.Value * Ppb.One, equity.Value), Least, Most);
        return pnl > 0 ? Rounding.MulDivFloor(pnl, leverage, Ppb.One) : Rounding.MulDivFloor(pnl, Ppb.One, leverage);
    }

    /// <param name="score">Of the position alone.</param>
    /// <param name="hedgedPpb">Share of it that the same account offsets in the same underlying.</param>
    public static long Hedged(long score, long hedgedPpb) => Rounding.MulDivFloor(score, 2 * Ppb.One - hedgedPpb, 2 * Ppb.One);

    private static Int128 Divide(Int128 a, Int128 b)
    {
        if (b == 0) return a < 0 ? -((Int128)1 << 100) : (Int128)1 << 100;
        Int128 quotient = a / b;
        return quotient * b != a && a < 0 != b < 0 ? quotient - 1 : quotient;
    }

    private static long Clamp(Int128 value, long least, long most) => value < least ? least : value > most ? most : (long)value;
}
