using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Equity, margin and what is available: all of it summed anew each time.</summary>
public sealed partial class TwinEngine
{
    private enum Level
    {
        Maint,
        Init,
        Withdraw,
    }

    private long OpenNotional(int account, TwinMarket market, Side side) =>
        Reserving(market, side).Where(o => o.Account == account && !o.ReduceOnly).Sum(o => o.Rest * o.Price * market.Tv);

    private long OpenQty(int account, TwinMarket market, Side side) =>
        Reserving(market, side).Where(o => o.Account == account && !o.ReduceOnly).Sum(o => o.Rest);

    private static long OpenInterest(TwinState state, int market) =>
        state.Accounts.Sum(a => a.Positions.TryGetValue(market, out TwinPosition? p) ? Math.Max(p.Size, 0) : 0);

    /// <summary>While a reverse imagines its first half closed, the market's interest is still what it was.</summary>
    private long? _heldInterest;

    private long OpenInterest(TwinMarket market) => _heldInterest ?? OpenInterest(_s, market.Id);

    private static long Value(TwinPosition p, TwinMarket m) => Formulas.PositionValue(p.Size, m.Mark, m.Tv);
    private static long Unrealised(TwinPosition p, TwinMarket m) => Formulas.Unrealised(p.Size, p.Cost, m.Mark, m.Tv);
    private static long Maintenance(TwinPosition p, TwinMarket m) => MaintenanceAt(m, Formulas.Notional(p.Size, m.Mark, m.Tv));
    private static long Initial(TwinPosition p, TwinMarket m, long notional) => Formulas.InitialMargin(m.Tiers, notional, p.Leverage);

    private long CollateralValue(TwinHolding holding, TwinAsset asset, bool maint)
    {
        long price = maint ? asset.Index : Math.Min(asset.Index, asset.Average);
        return Floor((Int128)Floor((Int128)holding.Counted * price, Scale(asset)) * (maint ? asset.Terms.MaintWeightPpb : asset.Terms.InitWeightPpb), R);
    }

    /// <summary>What all of it keeps positions with.</summary>
    private long CollateralOf(TwinAccount account) => account.Holdings.Sum(h => CollateralValue(h.Value, _s.Assets[h.Key - 1], maint: true));

    /// <summary>Equity of the cross account: isolated pots are not part of it.</summary>
    private long Equity(int id, Level level)
    {
        TwinAccount account = Account(id);
        long equity = account.Cash + account.Holdings.Sum(h => CollateralValue(h.Value, _s.Assets[h.Key - 1], level == Level.Maint));
        foreach ((int m, TwinPosition p) in account.Positions)
        {
            if (p.Isolated) continue;
            TwinMarket market = Market(m);
            long u = Unrealised(p, market);
            equity += level switch
            {
                Level.Maint => u,
                Level.Init => Math.Min(u, Floor((Int128)u * market.Terms.ProfitWeightPpb, R)),
                Level.Withdraw => Math.Min(u, 0),
            };
        }
        return equity;
    }

    /// <summary>Maintenance margin of all cross positions.</summary>
    private long CrossMaintenance(int id) => Account(id).Positions.Where(p => !p.Value.Isolated).Sum(p => Maintenance(p.Value, Market(p.Key)));

    /// <summary>What a market takes from available: all of IM(exposure), or for an isolated one only what its orders add.</summary>
    private long OrderMargin(int id, TwinMarket market, Side side = Side.Buy, long extra = 0, long oiScaledRate = 0)
    {
        TwinPosition p = Position(id, market.Id);
        long exposure = ExposureWith(id, market, side, extra);
        long im = Initial(p, market, exposure);
        if (oiScaledRate > 0) im = Math.Max(im, Ceil((Int128)exposure * oiScaledRate, R));
        return p.Isolated ? Math.Max(0, im - Initial(p, market, Abs(Value(p, market)))) : im;
    }

    private long ExposureWith(int id, TwinMarket market, Side side, long extra)
    {
        long buys = OpenNotional(id, market, Side.Buy) + (side == Side.Buy ? extra : 0);
        long sells = OpenNotional(id, market, Side.Sell) + (side == Side.Sell ? extra : 0);
        return Formulas.Exposure(Value(Position(id, market.Id), market), buys, sells);
    }

