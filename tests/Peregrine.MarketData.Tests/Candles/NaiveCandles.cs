using Peregrine.Core;
using Peregrine.MarketData.Candles;

namespace Peregrine.MarketData.Tests.Candles;

/// <summary>Candles from a list of everything that happened, slow and obvious; its calendar is the framework's.</summary>
internal sealed class NaiveCandles
{
    private readonly List<(long TimeNs, long Price, long Qty, Int128 Notional, bool IsBuy, long Id)> _samples = [];

    public void Add(long timeNs, long price, long qty, Int128 notional, bool isBuy, long id) => _samples.Add((timeNs, price, qty, notional, isBuy, id));

    /// <summary>The latest that a ring can hold.</summary>
    public List<Candle> Latest(CandleInterval interval, long nowNs)
    {
        List<Candle> candles = [];
        if (_samples.Count == 0) return candles;
        ILookup<long, (long TimeNs, long Price, long Qty, Int128 Notional, bool IsBuy, long Id)> byStart = _samples.ToLookup(s => Start(interval, s.TimeNs));
        long[] filled = [.. byStart.Select(g => g.Key)];
        for (long start = Start(interval, nowNs); start >= filled[0] && candles.Count < CandleRing.Capacity; start = Start(interval, start - 1))
        {
            int found = Array.BinarySearch(filled, start);
            var inside = byStart[filled[found >= 0 ? found : ~found - 1]].ToList();
            long close = inside[^1].Price;
            Int128 notional = inside.Aggregate((Int128)0, (sum, s) => sum + s.Notional);
            var bought = inside.FindAll(s => s.IsBuy);
            Int128 paid = bought.Aggregate((Int128)0, (sum, s) => sum + s.Notional);
            candles.Add(found >= 0
                ? new Candle(start, new(inside[0].Price), new(inside.Max(s => s.Price)), new(inside.Min(s => s.Price)), new(close), new(inside.Sum(s => s.Qty)), notional, inside.Count, new(bought.Sum(s => s.Qty)), paid, inside[0].Id, inside[^1].Id)
                : new Candle(start, new(close), new(close), new(close), new(close), Lots.Zero, 0, 0, Lots.Zero, 0, 0, 0));
        }
        candles.Reverse();
        return candles;
    }

    private static long Start(CandleInterval interval, long timeNs)
    {
        DateTime at = DateTime.UnixEpoch.AddTicks(timeNs / 100);
        DateTime start = interval switch
        {
            CandleInterval.Month => new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            CandleInterval.Week => at.Date.AddDays(-(((int)at.DayOfWeek + 6) % 7)),
            _ => at.AddTicks(-((at - DateTime.UnixEpoch).Ticks % Length(interval).Ticks)),
        };
        return (start - DateTime.UnixEpoch).Ticks * 100;
    }

    private static TimeSpan Length(CandleInterval interval) => TimeSpan.FromSeconds(interval switch
    {
        CandleInterval.Second => 1,
        CandleInterval.Minute => 60,
        CandleInterval.Minutes3 => 180,
        CandleInterval.Minutes5 => 300,
        CandleInterval.Minutes15 => 900,
        CandleInterval.Minutes30 => 1800,
        CandleInterval.Hour => 3600,
        CandleInterval.Hours2 => 7200,
        CandleInterval.Hours4 => 14_400,
        CandleInterval.Hours6 => 21_600,
        CandleInterval.Hours8 => 28_800,
        CandleInterval.Hours12 => 43_200,
        CandleInterval.Day => 86_400,
        CandleInterval.Days3 => 259_200,
        CandleInterval.Week => 604_800,
        CandleInterval.Month => throw new ArgumentOutOfRangeException(nameof(interval)),
    });
}
