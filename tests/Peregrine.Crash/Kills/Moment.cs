namespace Peregrine.Crash.Kills;

/// <summary>When a venue is killed.</summary>
internal enum Moment
{
    /// <summary>At any time, while clients send.</summary>
    UnderLoad = 1,
    /// <summary>Before it said that it is ready, or right after.</summary>
    WhileStarting = 2,
    /// <summary>While a snapshot is half written.</summary>
    DuringSnapshot = 3,
    /// <summary>When the next segment has just got its name.</summary>
    DuringRotation = 4,
    /// <summary>As it enters one of the calls by which something becomes durable.</summary>
    AtCall = 5,
    /// <summary>At any time, while each write takes so long that whoever is answered before it is answered in vain.</summary>
    OnASlowDisk = 6,
}
