using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>What it costs to trade a sizeable amount against orders that have rested (domain §7.3).</summary>
internal static class ImpactPrices
{
    /// <summary>Orders looked at on one side, at most: a wall of dust may leave the side without a price, but not hold up the venue.</summary>
    public const int OrdersMax = 8192;

    /// <summary>The average price of walking <paramref name="notional"/> into a side in whole lots, rounded away from the middle; 0 when there is not enough.</summary>
    public static Subticks Of(EngineState state, Market market, Side side, Micros notional, long minRestNs)
    {
        long left = notional.Value;
        Int128 cost = 0;
        long lots = 0;
        int seen = 0;
        foreach (LevelView level in market.Book.Levels(side))
        {
            long tickValue = level.Price.Value * market.TickLotValue;
            for (int slot = level.Head; slot != 0; slot = market.Book.NextInQueue(slot))
            {
                if (++seen > OrdersMax) return Subticks.Zero;
                ref Order order = ref state.Orders[slot];
                // Whoever stands behind is younger still.
                if (state.NowNs - order.PrioritySeq < minRestNs) break;
                long wanted = Rounding.Ceil(left, tickValue);
                long taken = Math.Min(wanted, order.Visible.Value);
                cost += (Int128)taken * level.Price.Value;
                lots += taken;
                left -= taken * tickValue;
                if (left <= 0) return Average(side, cost, lots);
            }
        }
        return Subticks.Zero;
    }

    private static Subticks Average(Side side, Int128 cost, long lots) =>
        new(side == Side.Buy ? Rounding.Floor(cost * Subticks.PerTick, lots) : Rounding.Ceil(cost * Subticks.PerTick, lots));
}
