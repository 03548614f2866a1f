using Peregrine.Bench;
using Peregrine.Core;
using Peregrine.MarketData.Markets;
using Peregrine.MarketData.Prices;
using Xunit;

namespace Peregrine.MarketData.Tests.Prices;

public sealed class FeedTests
{
    private const long Second = 1_000_000_000;
    private readonly Venue _venue = new();
    private readonly MarketFold _fold = new();
    private long _nowNs = 20_000L * 86_400 * Second;

    public FeedTests()
    {
        Do(Command.Of(Genesis.Default with { AccountsMax = 8, PositionsMax = 8, OrdersMax = 64, TriggersMax = 64, TwapsMax = 64, ClientIdsMax = 64, MarketsMax = 2, LadderTicks = 1024 }));
        Do(Command.Of(WideMarket.Terms), Command.Of(WideMarket.Tiers[0]), Command.Of(default(OpenMarket)));
        SetPriceRules rules = new() { Market = 1, MaxAgeNs = 5 * Second, MaxConfPpb = 5_000_000, MaxDevPpb = 15_000_000, JumpPpb = 50_000_000, MarkBandPpb = 10_000_000, MinSources = 3 };
        Do([Command.Of(rules), .. Enumerable.Range(1, 5).Select(id => Command.Of(new SetSource { Source = (ushort)id, Weight = 1, Upstream = (ushort)(id == 5 ? 9 : id == 4 ? 9 : 0) }))]);
    }

    private FeedFacts Feed
    {
        get
        {
            Assert.True(_fold.Views.TryReadFeed(1, out FeedFacts feed));
            return feed;
        }
    }

    [Fact]
    public void Each_source_is_told_what_its_last_sample_was_worth()
    {
        Assert.True(Feed.HasSources);
        Assert.Equal([default, default, default, default, default], Health());
        Tell((1, 60_000, 0), (2, 60_010, 0), (3, 60_020, 0), (4, 60_000, 0), (5, 60_005, 0));
        Assert.Equal([SourceHealth.Used, SourceHealth.Used, SourceHealth.Used, SourceHealth.Used, SourceHealth.SpokenFor], Health());
        Assert.Equal((IndexOutcome.Accepted, _nowNs), (Feed.Outcome, Feed.IndexNs));
        _nowNs += 6 * Second;
        Tell((1, 60_000, 0), (2, 66_000, 0), (3, 60_020, 0), (4, 60_000, 0));
        Assert.Equal([SourceHealth.Used, SourceHealth.Outlier, SourceHealth.Used, SourceHealth.Used, SourceHealth.Old], Health());
        Tell((2, 60_000, 0), (3, 60_000, 10_000_000));
        Assert.Equal([SourceHealth.Used, SourceHealth.Used, SourceHealth.Uncertain, SourceHealth.Used, SourceHealth.Old], Health());
    }

    [Fact]
    public void A_step_that_is_held_is_shown_beside_the_index_that_holds()
    {
        Tell((1, 60_000, 0), (2, 60_000, 0), (3, 60_000, 0));
        // The first index of a market that matches nothing is taken as it comes; the guard begins behind it.
        long held = _nowNs;
        _nowNs += Second;
        Tell((1, 70_000, 0), (2, 70_000, 0), (3, 70_000, 0));
        Assert.Equal((IndexOutcome.Held, 700_000_000L, held), (Feed.Outcome, Feed.Candidate, Feed.IndexNs));
        Assert.True(_fold.Views.TryRead(1, out MarketFacts facts));
        Assert.Equal((600_000_000L, PriceState.Suspect), (facts.Index.Value, facts.PriceState));
        for (int i = 0; i < 3; i++)
        {
            _nowNs += 2 * Second;
            Tell((1, 70_000, 0), (2, 70_000, 0), (3, 70_000, 0));
        }
        Assert.Equal((IndexOutcome.Accepted, 0L), (Feed.Outcome, Feed.Candidate));
        Assert.True(_fold.Views.TryRead(1, out facts));
        Assert.Equal(700_000_000L, facts.Index.Value);
    }

    private SourceHealth[] Health()
    {
        FeedFacts feed = Feed;
        return [.. Enumerable.Range(0, feed.SourceCount).Select(i => feed.Sources[i].Health)];
    }

    private void Tell(params (int Source, long Dollars, int Confidence)[] samples)
    {
        SubmitSamples body = new() { Market = 1, Count = (byte)samples.Length };
        for (int i = 0; i < samples.Length; i++)
            body.Samples[i] = new PriceSample { Source = samples[i].Source, Price = samples[i].Dollars * 10_000, TimeNs = _nowNs, ConfidencePpb = samples[i].Confidence };
        Do(Command.Of(body));
    }

    private void Do(params Command[] group)
    {
        for (int i = 0; i < group.Length; i++)
        {
            (group[i].Header.GroupIndex, group[i].Header.GroupCount) = ((ushort)i, (ushort)(group.Length == 1 ? 0 : group.Length));
            (group[i].Header.Seq, group[i].Header.TimeNs) = (_venue.Engine.Seq + 1, _nowNs);
            _fold.Apply(_venue.Apply(in group[i]));
        }
    }
}
