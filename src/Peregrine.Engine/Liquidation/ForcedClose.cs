using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Liquidation;

/// <summary>Moves lots between two accounts outside the book: no fees, no print, both told as positions.</summary>
internal sealed class ForcedClose(EngineState state, FundingSettlement funding, MakerAftermath aftermath, ReduceOnlyRoom reduceOnly, TriggerKeeper triggers)
{
    /// <summary>Before anything of a position is counted that may be moved.</summary>
    public void Settle(int positionSlot, Market market) => funding.Settle(ref state.Positions[positionSlot], market);

    /// <summary>Closes lots of a position for an amount of money.</summary>
    public void Close(int positionSlot, Market market, Lots qty, Micros notional, FillReason reason)
    {
        Settle(positionSlot, market);
        FillEffect.OfForced(in state.Positions[positionSlot], qty, notional, out FillEffect effect);
        aftermath.Book(positionSlot, market, in effect, Micros.Zero, false, reason);
    }

    /// <summary>The other side, which may also open.</summary>
    public void Take(int positionSlot, Market market, Side side, Lots qty, Ticks price, FillReason reason)
    {
        Settle(positionSlot, market);
        FillEffect.Of(in state.Positions[positionSlot], market, side, qty, price, out FillEffect effect);
        aftermath.Book(positionSlot, market, in effect, Micros.Zero, false, reason);
    }

    /// <summary>What a smaller position means for the orders that would reduce it.</summary>
    public void TrimOrders(int positionSlot)
    {
        reduceOnly.Trim(positionSlot);
        triggers.DropExits(positionSlot);
    }
}
