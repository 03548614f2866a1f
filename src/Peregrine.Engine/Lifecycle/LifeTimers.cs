using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>How many timers the lives of markets can need at once.</summary>
internal static class LifeTimers
{
    /// <summary>Of a market: the end of its auction and its next date.</summary>
    private const int PerMarket = 2;

    /// <summary>Of each change, of each order in an auction, and the hour of the loans.</summary>
    private const int OfVenue = Proposal.Most + AuctionOrder.Most + 1;

    public static int Most(in Genesis capacities) => PerMarket * capacities.MarketsMax + OfVenue;
}
