using Peregrine.Core;

namespace Peregrine.Simulation.World;

/// <summary>A clock that moves when it is told to, in either direction.</summary>
internal sealed class SimClock : IClock
{
    public long NowNs { get; set; } = 1_700_000_000_000_000_000;
}
