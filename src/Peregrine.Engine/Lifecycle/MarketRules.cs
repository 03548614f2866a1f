using Peregrine.Core;
using Peregrine.Engine.Liquidation;

namespace Peregrine.Engine.Lifecycle;

/// <summary>What each market state allows (domain §13.1). One method a column of the table.</summary>
internal static class MarketRules
{
    public static bool Allows(MarketState state, OrderClass order) => state switch
    {
        MarketState.Draft => false,
        // Who cannot trade before the opening has no position to reduce.
        MarketState.PreOpen => order is OrderClass.Limit or OrderClass.PostOnly or OrderClass.PostOnlyReduce or OrderClass.Cancel,
        MarketState.Open => true,
        MarketState.PostOnly => order is OrderClass.PostOnly or OrderClass.PostOnlyReduce or OrderClass.Cancel,
        MarketState.ReduceOnly => order is OrderClass.ReduceOnly or OrderClass.LimitReduce or OrderClass.PostOnlyReduce or OrderClass.Cancel,
        MarketState.CancelOnly => order == OrderClass.Cancel,
        MarketState.Auction => order is not (OrderClass.Risk or OrderClass.ReduceOnly),
        MarketState.Halted => order == OrderClass.Cancel,
        MarketState.Settling => false,
        MarketState.Settled => false,
    };

    /// <summary>Whether resting orders may be hit. Where orders gather, they trade at the uncross.</summary>
    public static bool Matches(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly;

    /// <summary>Quotes come and go, so that the book's prices say something. Where they cannot, marks stay with the index.</summary>
    public static bool Quotes(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly or MarketState.PostOnly;

    /// <summary>Whether hours in this state are paid for, and count as such.</summary>
    public static bool HasFunding(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly or MarketState.Auction;

    public static bool RunsTriggers(MarketState state, bool reduceOnly) =>
        state == MarketState.Open || (state == MarketState.ReduceOnly && reduceOnly);

    public static StepRight Liquidates(MarketState state) => state switch
    {
        MarketState.Open or MarketState.ReduceOnly => StepRight.All,
        MarketState.Auction => StepRight.BankruptToBackstop,
        MarketState.Draft or MarketState.PreOpen or MarketState.PostOnly or MarketState.CancelOnly => StepRight.None,
        MarketState.Halted or MarketState.Settling or MarketState.Settled => StepRight.None,
    };

    /// <summary>The operator's moves. A state is never entered twice in a row.</summary>
    /// <param name="from">Where the market is.</param>
    /// <param name="to">Where it is to go.</param>
    /// <param name="afterHalt">It was halted: then the one way back is cancel-only, post-only, auction, open.</param>
    public static bool MayMove(MarketState from, MarketState to, bool afterHalt) => to switch
    {
        MarketState.Draft => false,
        MarketState.PreOpen => from == MarketState.Draft,
        MarketState.Open => from is MarketState.PreOpen or MarketState.ReduceOnly or MarketState.Auction
            || (from is MarketState.PostOnly or MarketState.CancelOnly && !afterHalt),
        MarketState.PostOnly => from is MarketState.Open or MarketState.CancelOnly,
        MarketState.ReduceOnly => from == MarketState.Open,
        MarketState.CancelOnly => from is MarketState.Open or MarketState.Halted,
        MarketState.Auction => from is MarketState.Open or MarketState.PostOnly,
        MarketState.Halted => from == MarketState.Open,
        MarketState.Settling => from is not (MarketState.Settling or MarketState.Settled),
        MarketState.Settled => false,
    };
}
