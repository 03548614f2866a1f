using Peregrine.Core;
using Peregrine.MarketData.Auctions;
using Peregrine.MarketData.Prices;
using Peregrine.MarketData.Risk;

namespace Peregrine.MarketData.Markets;

/// <summary>Markets and assets: terms, states, prices and their sources, funding, insurance, trades, liquidations and the last day.</summary>
public sealed class MarketFold : Fold
{
    private const int SettleAsset = 1;
    private static readonly Micros OneDollar = new(1_000_000);

    private readonly MarketRecord?[] _markets = new MarketRecord[ushort.MaxValue + 1];
    private readonly VenueRecord _venue = new();
    private readonly RiskEvents _risk;
    private readonly List<MarketRecord> _touched = [];
    private long _minute = -1;

    public MarketFold()
    {
        _risk = new RiskEvents(_venue);
        Views = new MarketViews(_markets, _venue);
    }

    /// <summary>For any thread.</summary>
    public MarketViews Views { get; }

    /// <summary>Adds a minute of trades from before the fold began, for the last day; for the feeding thread, between two commands.</summary>
    public void Prime(int market, in Bar earlier)
    {
        Invariant.That(_touched.Count == 0, "a day is primed between commands");
        MarketRecord record = RecordOf(market);
        record.Mark.Begin();
        record.Day.Advance(TimeNs);
        record.Day.Prime(in earlier);
        record.Facts.Day = record.Day.Sum;
        record.Mark.End();
    }

    public override void Abandon()
    {
        foreach (MarketRecord? record in _markets)
        {
            if (record is { Mark.IsWriting: true }) record.Mark.End();
        }
        if (_venue.Mark.IsWriting) _venue.Mark.End();
        _touched.Clear();
    }

    protected override void OnState(ref EventReader state)
    {
        switch (state.Header.Kind)
        {
            case EventKind.StateMarket:
                Load(in state.Header, state.Body<StateMarket>());
                break;
            case EventKind.StateTier:
                StateTier tier = state.Body<StateTier>();
                RecordOf(state.Header.Market).SetTier(tier.Tier, new(tier.Floor, tier.ImrPpb, tier.MmrPpb));
                break;
            case EventKind.StateAsset:
                StateAsset asset = state.Body<StateAsset>();
                _venue.Set(new AssetFacts { Asset = asset.Asset, Terms = asset.Terms, PriceState = asset.PriceState, Index = asset.Index, Average = asset.Average });
                break;
            case EventKind.StateAuction:
                MarketRecord asked = RecordOf(state.Header.Market);
                asked.Auctions.Add(PublicAuction.Of(asked.Auctions.Next, in state.Header, state.Body<StateAuction>()));
                break;
            case EventKind.StateFeeTier:
                _venue.Set(state.Body<StateFeeTier>().Row);
                break;
            default:
                if (state.Header.Market != 0) PriceEvents.Load(RecordOf(state.Header.Market), ref state);
                _risk.Load(RecordOrNone(state.Header.Market), ref state);
                break;
        }
    }

    protected override void OnEvent(ref EventReader happened)
    {
        switch (happened.Header.Kind)
        {
            case EventKind.Trade:
                Touch(in happened.Header).Add(in happened.Header, happened.Body<Trade>());
                break;
            case EventKind.AuctionOpened:
                MarketRecord asked = Touch(in happened.Header);
                asked.Auctions.Add(PublicAuction.Of(asked.Auctions.Next, in happened.Header, happened.Body<AuctionOpened>()));
                break;
            case EventKind.AuctionEnded:
                MarketRecord filled = Touch(in happened.Header);
                filled.Auctions.Add(PublicAuction.Of(filled.Auctions.Next, in happened.Header, happened.Body<AuctionEnded>()));
                break;
            case EventKind.PricesChanged:
                PricesChanged prices = happened.Body<PricesChanged>();
                ref MarketFacts priced = ref Touch(in happened.Header).Facts;
                (priced.Index, priced.Mark, priced.PriceState) = (prices.Index, prices.Mark, prices.State);
                break;
            case EventKind.MarketStateChanged:
                Move(Touch(in happened.Header), happened.Body<MarketStateChanged>().State);
                break;
            case EventKind.MarketListed:
                MarketListed listed = happened.Body<MarketListed>();
                List(Touch(in happened.Header), in listed.Terms, listed.TickLotValue);
                break;
            case EventKind.TierListed:
                TierListed tier = happened.Body<TierListed>();
                Touch(in happened.Header).SetTier(tier.Tier, new(tier.Floor, tier.ImrPpb, tier.MmrPpb));
                break;
            case EventKind.ChangeApplied:
                Change(in happened.Header, happened.Body<ChangeApplied>());
                break;
            default:
                if (PriceEvents.Concerns(in happened.Header)) PriceEvents.Take(Touch(in happened.Header), ref happened);
                else if (RiskEvents.Concerns(happened.Header.Kind)) _risk.Take(happened.Header.Market == 0 ? null : Touch(in happened.Header), ref happened);
                else OnVenueEvent(ref happened);
                break;
        }
    }

