using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>The second ticks of prices that come from sources: freshness, averages, premium, mark (domain §7.4, §7.5, §8.1).</summary>
/// <remarks>
/// Ticks come at whole seconds, and missed ones are one. While an index is not fresh mark stands still: a book without an index to measure it by says nothing.
/// </remarks>
internal sealed class PriceTicks(EngineState state, Timers timers, FundingHours funding, PriceBoard board)
{
    /// <summary>Ids of assets' ticks come after all markets'.</summary>
    private const int AssetIds = 1 << 16;
    private const long Second = 1_000_000_000;
    private const long SlowTauMs = 150_000;
    private const long FastTauMs = 30_000;
    private const long CentreTauMs = 60_000;
    private const long AssetTauMs = 3_600_000;

    public void Start(Market market)
    {
        if (market.Marking.Timer == 0) Wait(market.Marking, market.Id, state.NowNs / Second);
    }

    public void Start(Asset asset)
    {
        if (asset.Marking.Timer == 0) Wait(asset.Marking, AssetIds + asset.Id, state.NowNs / Second);
    }

    /// <summary>A restored venue's next ticks.</summary>
    public void Load(Market market) => Wait(market.Marking, market.Id, market.Marking.TickSecond);

    public void Load(Asset asset) => Wait(asset.Marking, AssetIds + asset.Id, asset.Marking.TickSecond);

    /// <summary>The timer of this id has run out.</summary>
    public void Tick(int id)
    {
        if (id < AssetIds) Tick(state.Markets[id]);
        else Tick(state.Assets[id - AssetIds]);
    }

    /// <summary>Sets the state that the index's age and guard give, and tells it when it is another.</summary>
    public bool Restate(Market market)
    {
        PriceFeed feed = market.Feed!;
        PriceState now = feed.StateAt(state.NowNs);
        if (now == market.PriceState) return false;
        market.PriceState = now;
        Restated(feed, now, market.Id, 0);
        return true;
    }

    public bool Restate(Asset asset)
    {
        PriceFeed feed = asset.Feed!;
        PriceState now = feed.StateAt(state.NowNs);
        if (now == asset.PriceState) return false;
        asset.PriceState = now;
        Restated(feed, now, 0, asset.Id);
        return true;
    }

    /// <summary>After a new index: mark alone, with the averages as they are. False when it may not move.</summary>
    public bool Mark(Market market)
    {
        if (market.PriceState != PriceState.Fresh) return false;
        SetMark(market, MarkInputs.None, Subticks.Zero, Subticks.Zero);
        return true;
    }

    /// <summary>A new index of an asset; its average begins with the first.</summary>
    public static void Begin(Asset asset, Micros index)
    {
        if (asset.Marking.Centre.IsEmpty) asset.Marking.Centre = Ema.At(index.Value);
        (asset.Index, asset.Average) = (index, new(asset.Marking.Centre.Floor));
    }

    private void Wait(MarkState marking, int id, long lastSecond)
    {
        marking.TickSecond = lastSecond;
        marking.Timer = timers.Add((lastSecond + 1) * Second, TimerKind.PriceTick, id, id);
        Invariant.That(marking.Timer != 0, "there is a timer for every market and asset");
    }

    private long Elapse(MarkState marking, int id)
    {
        long before = marking.TickSecond;
        Wait(marking, id, state.NowNs / Second);
        return marking.TickSecond - before;
    }

    private void Tick(Market market)
    {
        long seconds = Elapse(market.Marking, market.Id);
        bool restated = Restate(market);
        bool marks = market.PriceState == PriceState.Fresh;
        if (marks) Average(market, seconds);
        else if (restated) board.MarketMoved(market);
        funding.Second(market, seconds);
    }

