using Peregrine.Core;
using Peregrine.Engine.Prices;
using Xunit;

namespace Peregrine.Engine.Tests.Prices;

/// <summary>Domain §7.1 against its vectors and at its edges.</summary>
public sealed class IndexReadingTests
{
    private const long Now = 1_000_000_000_000;
    private const long Second = 1_000_000_000;

    private static readonly SetPriceRules Rules = SourcedFloor.Rules(1);

    [Fact]
    public void V08_drops_what_is_old_wrong_or_far_and_takes_the_weighted_median()
    {
        IndexReading reading = Read(
            (600_123_000, 3, 0, 0), (600_110_000, 2, 0, 0), (600_150_000, 2, 0, 0), (571_000_000, 1, 0, 0),
            (600_120_000, 5, 6, 0), (0, 5, 0, 0), (600_120_000, 5, 0, 15_000_000));
        Assert.Equal(600_123_000, reading.Price);
        Assert.Equal(0b111, reading.Used);
        Assert.Equal(0b1000, reading.Outliers);
        Assert.Equal(0b110000, reading.Old);
        Assert.Equal(0b1000000, reading.Uncertain);
    }

    [Fact]
    public void V08b_makes_no_index_of_what_is_left()
    {
        IndexReading reading = Read((571_000_000, 1, 0, 0), (600_120_000, 5, 6, 0), (0, 5, 0, 0), (600_120_000, 5, 0, 15_000_000));
        Assert.Equal(0, reading.Price);
        Assert.False(reading.LacksCertainty);
    }

    [Fact]
    public void Half_of_the_weight_on_each_side_is_the_mean_rounded_down() =>
        Assert.Equal(600_000_001, Read((600_000_000, 1, 0, 0), (600_000_000, 1, 0, 0), (600_000_003, 1, 0, 0), (600_000_005, 1, 0, 0)).Price);

    [Fact]
    public void An_age_and_a_deviation_of_exactly_the_bound_count()
    {
        IndexReading reading = Read((600_000_000, 1, 5, 5_000_000), (600_000_000, 1, 0, 0), (600_000_000, 1, 0, 0), (609_000_000, 1, 0, 0), (609_000_001, 1, 0, 0));
        Assert.Equal(0b01111, reading.Used);
        Assert.Equal(0b10000, reading.Outliers);
    }

    [Fact]
    public void Missing_certainty_is_told_apart_from_missing_sources()
    {
        Assert.True(Read((600_000_000, 1, 0, 0), (600_000_000, 1, 0, 0), (600_000_000, 1, 0, 5_000_001)).LacksCertainty);
        Assert.False(Read((600_000_000, 1, 0, 0), (600_000_000, 1, 9, 0), (600_000_000, 1, 0, 5_000_001)).LacksCertainty);
    }

    [Fact]
    public void Sources_of_one_upstream_have_one_vote_the_youngest_speaks()
    {
        PriceFeed feed = Feed((600_000_000, 1, 1, 0), (600_100_000, 1, 0, 0), (600_200_000, 1, 0, 0), (600_300_000, 1, 0, 0));
        feed = Upstream(feed, 7, 0, 1, 2);
        Assert.Equal(2, feed.Votes);
        Assert.Equal(0, IndexReading.Of(feed, Now).Price);
        feed = Upstream(feed, 7, 0, 1);
        Assert.Equal(3, feed.Votes);
        IndexReading reading = IndexReading.Of(feed, Now);
        Assert.Equal(0b1110, reading.Used);
        Assert.Equal(600_200_000, reading.Price);
    }

    [Fact]
    public void The_median_never_leaves_the_honest_sources_while_fewer_than_half_lie()
    {
        var rng = new Rng(8);
        for (int round = 0; round < 5_000; round++)
        {
            long centre = 500_000_000 + (long)(rng.Next() % 200_000_000);
            var told = new (long, int, int, int)[7];
            for (int i = 0; i < 7; i++) told[i] = (centre + (long)(rng.Next() % 1000), 1, 0, 0);
            for (int i = 0; i < 3; i++) told[i].Item1 = 1 + (long)(rng.Next() % 1_200_000_000);
            long price = Read(told).Price;
            Assert.InRange(price, centre, centre + 1000);
        }
    }

    [Fact]
    public void An_older_sample_of_a_source_is_not_taken_and_one_from_the_future_is_of_now()
    {
        PriceSource source = default;
        source.Hear(new PriceSample { Price = 5, TimeNs = 10 }, 20);
        source.Hear(new PriceSample { Price = 6, TimeNs = 9 }, 20);
        Assert.Equal((5, 10), (source.Price, source.TimeNs));
        source.Hear(new PriceSample { Price = 7, TimeNs = 99 }, 20);
        Assert.Equal((7, 20), (source.Price, source.TimeNs));
    }

    private static IndexReading Read(params (long Price, int Weight, int AgeSeconds, int ConfPpb)[] samples) => IndexReading.Of(Feed(samples), Now);

    private static PriceFeed Feed(params (long Price, int Weight, int AgeSeconds, int ConfPpb)[] samples)
    {
        PriceFeed feed = new(in Rules, [.. samples.Select((s, i) => new SetSource { Source = (ushort)(i + 1), Weight = s.Weight })]);
        for (int i = 0; i < samples.Length; i++)
        {
            PriceSample sample = new() { Price = samples[i].Price, TimeNs = Now - samples[i].AgeSeconds * Second, ConfidencePpb = samples[i].ConfPpb };
            feed.Sources[i].Hear(in sample, Now);
        }
        return feed;
    }

    private static PriceFeed Upstream(PriceFeed feed, ushort upstream, params int[] places)
    {
        SetSource[] terms = new SetSource[feed.Sources.Length];
        for (int i = 0; i < terms.Length; i++) terms[i] = feed.Sources[i].Terms with { Upstream = places.Contains(i) ? upstream : (ushort)0 };
        PriceFeed changed = new(in Rules, terms);
        for (int i = 0; i < terms.Length; i++)
        {
            PriceSource source = feed.Sources[i];
            changed.Sources[i].Hear(new PriceSample { Price = source.Price, TimeNs = source.TimeNs }, Now);
        }
        return changed;
    }
}
