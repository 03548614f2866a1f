using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Candles;

/// <summary>Copies of candles, for any thread, each of a moment between two commands.</summary>
public sealed class CandleViews
{
    private readonly CandleRecord?[] _markets;
    private long _nowNs;

    internal CandleViews(CandleRecord?[] markets) => _markets = markets;

    /// <summary>Engine time up to which everything is in: a candle that ends by then does not change any more.</summary>
    public long NowNs
    {
        get => Volatile.Read(ref _nowNs);
        internal set => Volatile.Write(ref _nowNs, value);
    }

    /// <summary>The latest candles, oldest first, as many as fit. An interval in which nothing happened repeats the last close.</summary>
    public int Read(int market, CandleSource source, CandleInterval interval, Span<Candle> into) => Read(market, source, interval, long.MaxValue, into);

    /// <summary>The latest candles that begin before a moment. Fewer than fit where older ones are kept no more, or were before the fold began.</summary>
    public int Read(int market, CandleSource source, CandleInterval interval, long beforeNs, Span<Candle> into)
    {
        if ((uint)market >= (uint)_markets.Length || Volatile.Read(ref _markets[market]) is not { } record) return 0;
        CandleRing ring = record[source, interval];
        int count;
        Copying copying = new(ref record.Mark);
        do count = ring.Copy(beforeNs, NowNs, into);
        while (copying.WasTorn());
        return count;
    }
}