    protected override void OnCommandDone(in EventHeader done)
    {
        bool isNewMinute = done.TimeNs / RollingWindow.MinuteNs != _minute;
        if (isNewMinute) AdvanceAll(done.TimeNs);
        foreach (MarketRecord record in _touched)
        {
            record.Facts.Day = record.Day.Sum;
            record.Facts.TradeCount = record.Trades.Count;
            (record.Facts.Seq, record.Facts.TimeNs) = (done.Seq, done.TimeNs);
            record.Mark.End();
        }
        _touched.Clear();
    }

    private static void Move(MarketRecord record, MarketState state)
    {
        record.Facts.State = state;
        if (state == MarketState.Settling) record.Funding.End();
    }

    private void Change(in EventHeader header, in ChangeApplied applied)
    {
        if (header.Market != 0) Touch(in header).Facts.Terms.TryChange(applied.Parameter, applied.Value);
        else _venue.Change(applied.Subject, applied.Parameter, applied.Value);
    }

    private MarketRecord? RecordOrNone(int market) => market == 0 ? null : RecordOf(market);

    private void OnVenueEvent(ref EventReader happened)
    {
        switch (happened.Header.Kind)
        {
            case EventKind.AssetListed:
                List(happened.Body<AssetListed>());
                break;
            case EventKind.AssetPriceChanged:
                AssetPriceChanged price = happened.Body<AssetPriceChanged>();
                _venue.SetPrice(price.Asset, price.Index, price.Average, price.State);
                break;
            case EventKind.FeeTierSet:
                _venue.Set(happened.Body<FeeTierSet>().Row);
                break;
            default:
                break;
        }
    }

    // Money is worth itself; everything else has no price before one comes.
    private void List(in AssetListed listed)
    {
        AssetFacts facts = new() { Asset = listed.Asset, Terms = listed.Terms, PriceState = PriceState.Dead };
        if (listed.Asset == SettleAsset) (facts.PriceState, facts.Index, facts.Average) = (PriceState.Fresh, OneDollar, OneDollar);
        _venue.Set(in facts);
    }

    // Where nothing trades the day moves on all the same.
    private void AdvanceAll(long timeNs)
    {
        _minute = timeNs / RollingWindow.MinuteNs;
        for (int id = 1; id <= _venue.MarketsMax; id++)
        {
            MarketRecord record = RecordOf(id);
            bool isTouched = record.Mark.IsWriting;
            if (!isTouched) record.Mark.Begin();
            record.Day.Advance(timeNs);
            record.Facts.Day = record.Day.Sum;
            if (!isTouched) record.Mark.End();
        }
    }

    private void Load(in EventHeader header, in StateMarket told)
    {
        MarketRecord record = RecordOf(header.Market);
        List(record, in told.Terms, (long)((Int128)told.Terms.TickE9 * told.Terms.LotE9 / 1_000_000_000_000));
        ref MarketFacts facts = ref record.Facts;
        (facts.State, facts.PriceState, facts.Index, facts.Mark, facts.Last) = (told.State, told.PriceState, told.Index, told.Mark, told.Last);
        (facts.Seq, facts.TimeNs) = (header.Seq, header.TimeNs);
        record.Day.Advance(header.TimeNs);
    }

    private static void List(MarketRecord record, in ListMarket terms, long tickLotValue)
    {
        (record.Facts.Terms, record.Facts.TickLotValue) = (terms, tickLotValue);
        (record.Facts.State, record.Facts.PriceState) = (MarketState.Draft, PriceState.Dead);
    }

    private MarketRecord Touch(in EventHeader header)
    {
        MarketRecord record = RecordOf(header.Market);
        if (record.Mark.IsWriting) return record;
        record.Mark.Begin();
        _touched.Add(record);
        return record;
    }

    private MarketRecord RecordOf(int market)
    {
        if (_markets[market] is { } record) return record;
        record = new MarketRecord();
        record.Facts.Market = market;
        Volatile.Write(ref _markets[market], record);
        _venue.ReachMarket(market);
        return record;
    }
}
