using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Keeps Σ reduce-only ≤ |position| (domain §3.9): what would execute first keeps its size.</summary>
internal sealed class ReduceOnlyRoom(EngineState state, RestingOrders resting)
{
    private readonly int[] _slots = new int[ushort.MaxValue];

    public void Trim(int positionSlot)
    {
        ref Position position = ref state.Positions[positionSlot];
        if (position.ReduceOnlyOrders == 0 || position.ReduceOnlyQty.Value == 0) return;
        if (position.ReduceOnlyQty.Value <= Math.Abs(position.Size.Value) && state.Facing.Knows(positionSlot, position.Size)) return;
        // Neither side without a position.
        Side useful = position.Size.Value switch { > 0 => Side.Sell, < 0 => Side.Buy, 0 => default };
        long room = Math.Abs(position.Size.Value);
        int count = Collect(in position, out bool anyWrong, useful);
        if (!anyWrong && position.ReduceOnlyQty.Value <= room)
        {
            state.Facing.Learn(positionSlot, position.Size);
            return;
        }
        SortByMatchPriority(_slots.AsSpan(0, count), useful);
        for (int i = 0; i < count; i++)
        {
            int slot = _slots[i];
            ref Order order = ref state.Orders[slot];
            long keep = order.Side == useful ? Math.Min(order.Rest.Value, room) : 0;
            room -= keep;
            if (keep == 0) resting.Cancel(slot, CancelReason.RoNoRoom);
            else if (keep < order.Rest.Value) Cut(slot, new Lots(order.Rest.Value - keep));
        }
    }

    /// <summary>What a new order would keep of its rest behind everything of the position that would execute before it.</summary>
    public Lots Kept(in Position position, Side side, Ticks price, Lots rest)
    {
        long room = Math.Max(0, -side.Sign() * position.Size.Value);
        for (int slot = position.FirstOrder; slot != 0; slot = state.OwnLinks[slot].Next)
        {
            ref Order order = ref state.Orders[slot];
            bool before = side == Side.Buy ? order.Price >= price : order.Price <= price;
            if ((order.Flags & RestingFlags.ReduceOnly) != 0 && order.Side == side && before) room -= order.Rest.Value;
        }
        return Lots.Min(rest, new(Math.Max(0, room)));
    }

    private void Cut(int slot, Lots cut)
    {
        ref Order order = ref state.Orders[slot];
        state.Events.Add(order.Account, order.Market, new OrderTrimmed
        {
            Order = new(order.Id),
            Cut = cut,
            Rest = order.Rest - cut,
            Reason = CancelReason.RoNoRoom,
        });
        resting.Shrink(slot, cut);
    }

    private int Collect(in Position position, out bool anyWrong, Side useful)
    {
        int count = 0;
        anyWrong = false;
        for (int slot = position.FirstOrder; slot != 0; slot = state.OwnLinks[slot].Next)
        {
            ref Order order = ref state.Orders[slot];
            if ((order.Flags & RestingFlags.ReduceOnly) == 0) continue;
            anyWrong |= order.Side != useful;
            _slots[count++] = slot;
        }
        return count;
    }

    // What cannot reduce comes first. Insertion: there are at most a few dozen of them.
    private void SortByMatchPriority(Span<int> slots, Side useful)
    {
        for (int i = 1; i < slots.Length; i++)
        {
            int slot = slots[i];
            int at = i;
            while (at > 0 && Precedes(slot, slots[at - 1], useful))
            {
                slots[at] = slots[at - 1];
                at--;
            }
            slots[at] = slot;
        }
    }

    private bool Precedes(int a, int b, Side useful)
    {
        ref Order x = ref state.Orders[a];
        ref Order y = ref state.Orders[b];
        if (x.Side != y.Side) return useful == default ? x.Side == Side.Buy : x.Side != useful;
        if (x.Price != y.Price) return x.Side == Side.Buy ? x.Price > y.Price : x.Price < y.Price;
        return x.PrioritySeq < y.PrioritySeq;
    }
}