    private IEnumerable<TwinMarket> MarketsOf(int id) => _s.Markets.Where(m => Account(id).Positions.ContainsKey(m.Id) || m.Resting.Any(o => o.Account == id)).ToList();

    private long TotalMargin(int id) => MarketsOf(id).Sum(m => OrderMargin(id, m));

    private long Available(int id) => Equity(id, Level.Init) - TotalMargin(id);

    /// <summary>Check 12 for one more order that is not reduce-only.</summary>
    private RejectCode MarginCheck(TwinOrder order) => MarginCheck(order, order.Rest * order.Price * Market(order.Market).Tv, CostOf(order));

    /// <summary>What an order can lose at once against mark, and the fees of all of it.</summary>
    private long CostOf(TwinOrder order)
    {
        TwinMarket market = Market(order.Market);
        long notional = order.Rest * order.Price * market.Tv;
        return Formulas.OpenLoss(order.Side, order.Price, order.Rest, market.Mark, market.Tv)
            + Formulas.FeeUp(notional, TakerRate(order.Account)) + Formulas.FeeUp(notional, order.BuilderPpb);
    }

    /// <summary>The same for orders that are asked as one: what they add together, and what they cost.</summary>
    private RejectCode MarginCheck(TwinOrder order, long notional, long reserve)
    {
        TwinMarket market = Market(order.Market);
        if (ExposureWith(order.Account, market, order.Side, notional) <= ExposureWith(order.Account, market, order.Side, 0)) return RejectCode.None;
        long scaled = Formulas.OiScaledRate(market.Tiers[0].ImrPpb, OpenInterest(market), market.Terms.OiLow.Value, market.Terms.OiHigh.Value);
        long before = Available(order.Account);
        long after = before + OrderMargin(order.Account, market) - OrderMargin(order.Account, market, order.Side, notional, scaled);
        if (after >= reserve) return RejectCode.None;
        _answer.Detail1 = before - after + reserve;
        _answer.Detail2 = before;
        return RejectCode.InsufficientMargin;
    }

    private SetFeeTier Fees(int account)
    {
        TwinAccount root = RootOf(account);
        return _s.FeeTiers.GetValueOrDefault(root.TierDay == Floor(_now, Day) ? root.Tier : TierToday(root, out _));
    }

    /// <summary>By the volume of the 30 days before today.</summary>
    private int TierToday(TwinAccount root, out long volume)
    {
        long today = Floor(_now, Day);
        long sum = root.Volume.Where(v => v.Key >= today - 30 && v.Key < today).Sum(v => v.Value);
        volume = sum;
        return _s.FeeTiers.Where(t => t.Value.VolumeMin.Value <= sum).Select(t => t.Key).DefaultIfEmpty(0).Max();
    }

    /// <summary>A group's first fill of the day fixes its tier for the day.</summary>
    private void BeginDay(int account)
    {
        TwinAccount root = RootOf(account);
        if (root.TierDay == Floor(_now, Day)) return;
        int tier = TierToday(root, out long volume);
        root.TierDay = Floor(_now, Day);
        if (tier == root.Tier) return;
        root.Tier = tier;
        Tell(root.Id, 0, new FeeTierChanged { Volume30Days = new(volume), Tier = tier });
    }
    private long TakerRate(int account) => Formulas.Discounted(Fees(account).TakerPpb, RootOf(account).DiscountPpb);

    /// <summary>What may leave the account now, in micro-dollars; the second is the need it leaves behind.</summary>
    private (long Value, bool Covered) Withdrawable(int id)
    {
        long tenth = Ceil(Account(id).Positions.Where(p => !p.Value.Isolated).Sum(p => Abs(Value(p.Value, Market(p.Key)))), 10);
        long need = Math.Max(TotalMargin(id), tenth);
        long equity = Equity(id, Level.Withdraw);
        return (Math.Max(0, equity - need), equity >= need);
    }
}