    private void Average(Market market, long seconds)
    {
        MarkState marking = market.Marking;
        SetPriceRules rules = market.Feed!.Rules;
        long elapsedMs = seconds * 1000;
        bool live = MarketRules.Quotes(market.State);
        Micros notional = ImpactNotional(in rules, market);
        Subticks bid = live ? ImpactPrices.Of(state, market, Side.Buy, notional, rules.MinRestNs) : Subticks.Zero;
        Subticks ask = live ? ImpactPrices.Of(state, market, Side.Sell, notional, rules.MinRestNs) : Subticks.Zero;
        long basis = MarkMath.Basis(bid, ask, market.Index);
        marking.Slow = marking.Slow.Step(basis, elapsedMs, SlowTauMs);
        marking.Fast = marking.Fast.Step(basis, elapsedMs, FastTauMs);
        bool sampled = FundingMath.TryPremium(bid, ask, market.Index, out marking.PremiumPpb) && funding.Sample(market, marking.PremiumPpb);
        SetMark(market, sampled ? MarkInputs.Ticked | MarkInputs.Sampled : MarkInputs.Ticked, bid, ask, elapsedMs);
        board.MarketMoved(market);
    }

    /// <summary>What an impact price walks: given, or 500 USD at the first tier's leverage, and at least 10,000 USD.</summary>
    public static Micros ImpactNotional(in SetPriceRules rules, Market market)
    {
        const long Usd = 1_000_000;
        if (rules.ImpactNotional != Micros.Zero) return rules.ImpactNotional;
        return new(Math.Max(Rounding.MulDivFloor(500 * Usd, Ppb.One, market.Tiers[0].ImrPpb), 10_000 * Usd));
    }

    private void SetMark(Market market, MarkInputs inputs, Subticks bid, Subticks ask, long elapsedMs = 0)
    {
        MarkState marking = market.Marking;
        long index = market.Index.Value;
        long basis = index + marking.Slow.Floor;
        long funded = MarkMath.FundingPrice(index, market.Funding.RatePpb, MarkMath.LeftOfHourMs(state.NowNs));
        long mark = basis;
        long book = 0;
        if (MarketRules.Quotes(market.State))
        {
            if (MarkMath.TryBookPrice(market, out book)) inputs |= MarkInputs.BookPrice;
            else book = index + marking.Fast.Floor;
            mark = PriceMath.Median(funded, basis, book);
        }
        else
        {
            inputs |= MarkInputs.NoBook;
        }
        mark = MarkMath.Clamp(mark, index, market.Feed!.Rules.MarkBandPpb);
        market.Mark = new(Math.Min(mark, market.Terms.PriceMax.Value * Subticks.PerTick));
        if (marking.Centre.IsEmpty) marking.Centre = Ema.At(market.Mark.Value);
        else if (elapsedMs != 0) marking.Centre = marking.Centre.Step(market.Mark.Value, elapsedMs, CentreTauMs);
        market.SetRange(new(marking.Centre.Floor));
        state.Events.Add(0, market.Id, new MarkUpdated
        {
            Mark = market.Mark,
            Index = market.Index,
            FundingPrice = new(funded),
            BasisPrice = new(basis),
            BookPrice = new(book),
            ImpactBid = bid,
            ImpactAsk = ask,
            PremiumPpb = marking.PremiumPpb,
            BuyRange = market.BuyRange,
            SellRange = market.SellRange,
            Inputs = inputs,
        });
    }

    private void Tick(Asset asset)
    {
        long seconds = Elapse(asset.Marking, AssetIds + asset.Id);
        bool restated = Restate(asset);
        Micros before = asset.Average;
        if (asset.PriceState == PriceState.Fresh)
        {
            asset.Marking.Centre = asset.Marking.Centre.Step(asset.Index.Value, seconds * 1000, AssetTauMs);
            asset.Average = new(asset.Marking.Centre.Floor);
        }
        if (restated || asset.Average != before) board.TellAsset(asset);
    }

    private void Restated(PriceFeed feed, PriceState now, int market, int asset)
    {
        (feed.FreshSinceNs, feed.FreshUpdates) = now == PriceState.Fresh ? (state.NowNs, 1) : (0, 0);
        state.Events.Add(0, market, new PriceStateChanged
        {
            IndexNs = feed.IndexNs,
            Candidate = feed.Guard.Candidate,
            Asset = (ushort)asset,
            State = now,
        });
    }
}
