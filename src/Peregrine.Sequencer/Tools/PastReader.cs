using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;

namespace Peregrine.Sequencer.Tools;

/// <summary>Runs a journal once more up to a command, to see the venue just before it and what it told. It only reads: a venue may run on the same files.</summary>
public static class PastReader
{
    /// <param name="storage">The venue's files.</param>
    /// <param name="seq">The command; of a group, any member.</param>
    /// <param name="before">Gets the state that it found.</param>
    /// <param name="told">Gets its events.</param>
    /// <exception cref="JournalException">The journal does not reach there, or cannot be read.</exception>
    /// <exception cref="RecoveryException">The engine goes another way than the one that wrote the journal.</exception>
    public static void Read(IStorage storage, long seq, IEventSink before, IEventSink told)
    {
        Segment[] segments = SegmentSet.Load(storage).Used;
        if (segments.Length == 0) throw new JournalException("there is no journal.");
        var sink = new Switch();
        Engine.Engine engine = Begin(storage, segments[0], seq, sink);
        var commands = new Command[Engine.Engine.GroupMax];
        foreach (Segment segment in segments)
        {
            if (segment.Header.RulesVersion != Engine.Engine.RulesVersion)
                throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"{segment.Name} holds commands under rules {segment.Header.RulesVersion}, and this program has rules {Engine.Engine.RulesVersion}: the program that wrote them can read them."));
            using var cursor = new SegmentCursor(storage.Open(segment.Name), segment.Header);
            while (cursor.TryNext())
            {
                if (cursor.Header.LastSeq <= engine.Seq) continue;
                if (commands.Length < cursor.Header.Count) commands = new Command[cursor.Header.Count];
                Span<Command> group = commands.AsSpan(0, cursor.Header.Count);
                GroupCodec.Decode(cursor.Group, group);
                if (cursor.Header.FirstSeq == engine.Seq + 1 && cursor.Header.EventHash != engine.RollingHash)
                    throw new RecoveryException(string.Create(CultureInfo.InvariantCulture, $"after command {engine.Seq} this program tells other events than were told first.")) { Seq = engine.Seq };
                if (Apply(engine, group, segments, seq, sink, before, told)) return;
            }
        }
        throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"the journal ends with command {engine.Seq}, before command {seq}."));
    }

    // True when the command was applied.
    private static bool Apply(Engine.Engine engine, Span<Command> group, Segment[] segments, long seq, Switch sink, IEventSink before, IEventSink told)
    {
        foreach (ref Command command in group)
        {
            if (command.Header.Seq <= engine.Seq) continue;
            if (Array.Exists(segments, Skips(command.Header.Seq))) FileCommandReader.MakeTick(ref command);
            int members = Math.Max(1, (int)command.Header.GroupCount);
            long first = command.Header.Seq - command.Header.GroupIndex;
            bool isIt = first <= seq && seq < first + members;
            if (isIt && sink.To is null)
            {
                engine.Describe(new EventWriter(before));
                sink.To = told;
            }
            engine.Apply(in command);
            if (isIt && command.Header.GroupIndex == members - 1) return true;
        }
        return false;
    }

    private static Predicate<Segment> Skips(long seq) => segment => segment.Skips(seq);

    private static Engine.Engine Begin(IStorage storage, Segment first, long seq, Switch sink)
    {
        List<string> refused = [];
        // Of a group the state before its first member is wanted.
        if (SnapshotLoader.Newest(storage, SnapshotSet.Load(storage), first.Header.VenueId, seq - Engine.Engine.GroupMax, sink, refused) is { } engine) return engine;
        if (first.Header.FirstSeq == 1) return new Engine.Engine(new EventWriter(sink));
        throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"the journal begins with command {first.Header.FirstSeq}, and no snapshot before command {seq} is left."));
    }

    /// <summary>Lets events through once it knows to whom.</summary>
    private sealed class Switch : IEventSink
    {
        public IEventSink? To { get; set; }

        public void Take(ReadOnlySpan<byte> events) => To?.Take(events);
    }
}
