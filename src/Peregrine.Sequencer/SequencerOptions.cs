using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Shadow;
using Peregrine.Sequencer.Snapshots;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer;

/// <summary>Sizes and paces of a sequencer. None of them decides an outcome.</summary>
public sealed record SequencerOptions
{
    public JournalOptions Journal { get; init; } = new();

    public WriterOptions Writer { get; init; } = new();

    public EventFileOptions Events { get; init; } = new();

    public SnapshotOptions Snapshots { get; init; } = new();

    public ShadowOptions Shadow { get; init; } = new();

    /// <summary>Commands that may wait for the writer; a power of two. Three tenths of them are for exits alone.</summary>
    public int RingCommands { get; init; } = 16 * 1024;

    /// <summary>Bytes of events kept in memory for those who follow closely.</summary>
    public int EventRingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Answers that may be awaited at once in this process.</summary>
    public int WaitersMax { get; init; } = 32 * 1024;

    internal void Validate()
    {
        Invariant.That(EventRingBytes >= 1 << 20, "the event ring holds at least a megabyte");
        Snapshots.Validate();
        Invariant.That(WaitersMax > 0, "somebody may wait");
        Invariant.That(Writer.GroupCommandsMax <= Journal.GroupCommandsMax, "the journal takes the groups that the writer makes");
    }
}
