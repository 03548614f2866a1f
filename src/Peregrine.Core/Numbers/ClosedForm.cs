namespace Peregrine.Core;

/// <summary>The price at which a position is worth a sum (domain §10.3). For display: what decides compares equity with margin and asks no closed form.</summary>
public static class ClosedForm
{
    /// <summary>Where closing, after a fee at a rate, brings a sum; to the cautious side. False when no price of a market does.</summary>
    /// <remarks>Kept within four times the market's largest price, which fits and which no trigger reaches.</remarks>
    /// <param name="size">Below zero for a short, which is bought back for the sum.</param>
    /// <param name="tickLotValue">Micro-dollars per tick per lot.</param>
    /// <param name="priceMax">The market's largest.</param>
    /// <param name="money">What the position's notional has to be, less the fee of a long, with the fee of a short.</param>
    /// <param name="ratePpb">What closing costs of its notional.</param>
    /// <param name="price">The answer.</param>
    public static bool TryPrice(Lots size, long tickLotValue, Ticks priceMax, Int128 money, long ratePpb, out Subticks price)
    {
        bool isLong = size.Value > 0;
        Int128 value = (Int128)Math.Abs(size.Value) * tickLotValue;
        Int128 most = 4 * (Int128)priceMax.Value;
        price = default;
        if (isLong ? money <= 0 : money > most * value) return false;
        Int128 numerator = Int128.Clamp(money, 0, most * value) * Subticks.PerTick * Ppb.One;
        long exact = isLong
            ? Rounding.Ceil(numerator, value * (Ppb.One - ratePpb))
            : Rounding.Floor(numerator, value * (Ppb.One + ratePpb));
        price = new(Math.Min(exact, (long)most * Subticks.PerTick));
        return true;
    }

    /// <summary>Closing there as a taker leaves what there was before the position was opened (domain §5.1). False when any price does.</summary>
    /// <param name="size">Below zero for a short.</param>
    /// <param name="cost">Of the position.</param>
    /// <param name="won">What it has realised since it was opened, less its fees and funding.</param>
    /// <param name="tickLotValue">Micro-dollars per tick per lot.</param>
    /// <param name="priceMax">The market's largest.</param>
    /// <param name="takerPpb">The account's rate.</param>
    /// <param name="price">The answer.</param>
    public static bool TryBreakEven(Lots size, Micros cost, Micros won, long tickLotValue, Ticks priceMax, int takerPpb, out Subticks price)
    {
        Int128 paid = Int128.Abs(cost.Value);
        return TryPrice(size, tickLotValue, priceMax, size.Value > 0 ? paid - won.Value : paid + won.Value, takerPpb, out price);
    }
}
