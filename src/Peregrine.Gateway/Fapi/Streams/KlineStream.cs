using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>The candle in progress, and each once when it is over.</summary>
internal sealed class KlineStream(string name, FapiStreamDesk desk, FapiMarket market, KlineKind kind, CandleInterval interval) : FapiStream(name, desk)
{
    private const int EveryMs = 250;
    private readonly byte[] _interval = System.Text.Encoding.ASCII.GetBytes(FapiWords.NameOf(interval));
    private readonly Candle[] _one = new Candle[1];
    private Pace _pace = new(EveryMs);
    private Candle _told;
    private bool _isToldOver;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => _pace.IsDue(nowMs);

    protected override bool WriteData(JsonText json, long nowMs)
    {
        if (!_pace.IsDue(nowMs) || Before(long.MaxValue) is not { } latest) return false;
        // Each candle that ended is told to be over, however many ended while nobody looked.
        Candle next = latest;
        if (_told.StartNs != 0 && latest.StartNs > _told.StartNs)
            next = Before((_isToldOver ? CandleClock.EndOf(interval, _told.StartNs) : _told.StartNs) + 1) ?? latest;
        bool isOver = next.StartNs < latest.StartNs;
        // What ended is told at once, one after the other; what runs, and that nothing is new, in its pace.
        if (!isOver) _pace.Done(nowMs);
        if (next == _told && isOver == _isToldOver) return false;
        (_told, _isToldOver) = (next, isOver);
        Write(json, in next, isOver);
        return true;
    }

    private Candle? Before(long beforeNs) => Gateway.Candles.Views.Read(market.Id, kind.Source, interval, beforeNs, _one) == 1 ? _one[0] : null;

    private void Write(JsonText json, in Candle candle, bool isOver)
    {
        json.BeginObject().Name("e"u8).String(kind.Event).Name("E"u8).Number(NowMs).Name(kind.IsOfPair ? "ps"u8 : "s"u8).Plain(market.Utf8);
        if (kind == KlineKind.Continuous) json.Name("ct"u8).Plain("PERPETUAL"u8);
        json.Name("k"u8).BeginObject();
        json.Name("t"u8).Number(candle.StartNs / 1_000_000).Name("T"u8).Number(CandleClock.EndOf(interval, candle.StartNs) / 1_000_000 - 1);
        json.Name("s"u8).Plain(market.Utf8).Name("i"u8).Plain(_interval).Name("f"u8).Number(FapiWords.IdOf(candle.FirstTrade)).Name("L"u8).Number(FapiWords.IdOf(candle.LastTrade));
        json.Name("o"u8).Decimal(candle.Open.Value, market.SubTick).Name("c"u8).Decimal(candle.Close.Value, market.SubTick);
        json.Name("h"u8).Decimal(candle.High.Value, market.SubTick).Name("l"u8).Decimal(candle.Low.Value, market.SubTick).Name("v"u8).Decimal(candle.Volume.Value, market.Lot);
        json.Name("n"u8).Number(candle.Count).Name("x"u8).Bool(isOver).Name("q"u8).Decimal(candle.Paid.Value, Scale.Micros);
        json.Name("V"u8).Decimal(candle.Bought.Value, market.Lot).Name("Q"u8).Decimal(candle.BoughtPaid.Value, Scale.Micros).Name("B"u8).Plain("0"u8).EndObject().EndObject();
    }
}
