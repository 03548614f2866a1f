using Peregrine.Core;
using Peregrine.Explain.Past;

namespace Peregrine.Explain.Recipes;

/// <summary>The test that failed, how much was to be closed, at what price, and what it cost.</summary>
internal static class LiquidationRecipe
{
    private const long SmallNotional = 10_000_000_000;

    public static void Warned(Ladder steps, PastVenue venue, in EventHeader header, in MarginWarning told)
    {
        Margin(steps, venue, in header, told.MaintenanceMargin);
        Int128 line = (Int128)told.MaintenanceMargin.Value * told.LinePermille;
        steps.Test("below", $"{told.Equity.Value} × 1000 < {told.MaintenanceMargin.Value} × {told.LinePermille}", (Int128)told.Equity.Value * 1000 < line);
    }

    public static void Started(Ladder steps, PastVenue venue, in EventHeader header, in LiquidationStarted told)
    {
        bool isPot = header.Market != 0;
        long holds = isPot ? venue.Position(header.Account, header.Market).Pot : venue.Cash(header.Account);
        steps.Add(isPot ? "pot" : "cash", isPot ? "the isolated pot" : "the account's cash", told.Cash.Value, holds);
        if (!isPot) steps.Say("collateral", "at its maintenance value", told.Collateral.Value);
        long equity = told.Cash.Value + told.Collateral.Value;
        string sum = $"{told.Cash.Value} + {told.Collateral.Value}";
        foreach ((int market, PastPosition position) in venue.Part(header.Account, header.Market))
        {
            PastMarket known = venue.Market(market);
            long won = known.Unrealised(position.Size, position.Cost, known.Mark.Value);
            sum += $" + (floor({position.Size} × {known.Mark.Value} × {known.TickLotValue} / {Exact.SubticksPerTick}) − {position.Cost})";
            equity += won;
        }
        steps.Add("equity", sum, told.Equity.Value, equity);
        Margin(steps, venue, in header, told.MaintenanceMargin);
        steps.Test("failed", $"{told.Equity.Value} < {told.MaintenanceMargin.Value}", told.Equity < told.MaintenanceMargin);
    }

    public static void Step(Ladder steps, PastVenue venue, PastCommand command, in EventHeader header, in LiquidationStep told)
    {
        PastMarket market = venue.Market(header.Market);
        long size = told.Size.Value, side = Math.Sign(size), notional = market.Notional(size, told.Mark.Value);
        if (!market.IsRamping) steps.Add("marketMargin", $"margin of {notional} by the market's tiers", told.MarketMargin.Value, market.MaintenanceMargin(notional));
        // It goes on until a quarter more than the margin is there.
        steps.Test("failed", $"4 × {told.Equity.Value} < 5 × {told.MaintenanceMargin.Value}", 4 * (Int128)told.Equity.Value < 5 * (Int128)told.MaintenanceMargin.Value);
        steps.Add("feeRate", "the market's liquidation fee", told.FeeRatePpb, market.Liquidation.FeePpb);
        bool isAll = 3 * (Int128)told.Equity.Value < 2 * (Int128)told.MaintenanceMargin.Value;
        PastOffer? offer = venue.Offer(told.Order);
        Asked(steps, market, in told, notional, isAll, offer);
        Bankruptcy(steps, market, in told, isFirst: command.LastStep?.Account != header.Account);
        if (!market.IsRamping || !isAll || told.Equity.Value < 0) steps.Add("limit", LimitFormula(in told, isAll) + (offer is null ? "" : ", or what makers heard of"), told.Limit.Value, Limit(market, in told, side, isAll, offer));
        (long price, long qty)[] fills = [.. command.FillsOf(told.Order)];
        steps.Add("filled", fills.Length == 0 ? "no fills" : string.Join(" + ", fills.Select(static f => f.qty)), told.Filled.Value, fills.Sum(static f => f.qty));
        long rate = told.FeeRatePpb;
        long most = fills.Sum(f => Exact.Ceil((Int128)f.qty * f.price * market.TickLotValue * rate, Exact.R));
        // Never more than leaves equity at nothing or above.
        steps.Between("fee", $"Σ ceil(fill × {told.FeeRatePpb} / {Exact.R}), as far as equity stays at 0 or above", told.Fee.Value, told.EquityAfter.Value > 0 && fills.Length == 1 ? most : 0, most);
        if (told.Equity.Value >= 0) steps.Test("solvent", $"{told.EquityAfter.Value} ≥ 0", told.EquityAfter.Value >= 0);
    }

