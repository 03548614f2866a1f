using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>Warnings that a stop comes too late: asked of whoever the command's own events name.</summary>
public sealed partial class TwinEngine
{
    private void WarnOfLiquidation()
    {
        IEnumerable<int> told = _events
            .Where(e => e.Kind is EventKind.PositionChanged or EventKind.MarginMoved or EventKind.BalanceChanged or EventKind.FundingPaid or EventKind.InterestPaid or EventKind.TriggerArmed)
            .Select(e => e.Account);
        foreach (int account in told.Concat(_amendedWaiting).Distinct().Order().ToList())
        {
            foreach (TwinOrder o in _s.Orders.Values.Where(o => o.Account == account && o.Trigger != TriggerKind.None).OrderBy(o => o.Market).ThenByDescending(o => o.Id).ToList())
            {
                long? liquidation = LiquidationOf(account, o.Market);
                bool beyond = liquidation is { } price && IsBeyond(o, price);
                if (beyond && !o.Beyond) Tell(account, o.Market, new TriggerBeyondLiquidation { Order = new(o.Id), Level = new(LevelOf(o)), Liquidation = new(liquidation!.Value) });
                o.Beyond = beyond;
            }
        }
    }

    private bool IsBeyond(TwinOrder o, long liquidation)
    {
        long size = Position(o.Account, o.Market).Size;
        if (o.Place != Place.Waiting || o.Latched || !o.ReduceOnly || size == 0 || o.IsBuy == size > 0) return false;
        if (o.Trigger == TriggerKind.Trailing && o.Peak == 0) return false;
        return size > 0 ? FiresBelow(o) && LevelOf(o) < liquidation : !FiresBelow(o) && LevelOf(o) > liquidation;
    }

    /// <summary>What stands behind the position is its pot, or everything else of the cross account less the margin that needs.</summary>
    private long? LiquidationOf(int account, int market)
    {
        TwinPosition p = Position(account, market);
        TwinMarket m = Market(market);
        if (p.Size == 0) return null;
        long backing = p.Isolated
            ? p.IsoMargin
            : Equity(account, Level.Maint) - Unrealised(p, m) - (CrossMaintenance(account) - Maintenance(p, m));
        return Formulas.LiquidationPrice(m.Tiers, p.Size, p.Cost, backing, m.Tv, m.Terms.PriceMax.Value);
    }
}
