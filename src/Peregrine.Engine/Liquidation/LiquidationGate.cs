using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Whether a step of liquidation may run in a market now, and how strictly: every condition that is not the account's own is asked here.</summary>
/// <remarks>Its answers change only with commands about the market, with prices and when a lockout ends; each of them has the market's accounts tested again.</remarks>
internal sealed class LiquidationGate(EngineState state)
{
    /// <summary>What the market's state, its prices and their history allow, whoever asks.</summary>
    public static StepRight In(Market market)
    {
        StepRight byState = Of(market.State);
        StepRight byPrice = Of(market.PriceState);
        StepRight right = byState < byPrice ? byState : byPrice;
        return market.Risk.Trust.IsWaiting ? StepRight.None : right;
    }

    /// <summary>Whether a part with these figures may be touched in this market.</summary>
    public bool Allows(Market market, in RiskFigures figures)
    {
        StepRight right = In(market);
        if (right == StepRight.None || (right != StepRight.All && !figures.IsBankrupt)) return false;
        return !Spares(market, in figures);
    }

    /// <summary>Whether there is anything that could be done for a failing part: a market of it in which a step may run, or nothing left but a debt.</summary>
    public bool MayBegin(in LiquidationCase part, in RiskFigures figures)
    {
        if (part.Market != 0) return Allows(state.Markets[part.Market], in figures);
        bool holds = false;
        for (int slot = state.Accounts[part.Account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Size.Value == 0 || position.IsIsolated) continue;
            holds = true;
            if (Allows(state.Markets[position.Market], in figures)) return true;
        }
        return !holds;
    }

    // While users cannot reach the venue, half the margin is enough, unless the index has moved by more than 1 % since.
    private bool Spares(Market market, in RiskFigures figures)
    {
        if (!state.Lockout.IsOn || (Int128)2 * figures.Equity.Value < figures.MaintenanceMargin.Value) return false;
        long moved = Math.Abs(market.Index.Value - market.Risk.LockoutIndex.Value);
        return (Int128)moved * 100 <= market.Risk.LockoutIndex.Value;
    }

    private static StepRight Of(MarketState market) => market switch
    {
        MarketState.Draft => StepRight.None,
        MarketState.PreOpen => StepRight.None,
        MarketState.Open => StepRight.All,
        MarketState.PostOnly => StepRight.None,
        MarketState.ReduceOnly => StepRight.All,
        MarketState.CancelOnly => StepRight.None,
        MarketState.Auction => StepRight.BankruptToBackstop,
        MarketState.Halted => StepRight.None,
        MarketState.Settling => StepRight.None,
        MarketState.Settled => StepRight.None,
    };

    // A suspect price has no candidate beside it here that could also find the account bankrupt.
    private static StepRight Of(PriceState price) => price switch
    {
        PriceState.Fresh => StepRight.All,
        PriceState.Suspect => StepRight.None,
        PriceState.Stale => StepRight.None,
        PriceState.Dead => StepRight.None,
    };
}
