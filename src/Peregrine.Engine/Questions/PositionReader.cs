using Peregrine.Core;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>What follows from a position and from what stands behind it; the position may be one that a plan would leave.</summary>
internal sealed class PositionReader(EngineState state, MarginBook margin, FeeBook fees)
{
    /// <summary>Of a position as it stands; empty for a flat one.</summary>
    public PositionFigures Of(int account, int market)
    {
        int slot = state.FindPosition(account, market);
        AccountSums others = margin.Without(account, slot);
        return Of(in state.PositionOrNew(slot, account, market), in others, state.Accounts[account].Cash);
    }

    /// <param name="position">As it is or would be.</param>
    /// <param name="others">The account without it and without cash.</param>
    /// <param name="cash">Of the account.</param>
    public PositionFigures Of(in Position position, in AccountSums others, Micros cash)
    {
        Market market = state.Markets[position.Market];
        Micros initial = market.InitialMargin(MarginBook.Exposure(in position, market), position.Leverage);
        if (position.Size.Value == 0) return new PositionFigures { InitialMargin = initial, IsolatedMargin = position.IsolatedMargin };
        Micros unrealised = market.Unrealised(in position);
        Micros backing = position.IsIsolated ? position.IsolatedMargin : others.EquityMaint + cash - others.MaintenanceMargin;
        Micros equity = unrealised + (position.IsIsolated ? position.IsolatedMargin : others.EquityMaint + cash);
        int taker = fees.TakerPpb(position.Account);
        LiquidationPrice.TryEstimate(in position, market, backing, out Subticks liquidation);
        LiquidationPrice.TryBankruptcy(in position, market, backing, 0, out Subticks bankruptcy);
        LiquidationPrice.TryBankruptcy(in position, market, backing, taker, out Subticks withFee);
        LiquidationPrice.TryBreakEven(in position, market, taker, out Subticks even);
        return new PositionFigures(
            position.Size, position.Cost, unrealised, position.IsolatedMargin, equity, market.MaintenanceMargin(market.ValueCeil(position.Size)), initial,
            liquidation, bankruptcy, withFee, even, FundingForecast.Cost(in position, market, state.NowNs), FundingSettlement.Owed(in position, market));
    }

    /// <summary>An account's figures from its sums.</summary>
    public static AccountFigures Figures(in AccountSums sums) => new(
        sums.EquityInit, sums.EquityMaint, sums.EquityWithdraw, sums.InitialMargin, sums.MaintenanceMargin, sums.PositionNotional,
        sums.Available, MarginBook.WithdrawableValue(in sums));
}
