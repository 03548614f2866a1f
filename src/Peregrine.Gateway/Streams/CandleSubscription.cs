using System.Buffers;
using Peregrine.Gateway.Candles;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Tables;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Streams;

/// <summary>Candles of one length: a snapshot of the latest, then each that changed, and each that ended with its last word.</summary>
/// <remarks>The one that runs is told at most four times a second; an end is told at once. Who reads slowly gets the newest word on each candle since.</remarks>
internal sealed class CandleSubscription(string name, CandleViews views, MarketTerms market, CandleInterval interval, CandleSource source, int snapshot) : Subscription(name)
{
    public const int SnapshotMax = 1500, SnapshotUsual = 200;

    private const int EveryMs = 250, Few = 4;

    private Candle _last;
    private bool _hasBegun;
    private bool _lastIsClosed = true;
    private long _dueMs;
    private long _endsNs = long.MaxValue;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => nowMs >= Volatile.Read(ref _dueMs) || views.NowNs >= Volatile.Read(ref _endsNs);

    public override bool Write(JsonText json, long nowMs)
    {
        long now = views.NowNs;
        bool hasEnded = !_lastIsClosed && CandleClock.EndOf(interval, _last.StartNs) <= now;
        if (_hasBegun && !hasEnded && nowMs < _dueMs) return false;
        _dueMs = nowMs + EveryMs;
        Candle[] candles = ArrayPool<Candle>.Shared.Rent(SnapshotMax);
        int count = views.Read(market.Id, source, interval, candles.AsSpan(0, _hasBegun ? Few : snapshot));
        if (_hasBegun && count == Few && candles[0].StartNs > _last.StartNs) count = views.Read(market.Id, source, interval, candles.AsSpan(0, SnapshotMax));
        bool isNews = Write(json, candles.AsSpan(0, count), now);
        ArrayPool<Candle>.Shared.Return(candles);
        return isNews;
    }

    private bool Write(JsonText json, ReadOnlySpan<Candle> candles, long now)
    {
        int from = 0;
        if (_hasBegun)
        {
            while (from < candles.Length && candles[from].StartNs < _last.StartNs) from++;
            if (from == candles.Length) return false;
            if (candles[from] == _last && _lastIsClosed == CandleText.IsClosed(interval, candles, from, now)) from++;
            if (from == candles.Length) return false;
        }
        json.BeginObject().Name("ch"u8).Plain("candles"u8).Name("m"u8).Plain(market.Utf8).Name("interval"u8).Plain(CandleWords.Intervals.NameOf((int)interval));
        json.Name("source"u8).Plain(CandleWords.Sources.NameOf((int)source)).Name("type"u8).Plain(_hasBegun ? "update"u8 : "snapshot"u8).Name("candles"u8).BeginArray();
        var rows = new JsonRows(json, CandleText.Columns);
        for (int i = from; i < candles.Length; i++) CandleText.Write(rows, in candles[i], market, CandleText.IsClosed(interval, candles, i, now));
        json.EndArray().EndObject();
        if (candles.Length > 0) Remember(in candles[^1], CandleText.IsClosed(interval, candles, candles.Length - 1, now));
        _hasBegun = true;
        return true;
    }

    private void Remember(in Candle last, bool isClosed)
    {
        (_last, _lastIsClosed) = (last, isClosed);
        Volatile.Write(ref _endsNs, _lastIsClosed ? long.MaxValue : CandleClock.EndOf(interval, last.StartNs));
    }
}
