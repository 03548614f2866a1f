using Peregrine.Core;
using Peregrine.MarketData.Candles;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.MarketData.Tests.Candles;

[Collection(Alone.Name)]
public sealed class CandleTests
{
    private static readonly CandleInterval[] Intervals = Enum.GetValues<CandleInterval>();

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Candles_of_a_venue_are_what_its_events_say(ulong seed)
    {
        Venue venue = new();
        CandleFold fold = new();
        Dictionary<(int, CandleSource), NaiveCandles> naive = [];
        Dictionary<int, long> value = [];
        long now = 0;
        foreach (Command command in Venue.Stream(seed, 4_000))
        {
            ReadOnlySpan<byte> events = venue.Apply(in command);
            fold.Apply(events);
            EventReader reader = new(events);
            while (reader.Next()) Note(ref reader, naive, value);
            now = command.Header.TimeNs;
        }
        Assert.Contains(naive.Keys, k => k.Item2 == CandleSource.Trades);
        Candle[] shown = new Candle[CandleRing.Capacity];
        foreach (((int market, CandleSource source), NaiveCandles expected) in naive)
        {
            foreach (CandleInterval interval in Intervals)
            {
                int count = fold.Views.Read(market, source, interval, shown);
                Assert.Equal(expected.Latest(interval, now), shown.Take(count));
            }
        }
    }

