using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Brackets, pairs and scales: who of them lives, and that a bracket's exits cover no more than there is to close.</summary>
internal sealed class GroupInvariants(EngineState state)
{
    /// <summary>Throws with what is broken; says how many places among the resting orders are promised to limits that sleep.</summary>
    public int Check(int slot, in OrderGroup group)
    {
        That(state.FindGroup(group.Id) == slot && group.Alive > 0, "a living group is found by its id", in group);
        return group.Kind == GroupKind.Bracket ? CheckBracket(in group) : 0;
    }

    // Exits of one kind never cover more than what the entry filled, less what exits filled; those that rest also fit the position.
    private int CheckBracket(in OrderGroup group)
    {
        // Of brackets alone: a scale's child may be amended to more than the scale asked for.
        That(group.Filled <= group.Qty, "a bracket's entry fills what it asked for", in group);
        int promised = 0;
        int alive = group.EntryAlive ? 1 : 0;
        long exited = 0;
        for (int i = 0; i < group.Count; i++) exited += group.Exits[i].Filled.Value;
        long levels = 0;
        for (int i = 0; i < group.Count; i++)
        {
            ref readonly BracketExit exit = ref group.Exits[i];
            That(exit.Filled <= exit.Size || exit.IsStop, "an exit fills its part", in group);
            if (!exit.IsAlive) continue;
            alive++;
            promised += exit.IsLimit ? 1 : 0;
            That(exit.Queued.Value == 0 && exit.Granted <= exit.Size && exit.Filled <= exit.Granted, "an exit fills what it was granted", in group);
            long active = ActiveOf(group.Member(i + 1));
            if (exit.IsStop) That(active <= group.Filled.Value - exited, "a bracket's stop covers no more than is left of its entry", in group);
            else levels += active;
        }
        That(alive == group.Alive, "a bracket counts who lives", in group);
        That(levels <= group.Filled.Value - exited, "a bracket's levels cover no more than is left of its entry", in group);
        return promised;
    }

    private long ActiveOf(OrderId member)
    {
        IndexCode code = state.FindOrder(member);
        if (!code.Exists) return 0;
        return code.Kind == IndexKind.Order ? state.Orders[code.Slot].Rest.Value : state.Triggers.Triggers[code.Slot].Rest.Value;
    }

    private static void That(bool holds, string what, in OrderGroup group)
    {
        if (!holds) Invariant.That(false, $"{what}: order {group.Id}");
    }
}
