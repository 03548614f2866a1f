using Peregrine.History;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Candles;

/// <summary>Fills the rings of candles with what was before they began.</summary>
/// <remarks>
/// History is ahead of the state that the fold began with. What ended before that moment cannot have changed since; the minute that ran then is made again
/// from its single trades and prices, as far as they are in the state. Every ring is filled from the beginning of a day on, so that its oldest candle is whole.
/// </remarks>
internal sealed class CandlePrimer(CandleFold fold, Func<int> markets) : Primer<IReadOnlyList<CandlePrimer.Past>>
{
    private const long SecondNs = 1_000_000_000, MinuteNs = 60 * SecondNs, HourNs = 60 * MinuteNs, DayNs = 24 * HourNs;
    private const int SecondsMax = 1500, MinuteDays = 3, HourDays = 64, RowsMax = 100_000;

    /// <summary>The finest first: what history has of one source of a market, each list from its newest back.</summary>
    internal sealed record Past(
        int Market, CandleSource Source, long TimeNs,
        IReadOnlyList<HistoryCandle> Seconds, IReadOnlyList<HistoryCandle> Minutes, IReadOnlyList<HistoryCandle> Hours, IReadOnlyList<HistoryCandle> Days);

    protected override IReadOnlyList<Past> Read(IHistoryReader history, long seq, long timeNs)
    {
        List<Past> all = [];
        long day = timeNs / DayNs * DayNs;
        for (int market = 1; market <= markets(); market++)
        {
            foreach (CandleSource source in Enum.GetValues<CandleSource>())
            {
                long since = Math.Min(timeNs / MinuteNs * MinuteNs, timeNs / SecondNs * SecondNs - SecondsMax * SecondNs);
                all.Add(new Past(market, source, timeNs,
                    history.ReadSeconds(market, (int)source, since, seq),
                    Complete(history, market, source, MinuteNs, timeNs, day - MinuteDays * DayNs),
                    Complete(history, market, source, HourNs, timeNs, day - HourDays * DayNs),
                    Complete(history, market, source, DayNs, timeNs, 0)));
            }
        }
        return all;
    }

    protected override void Give(IReadOnlyList<Past> what)
    {
        foreach (Past past in what)
        {
            foreach (CandleInterval interval in Enum.GetValues<CandleInterval>()) Give(past, interval);
        }
    }

    // What ran at that moment is not among them.
    private static List<HistoryCandle> Complete(IHistoryReader history, int market, CandleSource source, long lengthNs, long timeNs, long sinceNs)
    {
        int most = (int)Math.Min(RowsMax, (timeNs - sinceNs) / lengthNs + 1);
        return [.. history.ReadCandles(market, (int)source, lengthNs, timeNs / lengthNs * lengthNs, most).TakeWhile(c => c.StartNs >= sinceNs)];
    }

    private void Give(Past past, CandleInterval interval)
    {
        foreach (HistoryCandle candle in Pieces(past, interval))
        {
            Candle earlier = PastCandle.In(interval, in candle);
            if (!fold.Prime(past.Market, past.Source, interval, in earlier)) return;
        }
    }

    // From the newest back, in the longest pieces that fit.
    private static IEnumerable<HistoryCandle> Pieces(Past past, CandleInterval interval)
    {
        if (interval == CandleInterval.Second) return past.Seconds;
        IEnumerable<HistoryCandle> running = past.Seconds.TakeWhile(c => c.StartNs >= past.TimeNs / MinuteNs * MinuteNs);
        if (interval < CandleInterval.Hour) return running.Concat(past.Minutes);
        IEnumerable<HistoryCandle> inHour = running.Concat(past.Minutes.TakeWhile(c => c.StartNs >= past.TimeNs / HourNs * HourNs));
        if (interval < CandleInterval.Day) return inHour.Concat(past.Hours);
        return inHour.Concat(past.Hours.TakeWhile(c => c.StartNs >= past.TimeNs / DayNs * DayNs)).Concat(past.Days);
    }
}
