using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;
using Peregrine.Sequencer.Storage;

namespace Peregrine.Crash.Golden;

/// <summary>Makes a golden data directory: a journal with the hash of events before each group, a snapshot from behind its middle, and what it comes to.</summary>
internal static class GoldenWriter
{
    private const int GroupCommands = 4;
    private const ulong VenueId = 0x601D;
    private static readonly JournalOptions Options = new() { SegmentBytes = 2 << 20, NewVenueId = VenueId };

    public static void Write(string name, IReadOnlyList<Command> commands)
    {
        string segment;
        long used;
        using (PosixStorage storage = GoldenPlace.Writing(name))
        {
            segment = WriteJournal(storage, commands);
            used = BytesUsed(storage, segment);
        }
        string folder = Path.Combine(GoldenPlace.Root, name);
        File.Delete(Path.Combine(folder, "lock"));
        // Nobody needs the zeros behind the last group.
        using (FileStream file = File.OpenWrite(Path.Combine(folder, segment))) file.SetLength(used);
        string copy = GoldenPlace.CopyOf(name, withSnapshots: false);
        File.WriteAllLines(Path.Combine(folder, GoldenPlace.Expected), GoldenReplay.Of(copy).Lines);
        Directory.Delete(copy, recursive: true);
    }

    private static string WriteJournal(PosixStorage storage, IReadOnlyList<Command> commands)
    {
        using FileCommandLog log = FileCommandLog.Open(storage, Options);
        long epoch = log.Acquire(0);
        var engine = new Engine.Engine(new EventWriter());
        bool hasSnapshot = false;
        foreach (Command[] group in Groups(commands))
        {
            Assert.Equal(AppendResult.Committed, log.Append(epoch, group, engine.RollingHash));
            engine.Apply(group);
            if (hasSnapshot || engine.Seq < commands.Count * 3 / 4) continue;
            WriteSnapshot(storage, engine);
            hasSnapshot = true;
        }
        Assert.Single(log.Segments);
        return log.Segments[0].Name;
    }

    // Members of a group are never parted.
    private static IEnumerable<Command[]> Groups(IReadOnlyList<Command> commands)
    {
        List<Command> group = [];
        foreach (Command command in commands)
        {
            group.Add(command);
            bool isComplete = command.Header.GroupCount <= 1 || command.Header.GroupIndex == command.Header.GroupCount - 1;
            if (!isComplete || group.Count < GroupCommands) continue;
            yield return [.. group];
            group.Clear();
        }
        if (group.Count > 0) yield return [.. group];
    }

    private static void WriteSnapshot(PosixStorage storage, Engine.Engine engine)
    {
        using var keeper = new SnapshotKeeper(storage, SnapshotSet.Load(storage), static _ => { });
        keeper.Begin(SnapshotImage.Of(engine, VenueId, new SnapshotOptions().SliceBytes));
        while (keeper.IsBusy) keeper.Step();
        Assert.Null(keeper.Trouble);
    }

    private static long BytesUsed(PosixStorage storage, string segment)
    {
        Segment only = Assert.Single(SegmentSet.Load(storage).Used);
        using var cursor = new SegmentCursor(storage.Open(segment), only.Header);
        while (cursor.TryNext()) { }
        return cursor.Offset;
    }
}
