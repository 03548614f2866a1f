using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>What a market's prices allow that no order asks for.</summary>
internal static class PriceGates
{
    private const int UpdatesLeast = 3;
    private const long FreshLeastNs = 5_000_000_000;

    /// <summary>After a gap nobody is liquidated on the first price that comes back: three updates and five seconds of fresh prices first.</summary>
    public static StepRight OfLiquidation(Market market, long nowNs)
    {
        PriceFeed? feed = market.Feed;
        if (feed is null) return market.PriceState == PriceState.Fresh && !market.Risk.Trust.IsSettling ? StepRight.All : StepRight.None;
        if (market.PriceState == PriceState.Suspect && feed.Guard.Holds) return StepRight.Bankrupt;
        bool settled = feed.FreshUpdates >= UpdatesLeast && nowNs - feed.FreshSinceNs >= FreshLeastNs;
        return market.PriceState == PriceState.Fresh && settled ? StepRight.All : StepRight.None;
    }

    /// <summary>The price that waits for confirmation, or 0.</summary>
    public static Subticks Candidate(Market market) => new(market.Feed?.Guard.Candidate ?? 0);
}
