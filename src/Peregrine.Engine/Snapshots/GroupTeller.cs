using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Groups by id, then the exits of their brackets. Their members name them.</summary>
internal sealed class GroupTeller(EngineState state, ClientIds clientIds)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        int[] slots = ById();
        sink.Begin<StateGroup>();
        foreach (int slot in slots) TellGroup(ref sink, in state.Groups[slot]);
        sink.End();
        sink.Begin<StateExit>();
        foreach (int slot in slots)
        {
            ref OrderGroup group = ref state.Groups[slot];
            for (int i = 0; i < group.Count && group.Kind == GroupKind.Bracket; i++) TellExit(ref sink, in group, i);
        }
        sink.End();
    }

    private int[] ById()
    {
        int[] slots = new int[state.Groups.Count];
        long[] ids = new long[slots.Length];
        int count = 0;
        for (int slot = 1; slot <= state.Groups.HighWater; slot++)
        {
            if (state.Groups[slot].Id.IsNone) continue;
            (slots[count], ids[count]) = (slot, state.Groups[slot].Id.Value);
            count++;
        }
        ids.AsSpan().Sort(slots.AsSpan());
        return slots;
    }

    private void TellGroup<TSink>(ref TSink sink, in OrderGroup group) where TSink : struct, IStateSink
    {
        StateGroup told = new()
        {
            Group = group.Id,
            Qty = group.Qty,
            Filled = group.Filled,
            Label = group.Label,
            Session = group.Session,
            Key = group.Key,
            Builder = group.Builder,
            BuilderPpb = group.BuilderPpb,
            Flags = group.Flags,
            Link = (LinkKind)group.Kind,
            Side = group.Side,
            Stp = group.Stp,
            Count = group.Count,
            Alive = group.Alive,
            EntryAlive = group.EntryAlive ? (byte)1 : (byte)0,
        };
        if (group.Client != 0) (told.Terms, told.ClientId) = (clientIds.TermsOf(group.Client), clientIds.TextOf(group.Client));
        sink.Tell(group.Account, group.Market, in told);
    }

    private static void TellExit<TSink>(ref TSink sink, in OrderGroup group, int index) where TSink : struct, IStateSink
    {
        ref readonly BracketExit exit = ref group.Exits[index];
        sink.Tell(group.Account, group.Market, new StateExit
        {
            Group = group.Id,
            Terms = exit.Terms,
            Size = exit.Size,
            Granted = exit.Granted,
            Filled = exit.Filled,
            Queued = exit.Queued,
            Index = index,
            IsAlive = exit.IsAlive ? (byte)1 : (byte)0,
        });
    }
}
