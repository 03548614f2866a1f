using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>What each price state allows (domain §7.5).</summary>
internal static class PriceRules
{
    public static bool Allows(PriceState state, OrderClass order) => state switch
    {
        PriceState.Fresh => true,
        PriceState.Suspect => Reduces(order) || order == OrderClass.Cancel,
        PriceState.Stale => Reduces(order) || order == OrderClass.Cancel,
        PriceState.Dead => order == OrderClass.Cancel,
    };

    private static bool Reduces(OrderClass order) => order is OrderClass.ReduceOnly or OrderClass.LimitReduce or OrderClass.PostOnlyReduce;

    /// <summary>Whether resting orders may be hit.</summary>
    public static bool Matches(PriceState state) => state != PriceState.Dead;

    /// <param name="state">Of the market that is watched.</param>
    /// <param name="reference">The price that the trigger watches.</param>
    /// <param name="lastGuard">Whether a last-price trigger insists on last being near mark; then it also insists on a mark worth trusting.</param>
    public static bool RunsTriggers(PriceState state, TriggerRef reference, bool lastGuard) => state switch
    {
        PriceState.Fresh => true,
        PriceState.Suspect => reference == TriggerRef.Last && !lastGuard,
        PriceState.Stale => reference == TriggerRef.Last && !lastGuard,
        PriceState.Dead => false,
    };

    /// <summary>Whether money may leave an account that depends on the price.</summary>
    public static bool LetsMoneyOut(PriceState state) => state == PriceState.Fresh;
}
