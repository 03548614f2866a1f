using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>How much of a position is closed, at what price, and the fills of that.</summary>
public sealed partial class TwinEngine
{
    private const long SmallNotional = 10_000_000_000;

    /// <summary>Whose liquidation runs through the book.</summary>
    private TwinPart? _closing;
    private long _liquidationFees;

    private static long PriceOf(Int128 worth, Int128 lots, int side) => side > 0 ? Ceil(worth, lots) : Floor(worth, lots);

    /// <summary>What a step begins with. All prices of a bankrupt part's step are found here once: what the book pays beyond them is the user's.</summary>
    /// <remarks>Missing is what the part lacks, insurance's part not counted; share what of it this position gives back; budget what prices beyond bankruptcy may cost.</remarks>
    private sealed record Closing(bool Bankrupt, long Equity, long Asked, long Bankruptcy, long Limit, long Missing, long Share, long Budget)
    {
        /// <summary>What the book's prices beyond bankruptcy used up of the budget.</summary>
        public long Spent { get; init; }
    }

    private Closing Plan(TwinPart part, TwinMarket market)
    {
        TwinPosition p = Position(part.Account, market.Id);
        int side = Math.Sign(p.Size);
        long equity = EquityOf(part), margin = MaintenanceOf(part);
        bool all = policy.ClosesAll || 3 * (Int128)equity < 2 * (Int128)margin;
        long asked = all ? Abs(p.Size) : PartialLots(part, market, CostOfClosing(part, market));
        long missing = Math.Max(0, -equity - _committed), share = ShareOf(part, market, missing);
        long budget = equity < 0 ? BudgetOf(market) : 0;
        long bankruptcy = Bankruptcy(part, market, missing);
        long limit = BeyondMark(market, side, market.Risk.Terms.SlipPpb);
        if (policy.ClosesAll) limit = BeyondMark(market, side, LiquidationSlipMaxPpb);
        else if (equity < 0) limit = Nearer(side, limit, bankruptcy - side * Floor(budget, (Int128)asked * market.Tv));
        else if (all) limit = Nearer(side, bankruptcy, BeyondMark(market, side, BackstopDistance(market)));
        else limit = Nearer(side, limit, Bankruptcy(part, market, 0, TakerRate(part.Account)));
        return new Closing(equity < 0, equity, asked, bankruptcy, Within(market, limit), missing, share, budget);
    }

    /// <summary>After the book's fills, while the part is bankrupt: what they paid worse than bankruptcy is insurance's; what they paid better, nobody else need give up.</summary>
    private Closing FoundAnew(TwinPart part, TwinMarket market, Closing plan, long filled, int side)
    {
        long value(long price) => Floor((Int128)side * filled * price * market.Tv, Sub);
        long spent = Math.Max(0, plan.Equity + value(plan.Bankruptcy * Sub) - value(market.Mark) - EquityOf(part));
        if (spent > 0) return plan with { Spent = spent };
        long missing = Math.Max(0, -EquityOf(part) - _committed);
        long anew = Bankruptcy(part, market, missing);
        return plan with { Missing = missing, Share = ShareOf(part, market, missing), Bankruptcy = Nearer(-side, plan.Bankruptcy, anew) };
    }

    private int CostOfClosing(TwinPart part, TwinMarket market) => (int)TakerRate(part.Account) + market.Risk.Terms.FeePpb + market.Risk.Terms.AllowancePpb;

    /// <summary>What the position gives back of what is missing: by margin, and never more than it has lost.</summary>
    private long ShareOf(TwinPart part, TwinMarket market, long missing)
    {
        TwinPosition p = Position(part.Account, market.Id);
        return Math.Min(Floor((Int128)missing * Maintenance(p, market), MaintenanceOf(part)), Math.Max(0, -Unrealised(p, market)));
    }

