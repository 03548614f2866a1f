using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Triggers;

/// <summary>Tells an account that its position would be liquidated before a trigger that is meant to save it fires (domain §3.5).</summary>
/// <remarks>
/// Asked when a command ends, of accounts that it touched and that have such triggers. Marks move a cross account's estimate too, but a warning for each
/// of their steps would help nobody. One bit a trigger keeps the last answer, and only a change to "beyond" is told.
/// </remarks>
internal sealed class LiquidationWarnings(EngineState state, MarginBook margin)
{
    public void Tell()
    {
        if (!state.Touched.Any) return;
        foreach (int account in state.Touched.Take()) Ask(account);
    }

    private void Ask(int account)
    {
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            int first = state.Positions[slot].FirstTrigger;
            if (first != 0 && state.Triggers.Triggers[first].OnlyReduces) AskPosition(slot);
        }
    }

    private void AskPosition(int slot)
    {
        ref Position position = ref state.Positions[slot];
        Market market = state.Markets[position.Market];
        Subticks liquidation = default;
        bool exists = position.Size.Value != 0 && LiquidationPrice.TryEstimate(in position, market, margin.Backing(slot), out liquidation);
        for (int at = position.FirstTrigger; at != 0; at = state.Triggers.Triggers[at].OwnNext)
        {
            ref Trigger trigger = ref state.Triggers.Triggers[at];
            if (!trigger.OnlyReduces) break;
            Subticks level = default;
            bool beyond = exists && Protects(in trigger, in position) && IsBeyond(in trigger, market, liquidation, out level);
            ref bool known = ref state.Triggers.IsBeyondLiquidation[at];
            if (beyond && !known)
            {
                state.Events.Add(position.Account, market.Id, new TriggerBeyondLiquidation { Order = trigger.Id, Level = level, Liquidation = liquidation });
            }
            known = beyond;
        }
    }

    // It watches a price on the losing side of the position, and whoever is asked here can only reduce it.
    private static bool Protects(in Trigger trigger, in Position position) =>
        trigger.State == TriggerState.Waiting
        && trigger.Side == (position.Size.Value > 0 ? Side.Sell : Side.Buy)
        && trigger.IsRising == (position.Size.Value < 0);

    // At the same price the trigger is the first: liquidation wants equity below the margin, a trigger no more than its level.
    private static bool IsBeyond(in Trigger trigger, Market market, Subticks liquidation, out Subticks level)
    {
        Subticks peak = market.Triggers.PeakOf(in trigger);
        level = trigger.LevelAt(peak);
        if (trigger.IsTrailing && peak.Value == 0) return false;
        return trigger.IsRising ? level > liquidation : level < liquidation;
    }
}