    /// <summary>A share away from mark, against the position: what a long still sells at.</summary>
    public static long BeyondMark(long mark, long side, long ppb) => PriceOf((Int128)mark * (Exact.R - side * ppb), (Int128)Exact.R * Exact.SubticksPerTick, side);

    public static long Nearer(long side, long a, long b) => side > 0 ? Math.Max(a, b) : Math.Min(a, b);

    public static long Within(PastMarket market, long price) => Math.Clamp(price, 1, market.Terms.PriceMax.Value);

    private static void Margin(Ladder steps, PastVenue venue, in EventHeader header, Micros stated)
    {
        (int Market, PastPosition Position)[] part = [.. venue.Part(header.Account, header.Market)];
        if (part.Any(p => venue.Market(p.Market).IsRamping))
        {
            steps.Say("maintenanceMargin", "by tiers that are moving from one table to another", stated.Value);
            return;
        }
        long sum = 0;
        List<string> terms = [];
        foreach ((int id, PastPosition position) in part)
        {
            PastMarket market = venue.Market(id);
            long notional = market.Notional(position.Size, market.Mark.Value);
            sum += market.MaintenanceMargin(notional);
            terms.Add($"margin({notional})");
        }
        steps.Add("maintenanceMargin", string.Join(" + ", terms), stated.Value, sum);
    }

    private static void Asked(Ladder steps, PastMarket market, in LiquidationStep told, long notional, bool isAll, PastOffer? offer)
    {
        long size = Math.Abs(told.Size.Value), most = offer?.Qty ?? long.MaxValue;
        string bound = offer is null ? "" : $", at most the {most} that makers heard of";
        if (isAll) steps.Add("asked", $"all: 3 × {told.Equity.Value} < 2 × {told.MaintenanceMargin.Value}", told.Asked.Value, size);
        else if (notional < SmallNotional) steps.Add("asked", $"all: {notional} < {SmallNotional}{bound}", told.Asked.Value, Math.Min(size, most));
        else if (!market.IsRamping) steps.Add("asked", $"the lots behind which equity is 5/4 of the margin, closing at a cost of {told.ClosingCostPpb} / {Exact.R}{bound}", told.Asked.Value, Math.Min(PartialLots(market, told, notional), most));
    }

    // Tier by tier downward; in the first one whose end suffices, by halves.
    private static long PartialLots(PastMarket market, LiquidationStep told, long notional)
    {
        long size = Math.Abs(told.Size.Value), mark = told.Mark.Value, start = 0;
        long others = told.MaintenanceMargin.Value - told.MarketMargin.Value;
        for (int k = market.Tiers.Count - 1; k >= 0; k--)
        {
            (long floor, _, int mmr) = market.Tiers[k];
            if (floor >= notional) continue;
            if (5 * (Int128)mmr <= 4 * (Int128)told.ClosingCostPpb) return size;
            long end = k == 0 ? size : Math.Min(size, Exact.Ceil((Int128)(notional - floor) * Exact.SubticksPerTick, (Int128)mark * market.TickLotValue));
            if (Suffices(end))
            {
                while (end - start > 1)
                {
                    long middle = start + (end - start) / 2;
                    if (Suffices(middle)) end = middle;
                    else start = middle;
                }
                return end;
            }
            start = end;
        }
        return size;

        bool Suffices(long lots)
        {
            long closed = Exact.Floor((Int128)lots * mark * market.TickLotValue, Exact.SubticksPerTick);
            return told.Equity.Value - Exact.Ceil((Int128)closed * told.ClosingCostPpb, Exact.R)
                >= Exact.Ceil(5 * ((Int128)market.MaintenanceMargin(notional - closed) + others), 4);
        }
    }

