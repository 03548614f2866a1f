using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>The prices that bound how a failing position is closed (domain §10.3–10.5). Longs up, shorts down: toward the side that leaves more behind.</summary>
internal static class ClosingPrice
{
    /// <summary>The part of a loss beyond all equity that one position gives back: by margin, and never past its own entry.</summary>
    /// <param name="missing">What the account lacks and no position before this one has taken on.</param>
    /// <param name="margin">This position's maintenance margin.</param>
    /// <param name="margins">Σ MM from this position on.</param>
    /// <param name="isLast">It takes all that is missing.</param>
    /// <param name="profit">U.</param>
    public static Micros Shortfall(Micros missing, Micros margin, Micros margins, bool isLast, Micros profit)
    {
        long share = isLast || margins.Value == 0 ? missing.Value : Rounding.MulDivFloor(missing.Value, margin.Value, margins.Value);
        return new(Math.Min(share, Math.Max(0, -profit.Value)));
    }

    /// <summary>The price at which closing uses up exactly a share of the equity, in subticks; the share is negative when there is none left.</summary>
    public static Subticks BankruptcySubticks(Lots size, Market market, Micros share, long feePpb)
    {
        Int128 lots = (Int128)Math.Abs(size.Value) * market.TickLotValue;
        Int128 worth = (Int128)market.ValueFloor(size).Value - share.Value;
        Int128 scale = (Int128)Subticks.PerTick * Ppb.One;
        return size.Value > 0
            ? new(Rounding.Ceil(worth * scale, lots * (Ppb.One - feePpb)))
            : new(Rounding.Floor(-worth * scale, lots * (Ppb.One + feePpb)));
    }

    /// <summary>The same on the grid.</summary>
    public static Ticks Bankruptcy(Lots size, Market market, Micros share, long feePpb)
    {
        Subticks price = BankruptcySubticks(size, market, share, feePpb);
        return size.Value > 0 ? new(Rounding.Ceil(price.Value, Subticks.PerTick)) : new(Rounding.Floor(price.Value, Subticks.PerTick));
    }

    /// <summary>What the backstop pays: half the first maintenance rate worse than mark.</summary>
    public static Ticks Discounted(bool isLong, Market market)
    {
        int discount = (int)(market.Tiers[0].MmrPpb / 2);
        return isLong ? PriceBounds.Below(market.Mark, discount) : PriceBounds.Above(market.Mark, discount);
    }

    /// <summary>The farthest from mark that a liquidation trades.</summary>
    public static Ticks Farthest(bool isLong, Market market)
    {
        int slip = market.Risk.Terms.SlipPpb;
        return isLong ? PriceBounds.Below(market.Mark, slip) : PriceBounds.Above(market.Mark, slip);
    }

    /// <summary>Of two prices the one that leaves the owner more.</summary>
    public static Ticks Better(bool isLong, Ticks a, Ticks b) => isLong ? Ticks.Max(a, b) : Ticks.Min(a, b);

    /// <summary>The price that many lots may be past bankruptcy for a budget.</summary>
    public static Ticks Beyond(bool isLong, Ticks bankruptcy, Micros budget, Lots lots, Market market)
    {
        long ticks = Rounding.Floor(budget.Value, (Int128)lots.Value * market.TickLotValue);
        return new(isLong ? bankruptcy.Value - ticks : bankruptcy.Value + ticks);
    }

    /// <summary>Within the market's prices.</summary>
    public static Ticks Within(Market market, Ticks price) => Ticks.Max(new(1), Ticks.Min(price, market.Terms.PriceMax));
}
