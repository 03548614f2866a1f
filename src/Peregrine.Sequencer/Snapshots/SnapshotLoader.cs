using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>Builds an engine from the newest snapshot that is good; a bad one is told of and passed over.</summary>
internal static class SnapshotLoader
{
    /// <param name="storage">Where the files are.</param>
    /// <param name="set">Which there are.</param>
    /// <param name="venueId">Whose journal it is.</param>
    /// <param name="notAfter">A newer one would be no use.</param>
    /// <param name="sink">Where the engine's events go.</param>
    /// <param name="refused">Says why what was passed over was.</param>
    /// <returns>Null when there is none.</returns>
    public static Engine.Engine? Newest(IStorage storage, SnapshotSet set, ulong venueId, long notAfter, IEventSink sink, List<string> refused)
    {
        foreach (long seq in set.Seqs)
        {
            if (seq > notAfter) continue;
            try
            {
                return Load(storage, seq, venueId, sink);
            }
            catch (Exception e) when (e is SnapshotException or StorageException)
            {
                refused.Add(string.Create(CultureInfo.InvariantCulture, $"the snapshot after command {seq} cannot be used: {e.Message}"));
            }
        }
        return null;
    }

    private static Engine.Engine Load(IStorage storage, long seq, ulong venueId, IEventSink sink)
    {
        using SnapshotFile file = SnapshotFile.Open(storage, seq, venueId);
        Engine.Engine engine = Engine.Engine.Restore(file, new EventWriter(sink));
        ref readonly SnapshotFileHeader header = ref file.Header;
        if (engine.Seq != header.Seq || engine.TimeNs != header.TimeNs || engine.RollingHash != header.RollingHash)
            throw new SnapshotException("its contents are of another moment than its header says");
        return engine;
    }
}