    // What a bankrupt part of several positions has given back already is not in the receipt: its price is taken as stated.
    private static void Bankruptcy(Ladder steps, PastMarket market, in LiquidationStep told, bool isFirst)
    {
        bool isAlone = isFirst && told.MarketMargin == told.MaintenanceMargin;
        if (told.Equity.Value < 0 && !isAlone)
        {
            steps.Say("bankruptcy", "the position's share of what the account lacks", told.Bankruptcy.Value);
            return;
        }
        long share = Share(market, in told);
        steps.Add("bankruptcy", BankruptcyFormula(market, in told, share, 0), told.Bankruptcy.Value, BankruptcyAt(market, in told, share, 0));
    }

    private static long Share(PastMarket market, in LiquidationStep told)
    {
        if (told.Equity.Value >= 0) return Exact.Floor((Int128)told.Equity.Value * told.MarketMargin.Value, told.MaintenanceMargin.Value);
        return -Math.Min(-told.Equity.Value, Math.Max(0, -market.Unrealised(told.Size.Value, told.Cost.Value, told.Mark.Value)));
    }

    private static long BankruptcyAt(PastMarket market, in LiquidationStep told, long share, long fee)
    {
        long side = Math.Sign(told.Size.Value);
        Int128 worth = Int128.Abs(Exact.Floor((Int128)told.Size.Value * told.Mark.Value * market.TickLotValue, Exact.SubticksPerTick)) - side * share;
        return Within(market, PriceOf(worth * Exact.R, Int128.Abs(told.Size.Value) * market.TickLotValue * (Exact.R - side * fee), side));
    }

    private static string BankruptcyFormula(PastMarket market, in LiquidationStep told, long share, long fee) =>
        $"(|{told.Size.Value} × {told.Mark.Value} × {market.TickLotValue} / {Exact.SubticksPerTick}| − {Math.Sign(told.Size.Value)} × {share}) / ({Math.Abs(told.Size.Value)} × {market.TickLotValue}){(fee == 0 ? "" : " with the closing fee")}";

    private static string LimitFormula(in LiquidationStep told, bool isAll) => told.Equity.Value < 0
        ? "the slippage bound from mark, or as far beyond bankruptcy as insurance may pay, whichever is nearer to mark"
        : isAll ? "bankruptcy, or the backstop's price when that is nearer to mark" : "the slippage bound from mark, or bankruptcy with the closing fee when that is nearer to mark";

    private static long Limit(PastMarket market, in LiquidationStep told, long side, bool isAll, PastOffer? offer)
    {
        if (offer is { } heard) return Nearer(side, heard.Limit, Limit(market, in told, side, isAll, null));
        long slip = BeyondMark(told.Mark.Value, side, market.Liquidation.SlipPpb);
        if (told.Equity.Value < 0)
            return Within(market, Nearer(side, slip, told.Bankruptcy.Value - side * Exact.Floor(told.Budget.Value, (Int128)told.Asked.Value * market.TickLotValue)));
        if (isAll) return Within(market, Nearer(side, told.Bankruptcy.Value, BeyondMark(told.Mark.Value, side, market.FirstMmrPpb / 2)));
        long taker = told.ClosingCostPpb - told.FeeRatePpb - market.Liquidation.AllowancePpb;
        return Within(market, Nearer(side, slip, BankruptcyAt(market, in told, Share(market, in told), taker)));
    }

    private static long PriceOf(Int128 worth, Int128 lots, long side) => side > 0 ? Exact.Ceil(worth, lots) : Exact.Floor(worth, lots);
}
