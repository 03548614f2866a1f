using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Prices;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Prices that come from sources, their ticks, and funding with its hours and what is left to settle.</summary>
internal sealed class PriceRestorer(SnapshotReader reader, EngineState state, PriceTicks ticks, FundingHours hours)
{
    private readonly List<SetPriceRules> _rules = [];

    public void Restore()
    {
        reader.Open<StatePriceRules>();
        while (reader.Next(out StateRecord<StatePriceRules> record))
        {
            ref SetPriceRules rules = ref record.Body.Rules;
            reader.Check(rules.Market == record.Market && Exists(rules.Market, rules.Asset), "price rules are of a market or an asset");
            _rules.Add(rules);
        }
        ReadSources();
        ReadFeeds();
        ReadMarks();
        ReadFundings();
    }

    // The feeds are built here, with their sources: rules and sources come in one order.
    private void ReadSources()
    {
        reader.Open<StateSource>();
        List<StateRecord<StateSource>> told = [];
        while (reader.Next(out StateRecord<StateSource> record)) told.Add(record);
        int at = 0;
        foreach (SetPriceRules rules in _rules)
        {
            int from = at;
            while (at < told.Count && told[at].Market == rules.Market && told[at].Body.Asset == rules.Asset) at++;
            reader.Check(at - from is > 0 and <= PriceFeed.SourcesMax, "price rules have their sources");
            Build(in rules, told[from..at]);
        }
        reader.Check(at == told.Count, "every source belongs to price rules");
    }

    private void Build(in SetPriceRules rules, List<StateRecord<StateSource>> told)
    {
        SetSource[] sources = [.. told.ConvertAll(static record => record.Body.Terms)];
        reader.Check(FeedRules.AreSound(in rules, sources), "price rules and sources are sound");
        PriceFeed feed = new(in rules, sources);
        for (int i = 0; i < sources.Length; i++)
        {
            StateSource body = told[i].Body;
            ref PriceSource source = ref feed.Sources[i];
            (source.Price, source.TimeNs, source.ConfidencePpb) = (body.Price, body.TimeNs, body.ConfidencePpb);
        }
        if (rules.Market != 0) state.Markets[rules.Market].Feed = feed;
        else state.Assets[rules.Asset].Feed = feed;
    }

    private void ReadFeeds()
    {
        reader.Open<StateFeed>();
        int count = 0;
        while (reader.Next(out StateRecord<StateFeed> record))
        {
            ref StateFeed told = ref record.Body;
            PriceFeed feed = FeedOf(record.Market, told.Asset);
            feed.IndexNs = told.IndexNs;
            feed.FreshSinceNs = told.FreshSinceNs;
            feed.FreshUpdates = told.FreshUpdates;
            feed.IsFirst = (told.Marks & FeedMarks.IsFirst) != 0;
            feed.IsUncertain = (told.Marks & FeedMarks.IsUncertain) != 0;
            feed.Guard = new StepGuard
            {
                SinceNs = told.HeldSinceNs,
                RunFromNs = told.RunFromNs,
                RunLow = told.RunLow,
                RunHigh = told.RunHigh,
                RunCount = told.RunCount,
                Oldest = told.Oldest,
                Middle = told.Middle,
                Newest = told.Newest,
                Count = told.HeldCount,
            };
            count++;
        }
        reader.Check(count == _rules.Count, "every feed is told");
    }

    private void ReadMarks()
    {
        reader.Open<StateMark>();
        int count = 0;
        while (reader.Next(out StateRecord<StateMark> record))
        {
            ref StateMark told = ref record.Body;
            FeedOf(record.Market, told.Asset);
            MarkState marking = record.Market != 0 ? state.Markets[record.Market].Marking : state.Assets[told.Asset].Marking;
            marking.Slow = Ema.OfWords(told.SlowLow, told.SlowHigh);
            marking.Fast = Ema.OfWords(told.FastLow, told.FastHigh);
            marking.Centre = Ema.OfWords(told.CentreLow, told.CentreHigh);
            marking.TickSecond = told.TickSecond;
            marking.PremiumPpb = told.PremiumPpb;
            if (record.Market != 0) Load(state.Markets[record.Market]);
            else ticks.Load(state.Assets[told.Asset]);
            count++;
        }
        reader.Check(count == _rules.Count, "every tick is told");
    }

    private void Load(Market market)
    {
        if (!market.Marking.Centre.IsEmpty) market.SetRange(new(market.Marking.Centre.Floor));
        ticks.Load(market);
    }

    private void ReadFundings()
    {
        reader.Open<StateFunding>();
        while (reader.Next(out StateRecord<StateFunding> record))
        {
            ref StateFunding told = ref record.Body;
            FeedOf(record.Market, 0);
            Market market = state.Markets[record.Market];
            market.FundingEpoch = told.Epoch;
            FundingState funding = market.Funding;
            funding.Premium = ((Int128)told.PremiumHigh << 64) | told.PremiumLow;
            funding.Samples = told.Samples;
            funding.OffSeconds = told.OffSeconds;
            funding.RatePpb = told.RatePpb;
            funding.NextHourNs = told.NextHourNs;
            funding.Waiting = new FundingHour(
                told.WaitingHourNs, told.WaitingRatePpb, told.WaitingRate8Ppb, told.WaitingAveragePpb, told.WaitingSamples, told.WaitingOffSeconds);
            funding.EpochIndex = told.EpochIndex;
            funding.EpochRatePpb = told.EpochRatePpb;
            funding.Cursor = told.Cursor;
            (funding.Clearing, funding.Paid, funding.Received) = (told.Clearing, told.Paid, told.Received);
            funding.Settled = told.Settled;
            reader.Check(told.Cursor >= 0, "a sweep goes on at an account");
            hours.Load(market);
        }
    }

    private bool Exists(int market, int asset) => market != 0 ? asset == 0 && state.HasMarket(market) : state.HasAsset(asset);

    private PriceFeed FeedOf(int market, int asset)
    {
        PriceFeed? feed = !Exists(market, asset) ? null : market != 0 ? state.Markets[market].Feed : state.Assets[asset].Feed;
        reader.Check(feed is not null, "what is told of prices belongs to price rules");
        return feed!;
    }
}
