using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Orders that belong together: what the fill, the trigger or the end of one means for the others.</summary>
internal sealed class OrderLinks(EngineState state, ClientIds clientIds, RestingOrders resting, BracketExitsBook exits)
{
    /// <summary>The public id of a group; none for 0.</summary>
    public OrderId IdOf(int group) => group == 0 ? OrderId.None : state.Groups[group].Id;

    /// <summary>Whether a reduce-only member of the group is a bracket's exit.</summary>
    public bool IsExit(int group) => state.Groups[group].Kind == GroupKind.Bracket;

    /// <summary>The group decides how much its members want; the children of a scale are on their own.</summary>
    public bool OwnsSizes(int group) => group != 0 && state.Groups[group].Kind is GroupKind.Bracket or GroupKind.Oco;

    /// <summary>A group for orders that passed their checks; there is room, because that was asked too.</summary>
    public int Add(in OrderGroup terms)
    {
        int slot = state.Groups.Rent();
        Invariant.That(slot != 0, "room for a group is checked before it is accepted");
        state.Groups[slot] = terms;
        state.GroupIndex.Add(terms.Id.Value, IndexCode.Of(IndexKind.Order, slot));
        return slot;
    }

    /// <summary>The member that is a taker now; none when its run is over.</summary>
    public void Runs(OrderId id) => exits.Runs(id);

    /// <summary>Whether a member that ended its run is an exit that lives on, to be given more when its entry fills more.</summary>
    public bool Sleeps(int group, int index)
    {
        ref OrderGroup links = ref state.Groups[group];
        return !links.Id.IsNone && links.Kind == GroupKind.Bracket && index > 0 && links.Exits[index - 1].IsAlive;
    }

    /// <summary>One run, or one maker fill, of a member filled this much. Comes before <see cref="Ended"/> when it filled all.</summary>
    public void Filled(int group, int index, Lots qty)
    {
        ref OrderGroup links = ref state.Groups[group];
        if (qty.Value == 0 || links.Id.IsNone) return;
        switch (links.Kind)
        {
            case GroupKind.Scale:
                links.Filled += qty;
                break;
            case GroupKind.Oco:
                exits.Reduce(links.Member(1 - index), qty);
                break;
            case GroupKind.Bracket:
            default:
                if (index == 0) exits.EntryFilled(group, qty);
                else exits.ExitFilled(group, index - 1, qty);
                break;
        }
    }

    /// <summary>A member is over. Once for each, whether it ever rested or not.</summary>
    public void Ended(int group, int index, OrderState end)
    {
        ref OrderGroup links = ref state.Groups[group];
        if (links.Id.IsNone) return;
        if (links.Kind != GroupKind.Bracket) links.Alive--;
        else if (index == 0) exits.EntryEnded(group);
        else exits.ExitEnded(group, index - 1, end);
        if (links.Alive == 0 && !links.Id.IsNone) Drop(ref links, group);
    }

    /// <summary>A waiting member fires: what excludes it goes first.</summary>
    public void Fired(int group, int index)
    {
        ref OrderGroup links = ref state.Groups[group];
        if (links.Kind == GroupKind.Oco) exits.CancelMember(links.Member(1 - index), CancelReason.Oco);
        else if (links.Kind == GroupKind.Bracket && links.Exits[index - 1].IsStop) exits.StopFires(group);
    }

    /// <summary>Cancels the members of a scale by its own id, or an exit that sleeps; how many went.</summary>
    public int CancelUnlisted(int account, OrderId id, CancelReason reason)
    {
        int group = state.FindGroup(new(id.Value - id.Index));
        if (group == 0 || state.Groups[group].Account != account) return 0;
        ref OrderGroup links = ref state.Groups[group];
        if (links.Kind == GroupKind.Scale && id.Index == 0) return CancelChildren(group, reason);
        if (links.Kind != GroupKind.Bracket || id.Index == 0 || id.Index > links.Count) return 0;
        if (!links.Exits[id.Index - 1].IsAlive) return 0;
        CancelExit(group, id.Index - 1, reason);
        return 1;
    }

    /// <summary>Ends an exit that is in no book and under no price; its group goes with its last member.</summary>
    public void CancelExit(int group, int index, CancelReason reason)
    {
        exits.CancelSleeping(group, index, reason);
        ref OrderGroup links = ref state.Groups[group];
        if (links.Alive == 0 && !links.Id.IsNone) Drop(ref links, group);
    }

    /// <summary>A scale is alive while any child is.</summary>
    public OrderState StateOf(OrderId id)
    {
        int group = state.FindGroup(id);
        if (group == 0 || state.Groups[group].Kind != GroupKind.Scale) return OrderState.None;
        return state.Groups[group].Filled.Value > 0 ? OrderState.PartiallyFilled : OrderState.Live;
    }

    public Lots FilledOf(OrderId id) => state.Groups[state.FindGroup(id)].Filled;

    private int CancelChildren(int group, CancelReason reason)
    {
        int cancelled = 0;
        int count = state.Groups[group].Count;
        OrderId scale = state.Groups[group].Id;
        for (int i = 1; i <= count; i++)
        {
            IndexCode code = state.FindOrder(new(scale.Value + i));
            if (!code.Exists) continue;
            resting.Cancel(code.Slot, reason);
            cancelled++;
        }
        return cancelled;
    }

    private void Drop(ref OrderGroup links, int group)
    {
        if (links.Client != 0) clientIds.Finish(links.Client, links.Filled >= links.Qty ? OrderState.Filled : OrderState.Cancelled, links.Filled);
        state.GroupIndex.Remove(links.Id.Value, IndexCode.Of(IndexKind.Order, group));
        state.Groups.Return(group);
    }
}
