using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>Candles as the dialect asks for them: the latest up to a moment, or the first from a moment on.</summary>
internal readonly struct CandleReader(FapiCall call, int market, CandleSource source, CandleInterval interval)
{
    /// <param name="sinceMs">The first candle begins here or later; negative for the latest.</param>
    /// <param name="untilMs">The last candle begins here or earlier.</param>
    /// <param name="limit">How many at most; oldest first.</param>
    public async ValueTask<ArraySegment<Candle>> Read(long sinceMs, long untilMs, int limit)
    {
        // Nothing begins later than now.
        long beforeNs = Math.Min(PastWindow.Nanos(untilMs), call.Gateway.Candles.Views.NowNs) + 1;
        if (sinceMs < 0) return await Before(beforeNs, limit);
        long firstNs = await FirstFrom(PastWindow.Nanos(sinceMs), beforeNs);
        if (firstNs < 0) return ArraySegment<Candle>.Empty;
        long endNs = firstNs;
        for (int i = 0; i < limit && endNs < beforeNs; i++) endNs = CandleClock.EndOf(interval, endNs);
        Candle[] candles = await Before(Math.Min(endNs, beforeNs), limit);
        int from = 0;
        while (from < candles.Length && candles[from].StartNs < firstNs) from++;
        return new(candles, from, candles.Length - from);
    }

    /// <summary>The latest that begin before a moment; none, and refused, when history is needed and cannot be read now.</summary>
    public async ValueTask<Candle[]> Before(long beforeNs, int count)
    {
        try
        {
            return await call.Gateway.CandleDesk.Read(market, source, interval, beforeNs, count, CancellationToken.None);
        }
        catch (StorageException)
        {
            call.Refuse(FapiError.Overloaded(1000));
            return [];
        }
    }

    // The start of the first candle there is at or behind a moment: by halves, because one may ask for the beginning of time.
    private async ValueTask<long> FirstFrom(long sinceNs, long beforeNs)
    {
        if (await Before(beforeNs, 1) is not [var latest] || latest.StartNs < sinceNs) return -1;
        long start = CandleClock.StartOf(interval, sinceNs);
        long none = start < sinceNs ? CandleClock.EndOf(interval, start) : start, some = latest.StartNs;
        while (none < some && call.Error is null)
        {
            long middle = CandleClock.StartOf(interval, none + (some - none) / 2);
            bool isThere = await Before(middle + 1, 1) is [var found] && found.StartNs >= sinceNs;
            if (isThere) some = middle;
            else none = CandleClock.EndOf(interval, middle);
        }
        return some;
    }
}
