using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Prices;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Prices that come from sources, and funding: kind after kind, markets by id and then assets by id.</summary>
internal sealed class PriceTeller(EngineState state)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StatePriceRules>();
        for (int id = 1; id <= state.MarketCount; id++) TellRules(ref sink, id, state.Markets[id].Feed);
        for (int id = 1; id <= state.AssetCount; id++) TellRules(ref sink, 0, state.Assets[id].Feed);
        sink.End();
        sink.Begin<StateSource>();
        for (int id = 1; id <= state.MarketCount; id++) TellSources(ref sink, id, 0, state.Markets[id].Feed);
        for (int id = 1; id <= state.AssetCount; id++) TellSources(ref sink, 0, id, state.Assets[id].Feed);
        sink.End();
        sink.Begin<StateFeed>();
        for (int id = 1; id <= state.MarketCount; id++) TellFeed(ref sink, id, 0, state.Markets[id].Feed);
        for (int id = 1; id <= state.AssetCount; id++) TellFeed(ref sink, 0, id, state.Assets[id].Feed);
        sink.End();
        sink.Begin<StateMark>();
        for (int id = 1; id <= state.MarketCount; id++) TellMark(ref sink, id, 0, state.Markets[id].Feed, state.Markets[id].Marking);
        for (int id = 1; id <= state.AssetCount; id++) TellMark(ref sink, 0, id, state.Assets[id].Feed, state.Assets[id].Marking);
        sink.End();
        sink.Begin<StateFunding>();
        for (int id = 1; id <= state.MarketCount; id++) TellFunding(ref sink, state.Markets[id]);
        sink.End();
    }

    private static void TellRules<TSink>(ref TSink sink, int market, PriceFeed? feed) where TSink : struct, IStateSink
    {
        if (feed is not null) sink.Tell(0, market, new StatePriceRules { Rules = feed.Rules });
    }

    private static void TellSources<TSink>(ref TSink sink, int market, int asset, PriceFeed? feed) where TSink : struct, IStateSink
    {
        if (feed is null) return;
        foreach (ref readonly PriceSource source in feed.Sources)
        {
            sink.Tell(0, market, new StateSource
            {
                Terms = source.Terms,
                Price = source.Price,
                TimeNs = source.TimeNs,
                ConfidencePpb = source.ConfidencePpb,
                Asset = (ushort)asset,
            });
        }
    }

    private static void TellFeed<TSink>(ref TSink sink, int market, int asset, PriceFeed? feed) where TSink : struct, IStateSink
    {
        if (feed is null) return;
        FeedMarks marks = FeedMarks.None;
        if (feed.IsFirst) marks |= FeedMarks.IsFirst;
        if (feed.IsUncertain) marks |= FeedMarks.IsUncertain;
        sink.Tell(0, market, new StateFeed
        {
            IndexNs = feed.IndexNs,
            FreshSinceNs = feed.FreshSinceNs,
            HeldSinceNs = feed.Guard.SinceNs,
            RunFromNs = feed.Guard.RunFromNs,
            RunLow = feed.Guard.RunLow,
            RunHigh = feed.Guard.RunHigh,
            Oldest = feed.Guard.Oldest,
            Middle = feed.Guard.Middle,
            Newest = feed.Guard.Newest,
            RunCount = feed.Guard.RunCount,
            HeldCount = feed.Guard.Count,
            FreshUpdates = feed.FreshUpdates,
            Asset = (ushort)asset,
            Marks = marks,
        });
    }

    private static void TellMark<TSink>(ref TSink sink, int market, int asset, PriceFeed? feed, MarkState marking) where TSink : struct, IStateSink
    {
        if (feed is null) return;
        sink.Tell(0, market, new StateMark
        {
            SlowLow = marking.Slow.Low,
            SlowHigh = marking.Slow.High,
            FastLow = marking.Fast.Low,
            FastHigh = marking.Fast.High,
            CentreLow = marking.Centre.Low,
            CentreHigh = marking.Centre.High,
            TickSecond = marking.TickSecond,
            PremiumPpb = marking.PremiumPpb,
            Asset = (ushort)asset,
        });
    }

    private static void TellFunding<TSink>(ref TSink sink, Market market) where TSink : struct, IStateSink
    {
        if (market.Feed is null) return;
        FundingState funding = market.Funding;
        sink.Tell(0, market.Id, new StateFunding
        {
            PremiumLow = (ulong)(funding.Premium & ulong.MaxValue),
            PremiumHigh = (long)(funding.Premium >> 64),
            RatePpb = funding.RatePpb,
            EpochIndex = funding.EpochIndex,
            EpochRatePpb = funding.EpochRatePpb,
            Clearing = funding.Clearing,
            Paid = funding.Paid,
            Received = funding.Received,
            WaitingHourNs = funding.Waiting.HourNs,
            WaitingRatePpb = funding.Waiting.RatePpb,
            WaitingRate8Ppb = funding.Waiting.Rate8Ppb,
            WaitingAveragePpb = funding.Waiting.AveragePremiumPpb,
            NextHourNs = funding.NextHourNs,
            WaitingSamples = funding.Waiting.Samples,
            WaitingOffSeconds = funding.Waiting.OffSeconds,
            Samples = funding.Samples,
            OffSeconds = funding.OffSeconds,
            Epoch = market.FundingEpoch,
            Cursor = funding.Cursor,
            Settled = funding.Settled,
        });
    }
}
