using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>How many lots must be closed so that what is left is healthy even after the worst cost (domain §10.4).</summary>
internal static class PartialSize
{
    private const long SmallNotional = 10_000_000_000;

    /// <param name="position">Of the market.</param>
    /// <param name="market">Where lots are closed.</param>
    /// <param name="figures">Of the part that fails.</param>
    /// <param name="costPpb">φ: fees and slippage of the close.</param>
    public static Lots Of(in Position position, Market market, in RiskFigures figures, long costPpb)
    {
        long all = Math.Abs(position.Size.Value);
        Micros notional = market.ValueCeil(position.Size);
        if (notional.Value < SmallNotional || figures.IsHopeless) return new(all);
        Micros others = figures.MaintenanceMargin - market.MaintenanceMargin(notional);
        long start = 0;
        for (Micros from = notional; from.Value >= 0;)
        {
            Micros floor = market.MarginSegment(from, out long mmrPpb);
            // β·mmr ≤ φ: here closing costs more than it frees.
            if (5 * mmrPpb <= 4 * costPpb) return new(all);
            long end = Math.Min(all, LotsDownTo(notional - floor, market));
            if (Suffices(end, notional, others, market, in figures, costPpb))
                return new(FirstThatSuffices(start, end, notional, others, market, in figures, costPpb));
            start = end;
            from = floor - new Micros(1);
        }
        return new(all);
    }

    // The fewest lots worth at least the amount at mark.
    private static long LotsDownTo(Micros amount, Market market) =>
        Rounding.Ceil((Int128)amount.Value * Subticks.PerTick, (Int128)market.Mark.Value * market.TickLotValue);

    // Between a start that does not suffice and an end that does there is one border: left minus right is concave in the lots.
    private static long FirstThatSuffices(long start, long end, Micros notional, Micros others, Market market, in RiskFigures figures, long costPpb)
    {
        while (end - start > 1)
        {
            long middle = start + (end - start) / 2;
            if (Suffices(middle, notional, others, market, in figures, costPpb)) end = middle;
            else start = middle;
        }
        return end;
    }

    private static bool Suffices(long lots, Micros notional, Micros others, Market market, in RiskFigures figures, long costPpb)
    {
        Micros closed = market.ValueFloor(new Lots(lots));
        Micros left = figures.Equity - Ppb.MulCeil(closed, costPpb);
        Micros asked = market.MaintenanceMargin(notional - closed) + others;
        return left.Value >= Rounding.MulDivCeil(asked.Value, 5, 4);
    }
}
