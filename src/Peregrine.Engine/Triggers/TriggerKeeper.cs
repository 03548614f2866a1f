using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Triggers;

/// <summary>Keeps a waiting order in all places that know it: its market's trigger book, the index, its owner's list, client id, expiry.</summary>
internal sealed class TriggerKeeper
{
    private readonly EngineState _state;
    private readonly ClientIds _clientIds;
    private readonly Timers _timers;
    private readonly OrderLinks _links;
    private readonly long[] _ids = new long[ushort.MaxValue];
    /// <summary>How many of its triggers may end with a position, under the position's slot: most positions have none, and nobody looks for them.</summary>
    private readonly ushort[] _exits;
    /// <summary>Where in the list of a position those end that can only reduce, under the position's slot; 0: there are none.</summary>
    private readonly int[] _lastReducing;
    private readonly FacingMemo _facing;

    public TriggerKeeper(EngineState state, ClientIds clientIds, Timers timers, OrderLinks links)
    {
        _state = state;
        _clientIds = clientIds;
        _timers = timers;
        _links = links;
        _exits = new ushort[state.Capacities.PositionsMax + 1];
        _lastReducing = new int[state.Capacities.PositionsMax + 1];
        _facing = new FacingMemo(state.Capacities.PositionsMax);
    }

    /// <summary>Takes in an accepted order; it does not watch anything yet. Room was checked before.</summary>
    public int Keep(in Trigger terms)
    {
        int slot = _state.Triggers.Triggers.Rent();
        Invariant.That(slot != 0, "room for a trigger is checked before it is accepted");
        ref Trigger trigger = ref _state.Triggers.Triggers[slot];
        trigger = terms;
        trigger.State = TriggerState.Inactive;
        _state.Triggers.IsBeyondLiquidation[slot] = false;
        if (trigger.OnlyReduces) _state.Accounts[trigger.Account].Protections++;
        _state.OrderIndex.Add(trigger.Id.Value, IndexCode.Of(IndexKind.Trigger, slot));
        if (trigger.ExpireAtNs != 0) trigger.Timer = _timers.Add(trigger.ExpireAtNs, TimerKind.Gtd, trigger.Id.Value, slot);
        Enlist(slot, ref trigger);
        if (MayBeExit(in trigger)) _exits[trigger.Position]++;
        return slot;
    }

    // Among the owner's, those that can only reduce come first, of either kind the newest: who asks for them does not walk the others.
    private void Enlist(int slot, ref Trigger trigger)
    {
        ref Position position = ref _state.Positions[trigger.Position];
        ref int lastReducing = ref _lastReducing[trigger.Position];
        int previous = trigger.OnlyReduces ? 0 : lastReducing;
        ref int next = ref previous == 0 ? ref position.FirstTrigger : ref _state.Triggers.Triggers[previous].OwnNext;
        (trigger.OwnPrev, trigger.OwnNext) = (previous, next);
        if (next != 0) _state.Triggers.Triggers[next].OwnPrev = slot;
        next = slot;
        if (trigger.OnlyReduces && lastReducing == 0) lastReducing = slot;
        position.Triggers++;
    }

    private void Delist(int slot, ref Trigger trigger)
    {
        ref Position position = ref _state.Positions[trigger.Position];
        if (_lastReducing[trigger.Position] == slot) _lastReducing[trigger.Position] = trigger.OwnPrev;
        if (trigger.OwnPrev == 0) position.FirstTrigger = trigger.OwnNext;
        else _state.Triggers.Triggers[trigger.OwnPrev].OwnNext = trigger.OwnNext;
        if (trigger.OwnNext != 0) _state.Triggers.Triggers[trigger.OwnNext].OwnPrev = trigger.OwnPrev;
        position.Triggers--;
    }

    /// <summary>Forgets a trigger. With <see cref="OrderState.None"/> the order lives on elsewhere under its id and client id.</summary>
    public void Release(int slot, OrderState end)
    {
        ref Trigger trigger = ref _state.Triggers.Triggers[slot];
        _state.Markets[trigger.Market].Triggers.Remove(slot);
        _state.OrderIndex.Remove(trigger.Id.Value, IndexCode.Of(IndexKind.Trigger, slot));
        if (trigger.Timer != 0) _timers.Cancel(trigger.Timer);
        Delist(slot, ref trigger);
        if (trigger.OnlyReduces) _state.Accounts[trigger.Account].Protections--;
        if (MayBeExit(in trigger)) _exits[trigger.Position]--;
        (int group, int groupIndex, int client, Lots filled) = (trigger.Group, trigger.GroupIndex, trigger.Client, trigger.Filled);
        _state.Triggers.Triggers.Return(slot);
        if (end == OrderState.None) return;
        if (client != 0) _clientIds.Finish(client, end, filled);
        if (group != 0) _links.Ended(group, groupIndex, end);
    }

