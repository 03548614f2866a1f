using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Liquidation;

/// <summary>Moves lots between two accounts outside the book: no fees, no print, both told as positions.</summary>
internal sealed class ForcedClose(EngineState state, MakerAftermath aftermath, ReduceOnlyRoom reduceOnly, TriggerKeeper triggers)
{
    /// <summary>Closes lots of a position for an amount of money.</summary>
    public void Close(int positionSlot, Market market, Lots qty, Micros notional, FillReason reason)
    {
        FillEffect.OfForced(in state.Positions[positionSlot], qty, notional, out FillEffect effect);
        aftermath.Book(positionSlot, market, in effect, Micros.Zero, false, reason);
    }

    /// <summary>The other side, which may also open.</summary>
    public void Take(int positionSlot, Market market, Side side, Lots qty, Ticks price, FillReason reason)
    {
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
