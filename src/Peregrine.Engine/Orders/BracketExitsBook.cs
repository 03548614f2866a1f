using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>What a bracket's exits cover as its entry fills and they do (domain §3.10).</summary>
internal sealed class BracketExitsBook(EngineState state, ExitKeeper keeper)
{
    /// <summary>The entry filled this much more: each level takes the whole lots of its share, the stop takes everything.</summary>
    public void EntryFilled(int group, Lots qty)
    {
        ref OrderGroup links = ref state.Groups[group];
        links.Filled += qty;
        for (int i = 0; i < links.Count; i++)
        {
            ref BracketExit exit = ref links.Exits[i];
            if (!exit.IsStop) Grant(group, i, ShareOf(in links, in exit) - exit.Granted);
        }
        int stop = StopOf(in links);
        if (stop >= 0) Grant(group, stop, qty);
        keeper.Trim(links.Position);
    }

    /// <summary>The member that runs now is given nothing until it rests or ends.</summary>
    public void Runs(OrderId id) => keeper.Running = id;

    /// <summary>An exit filled: a level takes that much from the stop. One with nothing left is over, unless its entry may still fill.</summary>
    public void ExitFilled(int group, int index, Lots qty)
    {
        ref OrderGroup links = ref state.Groups[group];
        ref BracketExit exit = ref links.Exits[index];
        exit.Filled += qty;
        int stop = StopOf(in links);
        if (!exit.IsStop && stop >= 0) keeper.Reduce(group, stop, qty);
    }

    /// <summary>Without a fill the exits go; otherwise the lots that whole shares left over are dealt out, and levels without any are over.</summary>
    public void EntryEnded(int group)
    {
        ref OrderGroup links = ref state.Groups[group];
        if (!links.EntryAlive) return;
        links.EntryAlive = false;
        links.Alive--;
        int position = links.Position;
        bool deals = links.Filled.Value > 0 && links.Filled < links.Qty;
        if (deals) DealLeftovers(group);
        for (int i = 0; i < links.Count; i++)
        {
            if (!links.Exits[i].IsStop) EndIfNothingLeft(group, i);
        }
        int stop = StopOf(in links);
        if (stop >= 0) EndIfNothingLeft(group, stop);
        keeper.Trim(position);
        if (deals) keeper.DropIdle(position);
    }

    /// <summary>A limit that filled what it had sleeps while its entry may fill more; any other end is final, and what the level would still get lapses.</summary>
    public void ExitEnded(int group, int index, OrderState end)
    {
        ref OrderGroup links = ref state.Groups[group];
        ref BracketExit exit = ref links.Exits[index];
        if (!exit.IsAlive) return;
        bool mayGrow = end == OrderState.Filled && exit.IsLimit && links.EntryAlive && exit.Granted < exit.Size;
        if (!mayGrow) keeper.Close(group, index);
    }

    /// <summary>The stop fires: everything else of the bracket goes first, the entry too, or it would fill without protection.</summary>
    public void StopFires(int group)
    {
        ref OrderGroup links = ref state.Groups[group];
        for (int i = 0; i < links.Count; i++)
        {
            if (links.Exits[i].IsAlive && !links.Exits[i].IsStop) keeper.Cancel(group, i, CancelReason.Oco);
        }
        if (links.EntryAlive) CancelMember(links.Id, CancelReason.Oco);
    }

    public void CancelSleeping(int group, int index, CancelReason reason) => keeper.Cancel(group, index, reason);

    public void Reduce(OrderId member, Lots qty) => keeper.Reduce(state.FindOrder(member), qty);

    public void CancelMember(OrderId member, CancelReason reason) => keeper.Cancel(state.FindOrder(member), reason);

    // ⌊F · q / Q⌋.
    private static Lots ShareOf(in OrderGroup links, in BracketExit exit) =>
        new(Rounding.MulDivFloor(links.Filled.Value, exit.Size.Value, links.Qty.Value));

    private static int StopOf(in OrderGroup links)
    {
        for (int i = 0; i < links.Count; i++)
        {
            if (links.Exits[i].IsStop && links.Exits[i].IsAlive) return i;
        }
        return -1;
    }

    private void Grant(int group, int index, Lots more)
    {
        ref BracketExit exit = ref state.Groups[group].Exits[index];
        if (more.Value <= 0 || !exit.IsAlive) return;
        exit.Granted += more;
        keeper.Grow(group, index, more);
    }

    // One lot each to the largest remainders, among equals to the lower index.
    private void DealLeftovers(int group)
    {
        ref OrderGroup links = ref state.Groups[group];
        Span<long> remainders = stackalloc long[BracketExits.Max];
        remainders.Clear();
        long left = links.Filled.Value;
        bool any = false;
        for (int i = 0; i < links.Count; i++)
        {
            remainders[i] = -1;
            if (links.Exits[i].IsStop) continue;
            any = true;
            Lots share = ShareOf(in links, in links.Exits[i]);
            left -= share.Value;
            remainders[i] = (long)((Int128)links.Filled.Value * links.Exits[i].Size.Value - (Int128)share.Value * links.Qty.Value);
        }
        if (!any) return;
        Span<bool> gets = stackalloc bool[BracketExits.Max];
        gets.Clear();
        for (; left > 0; left--)
        {
            int best = 0;
            for (int i = 1; i < links.Count; i++)
            {
                if (remainders[i] > remainders[best]) best = i;
            }
            remainders[best] = -1;
            gets[best] = true;
        }
        for (int i = 0; i < links.Count; i++)
        {
            if (gets[i]) Grant(group, i, new Lots(1));
        }
    }

    private void EndIfNothingLeft(int group, int index)
    {
        ref OrderGroup links = ref state.Groups[group];
        ref BracketExit exit = ref links.Exits[index];
        if (!exit.IsAlive || keeper.Runs(group, index) || keeper.ActiveOf(group, index).Value > 0) return;
        if (exit.Filled == exit.Size && !exit.IsStop) keeper.Close(group, index);
        else keeper.Cancel(group, index, exit.IsStop && links.Filled.Value > 0 ? CancelReason.Oco : CancelReason.EntryUnfilled);
    }
}