    /// <summary>The price in ticks at which nothing is left of the position's share of the part's equity, or of what the part is missing.</summary>
    private long Bankruptcy(TwinPart part, TwinMarket market, long missing, long fee = 0)
    {
        TwinPosition p = Position(part.Account, market.Id);
        int side = Math.Sign(p.Size);
        long equity = EquityOf(part);
        long share = equity >= 0 ? Floor((Int128)equity * Maintenance(p, market), MaintenanceOf(part)) : -ShareOf(part, market, missing);
        Int128 worth = (Int128)Abs(Value(p, market)) - side * share;
        return Within(market, PriceOf(worth * R, (Int128)Abs(p.Size) * market.Tv * (R - side * fee), side));
    }

    private static long Within(TwinMarket market, long price) => Math.Clamp(price, 1, market.Terms.PriceMax.Value);

    /// <summary>A share away from mark against the position: what a long still sells at.</summary>
    private static long BeyondMark(TwinMarket market, int side, long ppb) =>
        PriceOf((Int128)market.Mark * (R - side * ppb), (Int128)R * Sub, side);

    private static long BackstopDistance(TwinMarket market) => market.Tiers[0].MmrPpb / 2;

    private static long Nearer(int side, long a, long b) => side > 0 ? Math.Max(a, b) : Math.Min(a, b);

    /// <summary>Lots left over.</summary>
    private long CloseThroughBook(TwinPart part, TwinMarket market, Closing plan, TwinAuction? auction)
    {
        TwinPosition p = Position(part.Account, market.Id);
        var step = new LiquidationStep
        {
            Mark = new(market.Mark),
            Size = new(p.Size),
            Cost = new(p.Cost),
            Equity = new(EquityOf(part)),
            MaintenanceMargin = new(MaintenanceOf(part)),
            MarketMargin = new(Maintenance(p, market)),
            ClosingCostPpb = CostOfClosing(part, market),
            FeeRatePpb = market.Risk.Terms.FeePpb,
            Asked = new(plan.Asked),
            Bankruptcy = new(plan.Bankruptcy),
            Limit = new(plan.Limit),
            Budget = new(plan.Budget),
        };
        long id = auction?.Order ?? 0;
        long filled = auction is null ? Close(part, market, plan.Asked, plan.Limit, FillReason.Liquidation, out id) : CloseAuctioned(part, auction);
        step.Order = new(id);
        step.Filled = new(filled);
        step.Fee = new(_liquidationFees);
        step.EquityAfter = new(EquityOf(part));
        Tell(part.Account, market.Id, step);
        return plan.Asked - filled;
    }

    private TwinOrder OrderFor(TwinPart part, TwinMarket market, long lots, long limit) => new()
    {
        Id = OrderId.Of(_seq, _nextEngineIndex).Value,
        Account = part.Account,
        Market = market.Id,
        Type = OrderType.Limit,
        Side = Position(part.Account, market.Id).Size > 0 ? Side.Sell : Side.Buy,
        Tif = TimeInForce.Ioc,
        Stp = StpMode.CancelOldest,
        Flags = OrderFlags.ReduceOnly,
        Price = limit,
        Qty = lots,
        Rest = lots,
    };

    private long Close(TwinPart part, TwinMarket market, long lots, long limit, FillReason reason, out long id)
    {
        TwinOrder taker = OrderFor(part, market, lots, limit);
        id = 0;
        _liquidationFees = 0;
        long best = BestOpposite(market, taker.Side);
        if (best == 0 || !taker.Crosses(best)) return 0;
        id = taker.Id;
        _nextEngineIndex++;
        TellAccepted(taker, OrderState.New);
        _s.Orders[id] = taker;
        _closing = part;
        RunEnd end = RunAndSettle(taker, reason);
        _closing = null;
        return end.Filled;
    }

    private long CloseAuctioned(TwinPart part, TwinAuction auction)
    {
        _liquidationFees = 0;
        _closing = part;
        RunEnd end = FinishAuction(auction, FillReason.Liquidation);
        _closing = null;
        return end.Filled;
    }

