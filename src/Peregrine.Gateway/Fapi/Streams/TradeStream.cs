using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Trades from now on, one by one or those of one taker at one price as one. Whoever is so slow that some are gone is cut off: none may be missing.</summary>
internal sealed class TradeStream : FapiStream
{
    private const int TradesMax = 512, AggregateMs = 100;
    private readonly FapiMarket _market;
    private readonly StreamSession _session;
    private readonly bool _isAggregate;
    private readonly PublicTrade[] _trades = new PublicTrade[TradesMax];
    private readonly Queue<AggTrade> _waiting = new();
    private Pace _pace = new(AggregateMs);
    private long _number;
    private long _lookedAt = -1;
    private int _at;
    private int _count;

    public TradeStream(string name, FapiStreamDesk desk, FapiMarket market, bool isAggregate)
        : base(name, desk)
    {
        (_market, _session, _isAggregate) = (market, desk.Session, isAggregate);
        Sources = [isAggregate ? NewsSource.Clock : NewsSource.Market(market.Id)];
        _number = Gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts) ? facts.TradeCount : 0;
    }

    public override IReadOnlyList<NewsSource> Sources { get; }

    public override bool IsDue(long nowMs) => _isAggregate && _pace.IsDue(nowMs) && Gateway.Trading.Views.LastChange(_market.Id) != Volatile.Read(ref _lookedAt);

    protected override bool WriteData(JsonText json, long nowMs) => _isAggregate ? WriteAggregate(json, nowMs) : WriteTrade(json);

    private bool WriteTrade(JsonText json)
    {
        if (_at == _count && !Read()) return false;
        ref readonly PublicTrade trade = ref _trades[_at++];
        json.BeginObject().Name("e"u8).Plain("trade"u8).Name("E"u8).Number(NowMs).Name("T"u8).Number(trade.TimeNs / 1_000_000).Name("s"u8).Plain(_market.Utf8);
        json.Name("t"u8).Number(TradeIds.Of(trade.Seq, trade.TradeIndex)).Name("p"u8).Decimal(trade.Price.Value, _market.Tick).Name("q"u8).Decimal(trade.Qty.Value, _market.Lot);
        json.Name("X"u8).Plain("MARKET"u8).Name("m"u8).Bool(trade.TakerSide == Side.Sell).EndObject();
        return true;
    }

    private bool WriteAggregate(JsonText json, long nowMs)
    {
        if (_waiting.Count == 0)
        {
            if (!_pace.IsDue(nowMs)) return false;
            // All there is: what is left would be told when there are more trades, and not before.
            List<AggTrade> all = [];
            while (Read()) AggTrade.Add(all, _trades.AsSpan(0, _count));
            if (all.Count == 0) return false;
            _pace.Done(nowMs);
            all.ForEach(_waiting.Enqueue);
        }
        json.BeginObject().Name("e"u8).Plain("aggTrade"u8).Name("E"u8).Number(NowMs).Name("s"u8).Plain(_market.Utf8);
        _waiting.Dequeue().Write(json, _market).EndObject();
        return true;
    }

    private bool Read()
    {
        Volatile.Write(ref _lookedAt, Gateway.Trading.Views.LastChange(_market.Id));
        (_at, _count) = (0, Gateway.Trading.Views.ReadTrades(_market.Id, _number, _trades));
        if (_count < 0)
        {
            _count = 0;
            _session.End(StreamSession.TooSlow, "trades were missed", null);
        }
        if (_count > 0) _number = _trades[_count - 1].Number;
        return _count > 0;
    }
}
