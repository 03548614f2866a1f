using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Cancels an account's resting orders in one market that pass a filter, by id.</summary>
/// <remarks>
/// By id, because ids are public and slots are not: a restored engine lists the orders of an account in another order and must still tell
/// the same story.
/// </remarks>
internal sealed class OwnOrders(EngineState state, RestingOrders resting, OrderLinks links)
{
    private readonly long[] _ids = new long[ushort.MaxValue];

    /// <summary>Says how many went.</summary>
    public int Cancel(int positionSlot, in CancelFilter filter, CancelReason reason)
    {
        int cancelled = 0;
        bool again = true;
        // A bracket's entry hands lots to its exits when it goes, and one of them may only then have come to rest.
        while (again) cancelled += Pass(positionSlot, in filter, reason, out again);
        return cancelled;
    }

    private int Pass(int positionSlot, in CancelFilter filter, CancelReason reason, out bool again)
    {
        again = false;
        int count = 0;
        for (int slot = state.Positions[positionSlot].FirstOrder; slot != 0; slot = state.OwnLinks[slot].Next)
        {
            if (Passes(slot, in filter)) _ids[count++] = state.Orders[slot].Id;
        }
        Span<long> ids = _ids.AsSpan(0, count);
        ids.Sort();
        int cancelled = 0;
        foreach (long id in ids)
        {
            // One order's end may have ended another.
            IndexCode code = state.FindOrder(new OrderId(id));
            if (code.Kind != IndexKind.Order) continue;
            again |= (state.Orders[code.Slot].Flags & RestingFlags.Linked) != 0;
            resting.Cancel(code.Slot, reason);
            cancelled++;
        }
        return cancelled;
    }

    private bool Passes(int slot, in CancelFilter filter)
    {
        ref Order order = ref state.Orders[slot];
        if (filter.Side != 0 && order.Side != filter.Side) return false;
        bool reduces = (order.Flags & RestingFlags.ReduceOnly) != 0;
        if (reduces ? filter.KeepReduceOnly : filter.OnlyReduceOnly) return false;
        if (filter.OnDisconnectOnly && (order.Flags & (ushort)OrderFlags.CancelOnDisconnect) == 0) return false;
        ref OrderExtra extra = ref state.Extras[state.Details[slot].Extra];
        bool protects = reduces && ((order.Flags & (ushort)OrderFlags.Protective) != 0 || links.OwnsSizes(extra.Group));
        if (protects && filter.KeepProtective) return false;
        if (filter.Label != 0 && extra.Label != filter.Label) return false;
        if (filter.Session != 0 && extra.Session != filter.Session) return false;
        return filter.Group.IsNone || links.IdOf(extra.Group) == filter.Group;
    }
}
