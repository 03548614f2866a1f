using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>A position as a plan would leave it; the real one is untouched.</summary>
internal struct PlannedParty
{
    public Position Position;
    /// <summary>Maker fills that market-maker protection would have counted by now.</summary>
    public Lots MmpFilled;
    public bool MmpFired;
}
