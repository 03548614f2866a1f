using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>What a market's prices allow that no order asks for.</summary>
internal static class PriceGates
{
    /// <summary>What liquidation may do by these prices; prices by hand and those of sources settle by one rule.</summary>
    public static StepRight OfLiquidation(Market market, long nowNs)
    {
        PriceFeed? feed = market.Feed;
        if (feed is null) return market.PriceState == PriceState.Fresh && !market.Risk.Trust.IsSettling ? StepRight.All : StepRight.None;
        if (market.PriceState == PriceState.Suspect && feed.Guard.Holds) return StepRight.Bankrupt;
        bool settled = TrustedAgain.HaveSettled(feed.FreshUpdates, feed.FreshSinceNs, nowNs);
        return market.PriceState == PriceState.Fresh && settled ? StepRight.All : StepRight.None;
    }

    /// <summary>The price that waits for confirmation, or 0.</summary>
    public static Subticks Candidate(Market market) => new(market.Feed?.Guard.Candidate ?? 0);
}
