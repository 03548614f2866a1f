namespace Peregrine.MarketData.Candles;

/// <summary>Where candles begin and end.</summary>
public static class CandleClock
{
    private const long Second = 1_000_000_000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour, Week = 7 * Day;
    /// <summary>1970 began on a Thursday; the first Monday was its fifth day.</summary>
    private const long FirstMonday = 4 * Day;

    /// <summary>The beginning of the interval that has this moment in it.</summary>
    public static long StartOf(CandleInterval interval, long timeNs) => interval switch
    {
        CandleInterval.Week => timeNs - ((timeNs - FirstMonday) % Week + Week) % Week,
        CandleInterval.Month => MonthOf(timeNs, 0),
        _ => timeNs - timeNs % LengthOf(interval),
    };

    /// <summary>Where the interval ends, which is where the next begins.</summary>
    public static long EndOf(CandleInterval interval, long startNs) =>
        interval == CandleInterval.Month ? MonthOf(startNs, 1) : startNs + LengthOf(interval);

    /// <summary>Where the interval before begins.</summary>
    public static long Before(CandleInterval interval, long startNs) =>
        interval == CandleInterval.Month ? MonthOf(startNs, -1) : startNs - LengthOf(interval);

    // A month has no length: who asks for one is told by the calendar above.
    private static long LengthOf(CandleInterval interval) => interval switch
    {
        CandleInterval.Second => Second,
        CandleInterval.Minute => Minute,
        CandleInterval.Minutes3 => 3 * Minute,
        CandleInterval.Minutes5 => 5 * Minute,
        CandleInterval.Minutes15 => 15 * Minute,
        CandleInterval.Minutes30 => 30 * Minute,
        CandleInterval.Hour => Hour,
        CandleInterval.Hours2 => 2 * Hour,
        CandleInterval.Hours4 => 4 * Hour,
        CandleInterval.Hours6 => 6 * Hour,
        CandleInterval.Hours8 => 8 * Hour,
        CandleInterval.Hours12 => 12 * Hour,
        CandleInterval.Day => Day,
        CandleInterval.Days3 => 3 * Day,
        CandleInterval.Week => Week,
        CandleInterval.Month => throw new ArgumentOutOfRangeException(nameof(interval)),
    };

    private static long MonthOf(long timeNs, int away)
    {
        DateTime moment = DateTime.UnixEpoch.AddTicks(timeNs / TimeSpan.NanosecondsPerTick);
        DateTime first = new DateTime(moment.Year, moment.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(away);
        return (first - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    }
}
