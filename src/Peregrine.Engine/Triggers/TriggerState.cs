namespace Peregrine.Engine.Triggers;

/// <summary>Where a triggered order is on its way to the book.</summary>
internal enum TriggerState : byte
{
    /// <summary>Under a price, or a trailing stop before or after its activation.</summary>
    Waiting = 1,
    /// <summary>A bracket exit whose entry has not been filled: known, watched by nobody.</summary>
    Inactive = 2,
    /// <summary>Its condition held: it will execute, whatever its reference does now.</summary>
    Latched = 3,
    /// <summary>Taken from the queue and executing.</summary>
    Firing = 4,
    /// <summary>A reduce-only market stop that was not filled whole, tried again each second.</summary>
    Retrying = 5,
}
