using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>What several markets' marks moving at once would do to an account, before anything fires or is liquidated.</summary>
internal sealed class Stress(EngineState state, RiskBook figures)
{
    public StressAnswer Of(int account, ReadOnlySpan<int> movesPpb)
    {
        RiskFigures cross = figures.Cross(account);
        Micros equity = cross.Equity;
        Micros margin = cross.MaintenanceMargin;
        List<StressedPosition> positions = [];
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Size.Value == 0) continue;
            Market market = state.Markets[position.Market];
            Subticks mark = Moved(market, movesPpb);
            Micros change = market.ValueFloor(position.Size, mark) - market.ValueFloor(position.Size);
            Micros marginThere = MarginAt(in position, market, mark);
            if (!position.IsIsolated)
            {
                equity += change;
                margin += marginThere - RiskBook.MarginOf(in position, market);
            }
            Micros unrealised = market.Unrealised(in position) + change;
            bool fails = position.IsIsolated && position.IsolatedMargin + unrealised < marginThere;
            positions.Add(new StressedPosition(position.Market, mark, unrealised, change, fails));
        }
        bool crossFails = equity < margin;
        for (int i = 0; crossFails && i < positions.Count; i++)
        {
            bool isCross = !state.Positions[state.FindPosition(account, positions[i].Market)].IsIsolated;
            if (isCross) positions[i] = positions[i] with { WouldBeLiquidated = true };
        }
        return new StressAnswer(equity, margin, crossFails, positions);
    }

    private static Subticks Moved(Market market, ReadOnlySpan<int> movesPpb)
    {
        int move = market.Id < movesPpb.Length ? movesPpb[market.Id] : 0;
        return new(Math.Max(1, market.Mark.Value + Rounding.MulDivTrunc(market.Mark.Value, move, Ppb.One)));
    }

    private static Micros MarginAt(in Position position, Market market, Subticks mark)
    {
        Int128 value = (Int128)Math.Abs(position.Size.Value) * market.TickLotValue * mark.Value;
        return market.MaintenanceMargin(new(Rounding.Ceil(value, Subticks.PerTick)));
    }
}
