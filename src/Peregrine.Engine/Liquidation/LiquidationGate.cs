using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Prices;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Whether a step of liquidation may run in a market now, and how strictly: every condition that is not the account's own is asked here.</summary>
/// <remarks>Its answers change only with commands about the market, with prices and when a lockout ends; each of them has the market's accounts tested again.</remarks>
internal sealed class LiquidationGate(EngineState state)
{
    /// <summary>What the market's state, its prices and their history allow, whoever asks.</summary>
    public static StepRight In(Market market)
    {
        if (market.Risk.Trust.HasJustOpened) return StepRight.None;
        StepRight byState = MarketRules.Liquidates(market.State);
        StepRight byPrice = market.Risk.ByPrice;
        return byState < byPrice ? byState : byPrice;
    }

    /// <summary>Whether a position may be touched whose part has these figures.</summary>
    public bool Allows(in Position position, in RiskFigures figures)
    {
        Market market = state.Markets[position.Market];
        StepRight right = In(market);
        if (right == StepRight.None || (right != StepRight.All && !figures.IsBankrupt)) return false;
        // Also where the state leaves nothing but the backstop: the price is held back all the same.
        if (market.Risk.ByPrice == StepRight.Bankrupt && !IsBankruptAtCandidate(in position, market, in figures)) return false;
        return !Spares(market, in figures);
    }

    // A step that waits for confirmation must not be what ruins anybody, nor what saves him be ignored.
    private static bool IsBankruptAtCandidate(in Position position, Market market, in RiskFigures figures)
    {
        Subticks candidate = PriceGates.Candidate(market);
        return candidate.Value == 0 || figures.Equity + market.ValueFloor(position.Size, candidate) - market.ValueFloor(position.Size) < Micros.Zero;
    }

    /// <summary>Whether there is anything that could be done for a failing part: a market of it in which a step may run, or nothing left but a debt.</summary>
    public bool MayBegin(in LiquidationCase part, in RiskFigures figures)
    {
        if (part.Market != 0) return Allows(in state.Positions[state.FindPosition(part.Account, part.Market)], in figures);
        bool holds = false;
        for (int slot = state.Accounts[part.Account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Size.Value == 0 || position.IsIsolated) continue;
            holds = true;
            if (Allows(in position, in figures)) return true;
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
}
