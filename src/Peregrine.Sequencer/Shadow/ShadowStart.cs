using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;

namespace Peregrine.Sequencer.Shadow;

/// <summary>Where the shadow begins: as late as possible, and early enough to tell the event files what they lack.</summary>
internal static class ShadowStart
{
    /// <param name="storage">Where everything lies.</param>
    /// <param name="log">The commands.</param>
    /// <param name="set">The snapshots there are.</param>
    /// <param name="events">Takes the events.</param>
    /// <param name="eventsEnd">The last command whose events are in the files; 0 when there are none.</param>
    /// <param name="told">What an operator should hear of it.</param>
    public static Engine.Engine Begin(IStorage storage, FileCommandLog log, SnapshotSet set, EventFileWriter events, long eventsEnd, List<string> told)
    {
        // Files that end before a snapshot are mended from an earlier one. Where there are none, nobody misses what they would have held.
        long notAfter = eventsEnd == 0 ? long.MaxValue : eventsEnd;
        if (SnapshotLoader.Newest(storage, set, log.VenueId, notAfter, events, told) is { } mending) return mending;
        if (log.FirstSeq == 1) return new Engine.Engine(new EventWriter(events));
        Engine.Engine engine = SnapshotLoader.Newest(storage, set, log.VenueId, long.MaxValue, events, told)
            ?? throw new SnapshotException(string.Create(CultureInfo.InvariantCulture, $"the journal begins with command {log.FirstSeq}, and no snapshot reaches so far"));
        told.Add(string.Create(CultureInfo.InvariantCulture,
            $"the events of commands {eventsEnd + 1} to {engine.Seq} are lost: the commands before the snapshot are no longer there to be run again"));
        events.LeaveGap(engine.Seq + 1);
        return engine;
    }
}
