using Peregrine.Core;
using Peregrine.MarketData.Markets;
using Xunit;

namespace Peregrine.MarketData.Tests.Markets;

public sealed class RollingWindowTests
{
    private const long Minute = RollingWindow.MinuteNs;

    [Fact]
    public void The_window_is_what_its_trades_say()
    {
        for (ulong seed = 1; seed <= 30; seed++)
        {
            Rng rng = new(seed);
            RollingWindow window = new();
            List<(long TimeNs, long Price, long Qty, long Id)> trades = [];
            long now = 1_700_000_000_000_000_000;
            // Some markets trade each second, some once in hours, some sleep for days.
            int gap = 1 << rng.Below(14);
            for (int i = 0; i < 3_000; i++)
            {
                now += rng.Below(gap) * 1_000_000_000L + (rng.Below(1_000) == 0 ? 2 * 1440 * Minute : 0);
                if (rng.Chance(30))
                {
                    window.Advance(now);
                }
                else
                {
                    (long price, long qty) = (1 + rng.Below(1_000), 1 + rng.Below(50));
                    trades.Add((now, price, qty, 10 + i));
                    window.Add(now, new Ticks(price), new Lots(qty), price * qty * 7, 10 + i);
                }
                if (i % 10 == 0) Check(window, now, trades, $"SEED={seed} step {i}");
            }
        }
    }

    private static void Check(RollingWindow window, long now, List<(long TimeNs, long Price, long Qty, long Id)> trades, string where)
    {
        long first = now / Minute - 1439;
        var inside = trades.Where(t => t.TimeNs / Minute >= first).ToList();
        Bar sum = window.Sum;
        Assert.True(inside.Count == sum.Count, where);
        if (inside.Count == 0) return;
        Assert.True((inside[0].Price, inside[^1].Price) == (sum.Open.Value, sum.Close.Value), where);
        Assert.True((inside[0].Id, inside[^1].Id) == (sum.FirstTrade, sum.LastTrade), where);
        Assert.True((inside.Max(t => t.Price), inside.Min(t => t.Price)) == (sum.High.Value, sum.Low.Value), where);
        Assert.True((inside.Sum(t => t.Qty), inside.Sum(t => t.Price * t.Qty * 7)) == (sum.Volume.Value, (long)sum.Notional), where);
    }

    [Fact]
    public void When_a_minute_ends_the_window_is_a_day_to_the_nanosecond()
    {
        RollingWindow window = new();
        long start = 1_700_000_040L * 1_000_000_000;
        Assert.Equal(0, start % Minute);
        window.Add(start, new Ticks(5), new Lots(1), 5, 1);
        window.Advance(start + 1440 * Minute - 1);
        Assert.Equal(1, window.Sum.Count);
        window.Advance(start + 1440 * Minute);
        Assert.Equal(0, window.Sum.Count);
    }

    [Fact]
    public void A_primed_window_is_the_one_that_was_there_all_the_time()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Rng rng = new(seed);
            RollingWindow whole = new();
            RollingWindow late = new();
            Dictionary<long, Bar> history = [];
            long now = 1_700_000_000_000_000_000;
            int begin = 300 + rng.Below(400);
            for (int i = 0; i < 1_500; i++)
            {
                now += rng.Below(300) * 1_000_000_000L;
                (Ticks price, Lots qty) = (new(1 + rng.Below(1_000)), new(1 + rng.Below(9)));
                whole.Add(now, price, qty, 3, 1 + i);
                if (i < begin) history[now / Minute] = history.GetValueOrDefault(now / Minute, new Bar { StartNs = now / Minute * Minute }).With(price, qty, 3, 1 + i);
                else late.Add(now, price, qty, 3, 1 + i);
                // History answers some time after the fold began.
                if (i == begin + 20) foreach (Bar minute in history.Values) late.Prime(in minute);
                if (i > begin + 20) Assert.Equal(whole.Sum with { StartNs = 0 }, late.Sum with { StartNs = 0 });
            }
        }
    }
}
