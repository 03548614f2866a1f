using Peregrine.Core;
using Peregrine.MarketData.Markets;

namespace Peregrine.MarketData.Candles;

/// <summary>Candles of trades, marks and indices, from a second to a month.</summary>
public sealed class CandleFold : Fold
{
    private readonly CandleRecord?[] _markets = new CandleRecord[ushort.MaxValue + 1];
    private readonly List<CandleRecord> _touched = [];

    public CandleFold() => Views = new CandleViews(_markets);

    /// <summary>For any thread.</summary>
    public CandleViews Views { get; }

    /// <summary>Adds a candle from before the fold began, the newest first; for the feeding thread, between two commands. False when older ones need not be tried.</summary>
    public bool Prime(int market, CandleSource source, CandleInterval interval, in Candle earlier)
    {
        Invariant.That(_touched.Count == 0, "candles are primed between commands");
        CandleRecord record = RecordOf(market);
        record.Mark.Begin();
        bool hasTaken = record[source, interval].Prime(in earlier);
        record.Mark.End();
        return hasTaken;
    }

    public override void Abandon()
    {
        foreach (CandleRecord? record in _markets)
        {
            if (record is { Mark.IsWriting: true }) record.Mark.End();
        }
        _touched.Clear();
    }

    protected override void OnState(ref EventReader state)
    {
        Views.NowNs = state.Header.TimeNs;
        if (state.Header.Kind != EventKind.StateMarket) return;
        ListMarket terms = state.Body<StateMarket>().Terms;
        RecordOf(state.Header.Market).TickLotValue = (long)((Int128)terms.TickE9 * terms.LotE9 / 1_000_000_000_000);
    }

    protected override void OnEvent(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.Trade:
                Trade trade = happened.Body<Trade>();
                CandleRecord record = Touch(header.Market);
                var traded = new Traded(trade.Qty, (Int128)trade.Qty.Value * trade.Price.Value * record.TickLotValue, trade.TakerSide, TradeIds.Of(header.Seq, trade.TradeIndex));
                record.Add(CandleSource.Trades, header.TimeNs, new Subticks(trade.Price.Value * Subticks.PerTick), in traded);
                break;
            case EventKind.PricesChanged:
                PricesChanged prices = happened.Body<PricesChanged>();
                Add(in header, prices.Mark, prices.Index);
                break;
            case EventKind.MarkUpdated:
                MarkUpdated updated = happened.Body<MarkUpdated>();
                Add(in header, updated.Mark, updated.Index);
                break;
            case EventKind.MarketListed:
                Touch(header.Market).TickLotValue = happened.Body<MarketListed>().TickLotValue;
                break;
            default:
                break;
        }
    }

    protected override void OnCommandDone(in EventHeader done)
    {
        foreach (CandleRecord record in _touched) record.Mark.End();
        _touched.Clear();
        Views.NowNs = done.TimeNs;
    }

    // A price of 0 is none yet.
    private void Add(in EventHeader header, Subticks mark, Subticks index)
    {
        CandleRecord record = Touch(header.Market);
        if (mark.Value > 0) record.Add(CandleSource.Mark, header.TimeNs, mark, default);
        if (index.Value > 0) record.Add(CandleSource.Index, header.TimeNs, index, default);
    }

    private CandleRecord Touch(int market)
    {
        CandleRecord record = RecordOf(market);
        if (record.Mark.IsWriting) return record;
        record.Mark.Begin();
        _touched.Add(record);
        return record;
    }

    private CandleRecord RecordOf(int market)
    {
        if (_markets[market] is { } record) return record;
        record = new CandleRecord();
        Volatile.Write(ref _markets[market], record);
        return record;
    }
}
