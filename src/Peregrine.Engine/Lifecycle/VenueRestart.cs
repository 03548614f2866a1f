using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>The gateways are back: markets may return, unless money does not add up.</summary>
internal sealed class VenueRestart(EngineState state)
{
    private readonly AccountInvariants _invariants = new(state);

    public RejectCode Ready()
    {
        if (!state.Life.AwaitsReady) return RejectCode.AlreadyDone;
        // Once a start, and over every account: what trades on after this was whole before it.
        if (_invariants.Hold())
        {
            state.Life.AwaitsReady = false;
            return RejectCode.None;
        }
        state.Events.Add(0, 0, new InvariantViolated { Gap = _invariants.SettleGap() });
        return RejectCode.None;
    }
}