    /// <summary>The walk of the specification: tier by tier downward, in the first segment whose end suffices by halves.</summary>
    private long PartialLots(TwinPart part, TwinMarket market, long cost)
    {
        TwinPosition p = Position(part.Account, market.Id);
        long size = Abs(p.Size), notional = Formulas.Notional(p.Size, market.Mark, market.Tv);
        if (notional < SmallNotional) return size;
        long equity = EquityOf(part), others = MaintenanceOf(part) - Maintenance(p, market);
        bool enough(long q)
        {
            long n = Floor((Int128)q * market.Mark * market.Tv, Sub);
            return equity - Ceil((Int128)n * cost, R) >= Ceil(5 * ((Int128)MaintenanceAt(market, notional - n) + others), 4);
        }
        long start = 0;
        foreach (long floor in market.Tiers.Concat(market.OldTiers ?? []).Select(t => t.Floor).Distinct().OrderDescending())
        {
            if (floor >= notional) continue;
            if (5 * (Int128)RateFrom(market, floor) <= 4 * (Int128)cost) return size;
            long end = floor == 0 ? size : Math.Min(size, Ceil((Int128)(notional - floor) * Sub, (Int128)market.Mark * market.Tv));
            if (enough(end))
            {
                while (end - start > 1)
                {
                    long middle = start + (end - start) / 2;
                    if (enough(middle)) end = middle;
                    else start = middle;
                }
                return end;
            }
            start = end;
        }
        return size;
    }

    /// <summary>What each dollar above a floor asks now, up to the next floor of either table.</summary>
    private static long RateFrom(TwinMarket market, long floor)
    {
        long now = market.Tiers.Last(t => t.Floor <= floor).MmrPpb;
        if (market.OldTiers is null) return now;
        return OnTheWay(market.OldTiers.Last(t => t.Floor <= floor).MmrPpb, now, market.RampStep);
    }

    /// <summary>Fees of a liquidation's fill: the taker fee first, then the liquidation fee, both only as far as equity stays at 0 or above.</summary>
    private FillFees ForcedFees(TwinOrder taker, TwinOrder maker, long q, FillFees full)
    {
        TwinMarket market = Market(taker.Market);
        long notional = q * maker.Price * market.Tv;
        long left = Math.Max(0, ImagineForced(_closing!.Value, market, taker.Side.Sign() * q, notional, () => EquityOf(_closing!.Value)));
        long fee = Math.Min(full.Taker, left);
        long liquidation = Math.Min(Formulas.FeeUp(notional, market.Risk.Terms.FeePpb), left - fee);
        long rebate = Math.Min(Math.Max(0, -full.Maker), fee);
        long makerFee = full.Maker < 0 ? -rebate : full.Maker;
        long referral = full.Referrer == 0 ? 0 : Formulas.Referral(fee, rebate, RootOf(taker.Account).SharePpb);
        return full with { Taker = fee, Maker = makerFee, Referral = referral, Liquidation = liquidation };
    }

    /// <summary>A reducing trade for that much money that releases nothing from a pot while a position is left in it.</summary>
    private long ApplyForced(int id, TwinMarket market, long signed, long notional, long fees)
    {
        TwinAccount account = Account(id);
        TwinPosition p = Position(id, market.Id);
        account.Touch();
        long released = Trunc((Int128)p.Cost * Abs(signed), Abs(p.Size));
        long realised = -Math.Sign(signed) * notional - released, before = p.Size;
        p.Size += signed;
        p.Cost = p.Size == 0 ? 0 : p.Cost - released;
        CountWon(p, before, realised);
        if (!p.Isolated)
        {
            account.Cash += realised - fees;
            return realised;
        }
        p.IsoMargin += realised - fees;
        if (p.Size == 0 && p.IsoMargin > 0)
        {
            account.Cash += p.IsoMargin;
            p.IsoMargin = 0;
        }
        return realised;
    }

    private T ImagineForced<T>(TwinPart part, TwinMarket market, long signed, long notional, Func<T> look)
    {
        TwinAccount account = Account(part.Account);
        TwinPosition before = Position(part.Account, market.Id).Copy();
        (long Cash, long?, bool) money = account.Money;
        ApplyForced(part.Account, market, signed, notional, 0);
        TwinPosition after = Position(part.Account, market.Id);
        // A pot that has been emptied has still what went back from it.
        if (part.Market != 0 && after.Size == 0 && after.IsoMargin == 0) after.IsoMargin = account.Cash - money.Cash;
        T seen = look();
        account.Money = money;
        account.Positions[market.Id] = before;
        return seen;
    }
}
