using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Adds up what decides whether an account is liquidated; leaves out everything that only new orders ask.</summary>
internal sealed class RiskBook(EngineState state)
{
    /// <summary>The part that a case is about.</summary>
    public RiskFigures Of(in LiquidationCase part) =>
        part.Market == 0 ? Cross(part.Account) : Pot(state.FindPosition(part.Account, part.Market));

    /// <summary>The part that a position belongs to.</summary>
    public RiskFigures Of(int positionSlot) =>
        state.Positions[positionSlot].IsIsolated ? Pot(positionSlot) : Cross(state.Positions[positionSlot].Account);

    public RiskFigures Cross(int account)
    {
        ref Account owner = ref state.Accounts[account];
        RiskFigures figures = new() { Equity = owner.Cash };
        for (int slot = owner.FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Size.Value != 0 && !position.IsIsolated) figures.Add(in position, state.Markets[position.Market]);
        }
        for (int slot = owner.FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            ref Holding holding = ref state.Holdings[slot];
            if (holding.Counted > 0) figures.AddCollateral(state.Assets[holding.Asset].MaintValue(holding.Counted));
        }
        return figures;
    }

    public RiskFigures Pot(int slot)
    {
        ref Position position = ref state.Positions[slot];
        RiskFigures figures = new() { Equity = position.IsolatedMargin };
        if (position.Size.Value != 0) figures.Add(in position, state.Markets[position.Market]);
        return figures;
    }

    /// <summary>Maintenance margin of one position.</summary>
    public static Micros MarginOf(in Position position, Market market) => market.MaintenanceMargin(market.ValueCeil(position.Size));

    /// <summary>Maintenance value of everything but cash and positions.</summary>
    public Micros CollateralOf(int account)
    {
        Micros value = Micros.Zero;
        for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            ref Holding holding = ref state.Holdings[slot];
            value += state.Assets[holding.Asset].MaintValue(holding.Counted);
        }
        return value;
    }
}