    [Fact]
    public void Rings_of_every_length_are_what_a_list_says_and_merge_into_longer_ones()
    {
        int compared = 0;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            Rng rng = new(seed);
            CandleRing[] rings = [.. Intervals.Select(i => new CandleRing(i))];
            NaiveCandles naive = new();
            long now = 1_700_000_000_000_000_000;
            int gap = 1 << (2 * rng.Below(7));
            for (int i = 0; i < 900; i++)
            {
                now += rng.Below(gap) * 1_000_000_000L + rng.Below(1_000_000_000);
                (long price, long qty) = (1 + rng.Below(1_000), rng.Below(50));
                Side taker = rng.Below(3) == 0 ? Side.Sell : Side.Buy;
                foreach (CandleRing ring in rings) ring.Add(now, new(price), new Traded(new(qty), price * qty, taker, 100 + i));
                naive.Add(now, price, qty, price * qty, taker == Side.Buy, 100 + i);
            }
            for (int i = 0; i < rings.Length; i++)
                Assert.True(naive.Latest(Intervals[i], now).SequenceEqual(Shown(rings[i], now)), $"SEED={seed} {Intervals[i]}");
            foreach ((CandleInterval shorter, CandleInterval longer) in Multiples)
            {
                List<Candle> parts = Shown(rings[(int)shorter - 1], now);
                if (parts.Count == CandleRing.Capacity) continue;
                compared++;
                Assert.True(Merged(parts, longer).SequenceEqual(Shown(rings[(int)longer - 1], now).Where(c => c.Count > 0)), $"SEED={seed} {shorter} into {longer}");
            }
        }
        Assert.True(compared > 60);
    }

    // Three-day candles do not make weeks, and weeks do not make months.
    private static readonly (CandleInterval Shorter, CandleInterval Longer)[] Multiples =
    [
        (CandleInterval.Second, CandleInterval.Minute),
        (CandleInterval.Minute, CandleInterval.Minutes3),
        (CandleInterval.Minute, CandleInterval.Minutes5),
        (CandleInterval.Minutes5, CandleInterval.Minutes15),
        (CandleInterval.Minutes15, CandleInterval.Minutes30),
        (CandleInterval.Minutes30, CandleInterval.Hour),
        (CandleInterval.Hour, CandleInterval.Hours2),
        (CandleInterval.Hours2, CandleInterval.Hours4),
        (CandleInterval.Hours2, CandleInterval.Hours6),
        (CandleInterval.Hours4, CandleInterval.Hours8),
        (CandleInterval.Hours6, CandleInterval.Hours12),
        (CandleInterval.Hours12, CandleInterval.Day),
        (CandleInterval.Day, CandleInterval.Days3),
        (CandleInterval.Day, CandleInterval.Week),
        (CandleInterval.Day, CandleInterval.Month),
    ];

    private static List<Candle> Shown(CandleRing ring, long nowNs)
    {
        Candle[] copy = new Candle[CandleRing.Capacity];
        return [.. copy.Take(ring.Copy(long.MaxValue, nowNs, copy))];
    }

    private static List<Candle> Merged(List<Candle> shorter, CandleInterval longer)
    {
        SortedDictionary<long, Candle> merged = [];
        foreach (Candle candle in shorter.Where(c => c.Count > 0))
        {
            long start = CandleClock.StartOf(longer, candle.StartNs);
            merged[start] = merged.TryGetValue(start, out Candle earlier) ? candle.After(in earlier) : candle with { StartNs = start };
        }
        return [.. merged.Values];
    }

    [Fact]
    public void A_full_ring_keeps_the_latest_and_says_nothing_of_what_it_forgot()
    {
        CandleRing ring = new(CandleInterval.Second);
        long start = 1_700_000_000L;
        for (long i = 0; i < 4_000; i++) ring.Add((start + i) * 1_000_000_000, new(1 + i), new Traded(new(1), 1, Side.Buy, 1 + i));
        Candle[] copy = new Candle[2_000];
        Assert.Equal(CandleRing.Capacity, ring.Copy(long.MaxValue, (start + 3_999) * 1_000_000_000, copy));
        Assert.Equal(4_000 - CandleRing.Capacity + 1, copy[0].Open.Value);
        Assert.Equal(2, ring.Copy((start + 3_000) * 1_000_000_000, long.MaxValue, copy.AsSpan(0, 2)));
        Assert.Equal([2_999L, 3_000L], copy.Take(2).Select(c => c.Close.Value));
    }

    [Fact]
    public void A_primed_ring_is_the_one_that_was_there_all_the_time()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Rng rng = new(seed);
            (CandleRing whole, CandleRing before, CandleRing late) = (new(CandleInterval.Minute), new(CandleInterval.Minute), new(CandleInterval.Minute));
            long now = 1_700_000_000_000_000_000;
            int begin = 100 + rng.Below(300);
            for (int i = 0; i < 800; i++)
            {
                now += rng.Below(200) * 1_000_000_000L;
                foreach (CandleRing ring in new[] { whole, i < begin ? before : late }) ring.Add(now, new(1 + i % 37), new Traded(new(i), i, i % 3 == 0 ? Side.Sell : Side.Buy, 1 + i));
            }
            Candle[] older = new Candle[CandleRing.Capacity];
            int count = before.Copy(long.MaxValue, now, older);
            foreach (Candle candle in older.Take(count).Where(c => c.Count > 0).Reverse()) late.Prime(in candle);
            Candle[] copy = new Candle[CandleRing.Capacity];
            int expected = whole.Copy(long.MaxValue, now, older);
            Assert.Equal(expected, late.Copy(long.MaxValue, now, copy));
            Assert.Equal(older.Take(expected), copy.Take(expected));
        }
    }

    [Fact]
    public void A_venue_in_steady_state_makes_candles_without_allocating()
    {
        CandleFold fold = new();
        List<byte[]> told = SteadyTrading.Events(new Venue(), rounds: 3_000);
        int half = told.Count / 2;
        for (int i = 0; i < half; i++) fold.Apply(told[i]);
        Candle[] shown = new Candle[100];
        Assert.True(fold.Views.Read(1, CandleSource.Trades, CandleInterval.Second, shown) > 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = half; i < told.Count; i++) fold.Apply(told[i]);
        fold.Views.Read(1, CandleSource.Trades, CandleInterval.Second, shown);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Note(ref EventReader reader, Dictionary<(int, CandleSource), NaiveCandles> naive, Dictionary<int, long> value)
    {
        int market = reader.Header.Market;
        long at = reader.Header.TimeNs;
        switch (reader.Header.Kind)
        {
            case EventKind.MarketListed:
                value[market] = reader.Body<MarketListed>().TickLotValue;
                break;
            case EventKind.Trade:
                Trade trade = reader.Body<Trade>();
                Of(naive, market, CandleSource.Trades).Add(at, trade.Price.Value * 1000, trade.Qty.Value, (Int128)value[market] * trade.Price.Value * trade.Qty.Value, trade.TakerSide == Side.Buy, reader.Header.Seq * 4096 + trade.TradeIndex);
                break;
            case EventKind.PricesChanged:
                PricesChanged prices = reader.Body<PricesChanged>();
                if (prices.Mark.Value > 0) Of(naive, market, CandleSource.Mark).Add(at, prices.Mark.Value, 0, 0, false, 0);
                if (prices.Index.Value > 0) Of(naive, market, CandleSource.Index).Add(at, prices.Index.Value, 0, 0, false, 0);
                break;
            default:
                break;
        }
    }

    private static NaiveCandles Of(Dictionary<(int, CandleSource), NaiveCandles> naive, int market, CandleSource source)
    {
        if (!naive.TryGetValue((market, source), out NaiveCandles? found)) naive[(market, source)] = found = new NaiveCandles();
        return found;
    }
}
