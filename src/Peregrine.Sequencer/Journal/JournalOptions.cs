using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>How a journal is laid out on disk. Nothing here decides what a command does.</summary>
public sealed record JournalOptions
{
    private const long MiB = 1 << 20;

    /// <summary>Length of a segment in bytes; filled with zeros before it is used.</summary>
    public long SegmentBytes { get; init; } = 256 * MiB;

    /// <summary>The most commands that are flushed together.</summary>
    public int GroupCommandsMax { get; init; } = 4096;

    /// <summary>Rules under which this program applies commands.</summary>
    public int RulesVersion { get; init; } = Engine.Engine.RulesVersion;

    /// <summary>Identity of the venue when the journal begins; one that exists keeps its own.</summary>
    public ulong NewVenueId { get; init; } = 1;

    /// <summary>Segments that no start needs any more are renamed to end in <c>.archived</c> and left to the operator, who moves them away; else they are deleted.</summary>
    public bool ArchivesSegments { get; init; }

    internal int GroupBytesMax => GroupHeader.Size + GroupCommandsMax * JournalLayout.RecordMax;

    internal void Validate()
    {
        Invariant.That(GroupCommandsMax > Engine.Engine.GroupMax, "a flush takes at least the largest group of commands and a tick");
        Invariant.That(SegmentBytes % 8 == 0 && SegmentBytes >= JournalLayout.FirstGroupAt + GroupBytesMax, "a segment holds at least one group");
    }
}
