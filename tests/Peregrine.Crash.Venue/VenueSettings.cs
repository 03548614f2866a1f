using Peregrine.Sequencer;

namespace Peregrine.Crash.Venue;

/// <summary>A venue whose files are so small that within a second it begins segments, takes snapshots and forgets.</summary>
internal static class VenueSettings
{
    public static VenueOptions For(string folder, long segmentBytes, long snapshotEvery) => new()
    {
        Folder = folder,
        Sequencer = new SequencerOptions
        {
            // Archived and not deleted, so that whoever audits it has the whole sequence to the end.
            Journal = new() { SegmentBytes = segmentBytes, GroupCommandsMax = 128, ArchivesSegments = true },
            Writer = new() { GroupCommandsMax = 96 },
            Events = new() { FileBytes = 256 * 1024, BlockBytes = 16 * 1024 },
            // In small slices with the pause behind each, a snapshot is under way long enough to be interrupted.
            Snapshots = new() { EveryCommands = snapshotEvery, SliceBytes = 4 * 1024 },
            RingCommands = 512,
            EventRingBytes = 1 << 20,
            WaitersMax = 512,
        },
    };
}
