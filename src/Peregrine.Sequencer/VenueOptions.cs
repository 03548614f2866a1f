using Peregrine.Core;

namespace Peregrine.Sequencer;

/// <summary>What a venue on one machine needs to start.</summary>
public sealed record VenueOptions
{
    /// <summary>The data directory; made when it is not there. One venue has it at a time.</summary>
    public required string Folder { get; init; }

    /// <summary>Capacities of a venue that does not exist yet; without them its first command is left to the caller. One that exists keeps its own.</summary>
    public Genesis? Genesis { get; init; }

    public SequencerOptions Sequencer { get; init; } = new();
}