    public void Cancel(int slot, CancelReason reason, RejectCode code = RejectCode.None)
    {
        ref Trigger trigger = ref _state.Triggers.Triggers[slot];
        OrderState end = reason == CancelReason.Expired ? OrderState.Expired : OrderState.Cancelled;
        _state.Events.Add(trigger.Account, trigger.Market, new OrderCancelled
        {
            Order = trigger.Id,
            Rest = trigger.Rest,
            Reason = reason,
            State = end,
            Code = code,
        });
        Release(slot, end);
    }

    /// <summary>Cancels an account's waiting orders in one market that pass a filter, by id; says how many.</summary>
    public int Cancel(int positionSlot, in CancelFilter filter, CancelReason reason)
    {
        int count = 0;
        for (int slot = _state.Positions[positionSlot].FirstTrigger; slot != 0; slot = _state.Triggers.Triggers[slot].OwnNext)
        {
            if (Passes(in _state.Triggers.Triggers[slot], in filter)) _ids[count++] = _state.Triggers.Triggers[slot].Id.Value;
        }
        Span<long> ids = _ids.AsSpan(0, count);
        ids.Sort();
        int cancelled = 0;
        foreach (long id in ids)
        {
            IndexCode code = _state.FindOrder(new OrderId(id));
            if (code.Kind != IndexKind.Trigger) continue;
            Cancel(code.Slot, reason);
            cancelled++;
        }
        return cancelled;
    }

    /// <summary>An order begins to wait that may not face its position.</summary>
    public void Watched(int positionSlot) => _facing.Forget(positionSlot);

    /// <summary>After a position changed: its take-profit and stop-loss, and a bracket's, go by id when they no longer face it.</summary>
    public void DropExits(int positionSlot)
    {
        ref Position position = ref _state.Positions[positionSlot];
        // Asked at every fill: without the count it would walk every waiting order that the account has here.
        if (position.Triggers == 0 || _exits[positionSlot] == 0 || _facing.Knows(positionSlot, position.Size)) return;
        while (FirstUselessExit(in position) is var slot and not 0) Cancel(slot, CancelReason.NoPosition);
        _facing.Learn(positionSlot, position.Size);
    }

    // One that is firing settles its own end, and one that is retried ends at its next try.
    private int FirstUselessExit(in Position position)
    {
        Side useful = position.Size.Value > 0 ? Side.Sell : Side.Buy;
        int first = 0;
        for (int slot = position.FirstTrigger; slot != 0; slot = _state.Triggers.Triggers[slot].OwnNext)
        {
            ref Trigger trigger = ref _state.Triggers.Triggers[slot];
            if (!MayBeExit(in trigger)) continue;
            bool exits = (trigger.Flags & OrderFlags.PositionExit) != 0 || (trigger.Rest.Value > 0 && _links.IsExit(trigger.Group));
            if (!exits || trigger.State is TriggerState.Firing or TriggerState.Retrying) continue;
            bool useless = position.Size.Value == 0 || trigger.Side != useful;
            if (useless && (first == 0 || trigger.Id < _state.Triggers.Triggers[first].Id)) first = slot;
        }
        return first;
    }

    // By what never changes while it waits. A pair's half is counted too, though it is no exit: there are few, and the walk tells them apart.
    private static bool MayBeExit(in Trigger trigger) => (trigger.Flags & OrderFlags.PositionExit) != 0 || trigger.Group != 0;

    /// <summary>Whether the position has an exit of this kind already.</summary>
    public bool HasExit(in Position position, TriggerKind kind)
    {
        for (int slot = position.FirstTrigger; slot != 0; slot = _state.Triggers.Triggers[slot].OwnNext)
        {
            ref Trigger trigger = ref _state.Triggers.Triggers[slot];
            if (!trigger.OnlyReduces) break;
            if ((trigger.Flags & OrderFlags.PositionExit) == 0) continue;
            // A stop and a trailing stop are one kind: both end the loss.
            if ((trigger.Kind == TriggerKind.TakeProfit) == (kind == TriggerKind.TakeProfit)) return true;
        }
        return false;
    }

    private bool Passes(in Trigger trigger, in CancelFilter filter)
    {
        if (filter.Trigger != TriggerKind.None && trigger.Kind != filter.Trigger) return false;
        if (filter.Side != 0 && trigger.Side != filter.Side) return false;
        if (trigger.OnlyReduces ? filter.KeepReduceOnly || filter.KeepProtective : filter.OnlyReduceOnly) return false;
        if (filter.OnDisconnectOnly && (trigger.Flags & OrderFlags.CancelOnDisconnect) == 0) return false;
        if (filter.Label != 0 && trigger.Label != filter.Label) return false;
        if (filter.Session != 0 && trigger.Session != filter.Session) return false;
        return filter.Group.IsNone || _links.IdOf(trigger.Group) == filter.Group;
    }
}
