using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>What each market state allows (domain §13.1).</summary>
internal static class MarketRules
{
    /// <remarks>
    /// PreOpen and Auction collect limit orders for an uncross. Until there is one they would leave a crossed book behind, so they take none.
    /// Settling and Settled will cancel by themselves; nothing can be there yet.
    /// </remarks>
    public static bool Allows(MarketState state, OrderClass order) => state switch
    {
        MarketState.Draft => false,
        MarketState.PreOpen => order == OrderClass.Cancel,
        MarketState.Open => true,
        MarketState.PostOnly => order is OrderClass.PostOnly or OrderClass.PostOnlyReduce or OrderClass.Cancel,
        MarketState.ReduceOnly => order is OrderClass.ReduceOnly or OrderClass.PostOnlyReduce or OrderClass.Cancel,
        MarketState.CancelOnly => order == OrderClass.Cancel,
        MarketState.Auction => order == OrderClass.Cancel,
        MarketState.Halted => order == OrderClass.Cancel,
        MarketState.Settling => false,
        MarketState.Settled => false,
    };

    public static bool Matches(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly;

    /// <summary>Quotes come and go, so that the book's prices say something. Where they cannot, marks stay with the index.</summary>
    public static bool Quotes(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly or MarketState.PostOnly;

    public static bool HasFunding(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly or MarketState.Auction;

    public static bool RunsTriggers(MarketState state, bool reduceOnly) =>
        state == MarketState.Open || (state == MarketState.ReduceOnly && reduceOnly);

    /// <summary>The operator's moves. A state is never entered twice in a row.</summary>
    /// <remarks>Nothing moves to Settling while no settlement exists: a market would stop there with orders and positions that nobody ends.</remarks>
    public static bool MayMove(MarketState from, MarketState to) => to switch
    {
        MarketState.Draft => false,
        MarketState.PreOpen => from == MarketState.Draft,
        MarketState.Open => from is MarketState.PreOpen or MarketState.ReduceOnly or MarketState.PostOnly or MarketState.CancelOnly
            or MarketState.Auction or MarketState.Halted,
        MarketState.PostOnly => from is MarketState.Open or MarketState.CancelOnly,
        MarketState.ReduceOnly => from == MarketState.Open,
        MarketState.CancelOnly => from is MarketState.Open or MarketState.Halted,
        MarketState.Auction => from is MarketState.Open or MarketState.PostOnly,
        MarketState.Halted => from == MarketState.Open,
        MarketState.Settling => false,
        MarketState.Settled => false,
    };
}
