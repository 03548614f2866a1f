using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;

namespace Peregrine.Sequencer.Tools;

/// <summary>Runs a journal once more up to a command, to see the venue just before it and what it told. It only reads: a venue may run on the same files.</summary>
public sealed class PastReader
{
    private readonly IStorage _storage;
    private readonly Segment[] _segments;
    private readonly long _seq;
    private readonly IEventSink _before, _told;
    private readonly Switch _sink = new();
    private readonly Engine.Engine _engine;
    private int _further;
    private bool _isFound;

    private PastReader(IStorage storage, long seq, IEventSink before, IEventSink told, int further)
    {
        (_storage, _seq, _before, _told, _further) = (storage, seq, before, told, further);
        _segments = SegmentSet.Load(storage).Used;
        if (_segments.Length == 0) throw new JournalException("there is no journal.");
        _engine = Begin();
    }

    /// <param name="storage">The venue's files.</param>
    /// <param name="seq">The command; of a group, any member.</param>
    /// <param name="before">Gets the state that it found.</param>
    /// <param name="told">Gets its events, and those of commands behind it.</param>
    /// <param name="further">So many of these at most, as far as the journal goes.</param>
    /// <exception cref="JournalException">The journal does not reach there, or cannot be read.</exception>
    /// <exception cref="RecoveryException">The engine goes another way than the one that wrote the journal.</exception>
    public static void Read(IStorage storage, long seq, IEventSink before, IEventSink told, int further = 0) => new PastReader(storage, seq, before, told, further).Run();

    private void Run()
    {
        var commands = new Command[Engine.Engine.GroupMax];
        // What lies before the snapshot may be of other rules, and is not needed.
        int first = Math.Max(0, Array.FindLastIndex(_segments, segment => segment.Header.FirstSeq <= _engine.Seq + 1));
        foreach (Segment segment in _segments.AsSpan(first))
        {
            if (segment.Header.RulesVersion != Engine.Engine.RulesVersion)
                throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"{segment.Name} holds commands under rules {segment.Header.RulesVersion}, and this program has rules {Engine.Engine.RulesVersion}: the program that wrote them can read them."));
            using var cursor = new SegmentCursor(_storage.Open(segment.Name), segment.Header);
            while (cursor.TryNext())
            {
                if (cursor.Header.LastSeq <= _engine.Seq) continue;
                if (commands.Length < cursor.Header.Count) commands = new Command[cursor.Header.Count];
                Span<Command> group = commands.AsSpan(0, cursor.Header.Count);
                GroupCodec.Decode(cursor.Group, group);
                if (cursor.Header.FirstSeq == _engine.Seq + 1 && cursor.Header.EventHash != _engine.RollingHash)
                    throw new RecoveryException(string.Create(CultureInfo.InvariantCulture, $"after command {_engine.Seq} this program tells other events than were told first.")) { Seq = _engine.Seq };
                if (Apply(group)) return;
            }
        }
        if (!_isFound) throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"the journal ends with command {_engine.Seq}, before command {_seq}."));
    }

    // True when nothing more is wanted.
    private bool Apply(Span<Command> group)
    {
        foreach (ref Command command in group)
        {
            if (command.Header.Seq <= _engine.Seq) continue;
            if (_isFound && _further-- <= 0) return true;
            if (Array.Exists(_segments, Skips(command.Header.Seq))) FileCommandReader.MakeTick(ref command);
            int members = Math.Max(1, (int)command.Header.GroupCount);
            long first = command.Header.Seq - command.Header.GroupIndex;
            bool isIt = first <= _seq && _seq < first + members;
            if (isIt && _sink.To is null)
            {
                _engine.Describe(new EventWriter(_before));
                _sink.To = _told;
            }
            _engine.Apply(in command);
            _isFound |= isIt && command.Header.GroupIndex == members - 1;
        }
        return _isFound && _further <= 0;
    }

    private static Predicate<Segment> Skips(long seq) => segment => segment.Skips(seq);

    private Engine.Engine Begin()
    {
        SegmentHeader first = _segments[0].Header;
        List<string> refused = [];
        // Of a group the state before its first member is wanted.
        if (SnapshotLoader.Newest(_storage, SnapshotSet.Load(_storage), first.VenueId, _seq - Engine.Engine.GroupMax, _sink, refused) is { } engine) return engine;
        if (first.FirstSeq == 1) return new Engine.Engine(new EventWriter(_sink));
        throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"the journal begins with command {first.FirstSeq}, and no snapshot before command {_seq} is left."));
    }

    /// <summary>Lets events through once it knows to whom.</summary>
    private sealed class Switch : IEventSink
    {
        public IEventSink? To { get; set; }

        public void Take(ReadOnlySpan<byte> events) => To?.Take(events);
    }
}
