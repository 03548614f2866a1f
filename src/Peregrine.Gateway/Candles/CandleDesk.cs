using Peregrine.Core;
using Peregrine.History;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Candles;

/// <summary>Candles from the rings, and behind their oldest from history, as if it were one row of them.</summary>
internal sealed class CandleDesk(Gateway gateway)
{
    private const long MinuteNs = 60_000_000_000, HourNs = 60 * MinuteNs, DayNs = 24 * HourNs;

    /// <summary>The latest candles that begin before a moment, oldest first, each interval once. Fewer than asked for where nothing is known of the time before.</summary>
    /// <exception cref="StorageException">History is needed and cannot be read.</exception>
    public async ValueTask<Candle[]> Read(int market, CandleSource source, CandleInterval interval, long beforeNs, int count, CancellationToken stop)
    {
        CandleViews views = gateway.Candles.Views;
        if (beforeNs <= 0) return [];
        var recent = new Candle[count];
        int known = views.Read(market, source, interval, beforeNs, recent);
        Array.Resize(ref recent, known);
        if (known == count || interval == CandleInterval.Second) return recent;
        long edge = known > 0 ? recent[0].StartNs : CandleClock.EndOf(interval, CandleClock.StartOf(interval, Math.Min(beforeNs - 1, views.NowNs)));
        int missing = count - known;
        (long length, int pieces) = BaseOf(interval);
        // Two more than fit: one that the edge cuts, and one whose close goes on into the oldest that is asked for.
        IReadOnlyList<HistoryCandle> stored = await gateway.Venue.History.Ask(
            history => history.ReadCandles(market, (int)source, length, edge, (missing + 2) * pieces), stop);
        return [.. Fill(Merge(stored, interval), interval, edge, missing), .. recent];
    }

    // What history keeps and how many of it make one.
    private static (long Length, int Pieces) BaseOf(CandleInterval interval) => interval switch
    {
        CandleInterval.Minute => (MinuteNs, 1),
        CandleInterval.Minutes3 => (MinuteNs, 3),
        CandleInterval.Minutes5 => (MinuteNs, 5),
        CandleInterval.Minutes15 => (MinuteNs, 15),
        CandleInterval.Minutes30 => (MinuteNs, 30),
        CandleInterval.Hour => (HourNs, 1),
        CandleInterval.Hours2 => (HourNs, 2),
        CandleInterval.Hours4 => (HourNs, 4),
        CandleInterval.Hours6 => (HourNs, 6),
        CandleInterval.Hours8 => (HourNs, 8),
        CandleInterval.Hours12 => (HourNs, 12),
        CandleInterval.Day => (DayNs, 1),
        CandleInterval.Days3 => (DayNs, 3),
        CandleInterval.Week => (DayNs, 7),
        CandleInterval.Month => (DayNs, 31),
        CandleInterval.Second => throw new ArgumentOutOfRangeException(nameof(interval)),
    };

    // Newest first, as they come.
    private static List<Candle> Merge(IReadOnlyList<HistoryCandle> stored, CandleInterval interval)
    {
        List<Candle> merged = [];
        foreach (HistoryCandle piece in stored)
        {
            Candle earlier = PastCandle.In(interval, in piece);
            if (merged.Count > 0 && merged[^1].StartNs == earlier.StartNs) merged[^1] = merged[^1].After(in earlier);
            else merged.Add(earlier);
        }
        return merged;
    }

    // From the edge back, oldest first; an interval in which nothing happened repeats the close before it.
    private static List<Candle> Fill(List<Candle> merged, CandleInterval interval, long edgeNs, int count)
    {
        List<Candle> filled = [];
        int next = 0;
        for (long start = CandleClock.StartOf(interval, edgeNs - 1); filled.Count < count; start = CandleClock.Before(interval, start))
        {
            while (next < merged.Count && merged[next].StartNs > start) next++;
            if (next == merged.Count) break;
            filled.Add(merged[next].StartNs == start ? merged[next] : Candle.Flat(start, merged[next].Close));
        }
        filled.Reverse();
        return filled;
    }
}
