using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>Follows a journal through its segments, checking every byte before it hands out a command.</summary>
internal sealed class FileCommandReader : ICommandReader
{
    private readonly FileCommandLog _log;
    private readonly long _fromSeq;
    private Command[] _commands = new Command[Engine.Engine.GroupMax];
    private Segment? _segment;
    private SegmentCursor? _cursor;

    public FileCommandReader(FileCommandLog log, long fromSeq)
    {
        (_log, _fromSeq) = (log, fromSeq);
        if (fromSeq < log.FirstSeq) throw new JournalException($"the journal begins with command {log.FirstSeq}, and {fromSeq} is asked for: a newer snapshot is needed.");
    }

    public bool TryRead(out CommandGroup group)
    {
        group = default;
        long tail = _log.Tail;
        if (tail < _fromSeq) return false;
        if (_cursor is null) Enter(Find(_fromSeq), null);
        // Not asked beyond what is committed: there the bytes may be those of a group on its way.
        while (_cursor!.NextSeq <= tail)
        {
            if (!_cursor.TryNext()) Enter(Next(), _cursor.Chain);
            else if (_cursor.Header.LastSeq >= _fromSeq) return Unpack(out group);
        }
        return false;
    }

    public void Dispose() => _cursor?.Dispose();

    private bool Unpack(out CommandGroup group)
    {
        ref readonly GroupHeader header = ref _cursor!.Header;
        if (_commands.Length < header.Count) _commands = new Command[Math.Max(header.Count, 2 * _commands.Length)];
        Span<Command> commands = _commands.AsSpan(0, header.Count);
        GroupCodec.Decode(_cursor.Group, commands);
        foreach (ref Command command in commands)
        {
            if (_log.IsSkipped(command.Header.Seq)) MakeTick(ref command);
        }
        int before = (int)Math.Max(0, _fromSeq - header.FirstSeq);
        group = new CommandGroup(commands[before..], before == 0, header.EventHash);
        return true;
    }

    // Number and time stay, so that the sequence has no hole; nobody is answered.
    internal static void MakeTick(ref Command command)
    {
        (long seq, long timeNs) = (command.Header.Seq, command.Header.TimeNs);
        Command.Begin<Tick>(ref command);
        (command.Header.Seq, command.Header.TimeNs) = (seq, timeNs);
    }

    private Segment Find(long seq)
    {
        Segment[] segments = _log.Segments;
        int i = segments.Length - 1;
        while (i > 0 && segments[i].Header.FirstSeq > seq) i--;
        return segments[i];
    }

    private Segment Next()
    {
        foreach (Segment segment in _log.Segments)
        {
            if (segment.Header.Number == _segment!.Header.Number + 1 && segment.Header.FirstSeq == _cursor!.NextSeq) return segment;
        }
        throw JournalException.Damage(_segment!.Name, _cursor!.FaultAt, _cursor.Fault ?? $"command {_cursor.NextSeq} is missing");
    }

    private void Enter(Segment segment, ulong? chain)
    {
        if (segment.Header.RulesVersion != _log.RulesVersion)
            throw new JournalException($"{segment.Name} holds commands under rules {segment.Header.RulesVersion}, and this program has rules {_log.RulesVersion}: start the program that wrote them, let it drain, then start this one.");
        if (chain is { } end && end != segment.Header.Chain) throw JournalException.Damage(segment.Name, 0, "it does not follow from the segment before it");
        _cursor?.Dispose();
        _segment = segment;
        _cursor = new SegmentCursor(_log.Storage.Open(segment.Name), segment.Header);
    }
}
