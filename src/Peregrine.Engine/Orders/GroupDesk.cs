using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Tells the groups that accounts may send apart by their shape.</summary>
internal sealed class GroupDesk(EngineState state, LimitBook limits, LossWatch losses, BracketDesk brackets, OcoDesk pairs)
{
    public RejectCode Place(ReadOnlySpan<Command> group, ref Outcome outcome)
    {
        ref readonly CommandHeader first = ref group[0].Header;
        foreach (ref readonly Command member in group)
        {
            if (member.Header.Account != first.Account || member.Header.Key != first.Key) return RejectCode.BadValue;
        }
        if (!state.HasAccount(first.Account)) return RejectCode.UnknownAccount;
        if (!limits.Knows(first.Account, first.Key)) return RejectCode.UnknownKey;
        if (state.Rehearsal is null) losses.Sample(first.Account);
        if (group[1].Header.Kind == CommandKind.PlaceOrder) return group.Length == 2 ? pairs.Place(group, ref outcome) : RejectCode.BadValue;
        if (group.Length > BracketExits.Max + 1) return RejectCode.BadValue;
        foreach (ref readonly Command member in group[1..])
        {
            if (member.Header.Kind != CommandKind.AddExit) return RejectCode.BadValue;
        }
        return brackets.Place(group, ref outcome);
    }
}
