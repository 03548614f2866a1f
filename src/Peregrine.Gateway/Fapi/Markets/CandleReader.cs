using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>Candles as the dialect asks for them: the latest up to a moment, or the first from a moment on.</summary>
internal readonly struct CandleReader(Gateway gateway, int market, CandleSource source, CandleInterval interval)
{
    private const long MillisecondNs = 1_000_000;

    /// <param name="sinceMs">The first candle begins here or later; negative for the latest.</param>
    /// <param name="untilMs">The last candle begins here or earlier.</param>
    /// <param name="into">As many as fit, oldest first.</param>
    public int Read(long sinceMs, long untilMs, Span<Candle> into)
    {
        long beforeNs = Math.Min(untilMs, long.MaxValue / MillisecondNs - 1) * MillisecondNs + 1;
        if (sinceMs < 0) return ReadBefore(beforeNs, into);
        long firstNs = FirstFrom(sinceMs * MillisecondNs, beforeNs);
        if (firstNs < 0) return 0;
        long endNs = firstNs;
        for (int i = 0; i < into.Length && endNs < beforeNs; i++) endNs = CandleClock.EndOf(interval, endNs);
        int count = ReadBefore(Math.Min(endNs, beforeNs), into);
        int from = 0;
        while (from < count && into[from].StartNs < firstNs) from++;
        into[from..count].CopyTo(into);
        return count - from;
    }

    private int ReadBefore(long beforeNs, Span<Candle> into) => gateway.Candles.Views.Read(market, source, interval, beforeNs, into);

    // The start of the first candle there is at or behind a moment: by halves, because one may ask for the beginning of time.
    private long FirstFrom(long sinceNs, long beforeNs)
    {
        Span<Candle> one = stackalloc Candle[1];
        if (ReadBefore(beforeNs, one) == 0 || one[0].StartNs < sinceNs) return -1;
        long none = Math.Max(0, sinceNs), some = one[0].StartNs;
        if (ReadBefore(none + 1, one) == 1 && one[0].StartNs == none) return none;
        while (none + 1 < some)
        {
            long middle = none + (some - none) / 2;
            if (ReadBefore(middle, one) == 1 && one[0].StartNs >= sinceNs) some = one[0].StartNs;
            else none = middle;
        }
        return some;
    }
}
