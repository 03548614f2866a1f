using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>The one total order in files of one folder. docs/journal.md describes the bytes and what happens when things go wrong.</summary>
/// <remarks>One thread appends. Another may <see cref="Tend"/>, so that nobody waits for a new segment; any number may read.</remarks>
public sealed class FileCommandLog : ICommandLog, IDisposable
{
    private readonly IStorage _storage;
    private readonly JournalOptions _options;
    private readonly byte[] _buffer;
    private readonly SpareSegment _spare;
    // Nobody skips while the journal is open.
    private readonly Segment[] _skipping;
    // Held while the list of segments changes or a new one is made: who needs one then waits for it and does not make another of the same name.
    private readonly Lock _rotating = new();
    private Segment[] _segments;
    private IStorageFile? _file;
    private long _offset;
    private long _tail;
    private ulong _chain;
    private long _epoch;
    private long _lastEpoch;
    private long _keepFrom;
    private string? _failure;

    private FileCommandLog(IStorage storage, JournalOptions options, Segment[] segments)
    {
        (_storage, _options, _segments) = (storage, options, segments);
        _buffer = GC.AllocateArray<byte>(options.GroupBytesMax, pinned: true);
        _spare = new SpareSegment(storage, options.SegmentBytes);
        _skipping = Array.FindAll(segments, static segment => segment.Header.SkippedCount > 0);
    }

    /// <summary>Opens what is there, to its very end; what a crash left half written is cut off and told in <see cref="Cut"/>.</summary>
    /// <exception cref="JournalException">It is damaged, or of another kind.</exception>
    public static FileCommandLog Open(IStorage storage, JournalOptions options)
    {
        options.Validate();
        SegmentSet set = SegmentSet.Load(storage);
        foreach (string name in set.Unused) storage.Delete(name);
        var log = new FileCommandLog(storage, options, set.Used);
        if (set.Used.Length > 0) log.FindEnd(set.Used[^1]);
        return log;
    }

    public long FirstSeq => Segments is [var first, ..] ? first.Header.FirstSeq : Tail + 1;

    public long Tail => Volatile.Read(ref _tail);

    /// <summary>Drawn when the venue began; 0 before the first segment.</summary>
    public ulong VenueId => Segments is [var first, ..] ? first.Header.VenueId : 0;

    /// <summary>What was cut off the end when the journal was opened; null when it ended well.</summary>
    public TornTail? Cut { get; private set; }

    /// <summary>Why nothing can be appended any more; null while all is well.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>True when <see cref="Tend"/> has something to do.</summary>
    public bool WantsTending => Failure is null && ((_epoch != 0 && !_spare.IsReady && Volatile.Read(ref _offset) > _options.SegmentBytes / 4) || Forgettable() > 0);

    internal Segment[] Segments => Volatile.Read(ref _segments);

    internal IStorage Storage => _storage;

    internal int RulesVersion => _options.RulesVersion;

    public long Acquire(int shard)
    {
        Invariant.That(shard == 0, "a local journal has one shard");
        _epoch = _lastEpoch + 1;
        // Commands under other rules begin a segment of their own, because a segment names the rules for all of it.
        if (_segments.Length == 0 || _segments[^1].Header.RulesVersion != _options.RulesVersion)
        {
            BeginSegment(default);
        }
        return _epoch;
    }

    public AppendResult Append(long epoch, ReadOnlySpan<Command> commands, ulong eventHash)
    {
        if (epoch != _epoch) return AppendResult.Fenced;
        if (_failure is not null) return AppendResult.Unknown;
        CheckDense(commands);
        ulong chain = _chain;
        int bytes = GroupCodec.Encode(_buffer, commands, epoch, eventHash, ref chain);
        try
        {
            if (_offset + bytes > _file!.Length && !TryBeginSegment(default)) return AppendResult.Full;
            _file.Write(_offset, _buffer.AsSpan(0, bytes));
            _file.Flush();
        }
        catch (StorageException e)
        {
            // The kernel may have dropped what it could not write, and the next flush would say that all is well: never ask again.
            Volatile.Write(ref _failure, e.Message);
            return AppendResult.Unknown;
        }
        Volatile.Write(ref _offset, _offset + bytes);
        _chain = chain;
        Volatile.Write(ref _tail, commands[^1].Header.Seq);
        return AppendResult.Committed;
    }

    /// <summary>Writes down, in the header of a new segment, that no replay applies these commands.</summary>
    internal void Skip(long seq, long count, OperatorName first, OperatorName second)
    {
        Acquire(0);
        BeginSegment(new SegmentHeader { SkippedSeq = seq, SkippedCount = count, FirstOperator = first, SecondOperator = second });
    }

    public ICommandReader OpenReader(long fromSeq) => new FileCommandReader(this, fromSeq);

    public void Truncate(long epoch, long beforeSeq)
    {
        Invariant.That(epoch == _epoch && beforeSeq <= Tail + 1, "the journal is shortened in the writer's name, and only what is committed");
        Volatile.Write(ref _keepFrom, Math.Max(_keepFrom, beforeSeq));
    }

    /// <summary>Deletes or archives forgotten segments and prepares the next one, away from the writer's thread.</summary>
    public void Tend()
    {
        if (!WantsTending) return;
        // Before the next is made: what goes may be the room that it needs. Oldest first, so that a crash in between leaves no hole.
        for (int forgettable = Forgettable(); forgettable > 0; forgettable--)
        {
            Segment oldest = Segments[0];
            if (_options.ArchivesSegments) _storage.Replace(oldest.Name, oldest.Name + Segment.Archived);
            else _storage.Delete(oldest.Name);
            lock (_rotating) Volatile.Write(ref _segments, _segments[1..]);
        }
        lock (_rotating)
        {
            if (_segments.Length > 0) _spare.Prepare(_segments[^1].Header.Number + 1);
        }
    }

    /// <summary>True when operators decided that no replay applies this command.</summary>
    internal bool IsSkipped(long seq)
    {
        foreach (Segment segment in _skipping)
        {
            if (segment.Skips(seq)) return true;
        }
        return false;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _spare.Dispose();
    }

    private void FindEnd(Segment last)
    {
        _file = _storage.Open(last.Name);
        using var cursor = new SegmentCursor(_storage.Open(last.Name), last.Header);
        while (cursor.TryNext()) { }
        SegmentTail tail = SegmentTail.Scan(_file, cursor.Offset);
        string reason = cursor.Fault ?? "its beginning was never written";
        if (tail.HasLaterGroup) throw JournalException.Damage(last.Name, cursor.FaultAt, $"{reason}, and more commands follow at {tail.LaterGroupAt}");
        if (tail.DirtyEnd > cursor.Offset)
        {
            Cut = new TornTail(last.Name, cursor.Offset, tail.DirtyEnd - cursor.Offset, cursor.NextSeq, reason);
            tail.Clear(_file, cursor.Offset);
        }
        MakeDurable(last, cursor);
        (_offset, _tail, _chain, _lastEpoch) = (cursor.Offset, cursor.NextSeq - 1, cursor.Chain, cursor.Epoch);
    }

    // What can be read is not therefore on the disk: a process may have been killed between write and flush, and after a failed flush the system goes on
    // showing what it never stored, and takes it for stored. Only writing it again makes a flush mean something. No more than the last group can be so.
    private void MakeDurable(Segment last, SegmentCursor cursor)
    {
        if (cursor.NextSeq > last.Header.FirstSeq) _file!.Write(cursor.GroupAt, cursor.Group);
        else _file!.Write(0, SegmentHeader.BytesOf(in last.Header));
        _file.Flush();
    }

    private void BeginSegment(SegmentHeader header)
    {
        if (!TryBeginSegment(header)) throw new StorageException($"there is no room for a journal segment of {_options.SegmentBytes} bytes") { IsFull = true };
    }

    // False when the disk has no room for one; nothing was touched then.
    private bool TryBeginSegment(SegmentHeader header)
    {
        lock (_rotating)
        {
            long number = _segments.Length == 0 ? 1 : _segments[^1].Header.Number + 1;
            IStorageFile file;
            try
            {
                file = _spare.Take(number);
            }
            catch (StorageException e) when (e.IsFull)
            {
                return false;
            }
            header.RulesVersion = _options.RulesVersion;
            header.VenueId = _segments.Length == 0 ? _options.NewVenueId : _segments[^1].Header.VenueId;
            (header.Epoch, header.Number, header.FirstSeq, header.Chain) = (_epoch, number, _tail + 1, _chain);
            header.Seal();
            file.Write(0, SegmentHeader.BytesOf(in header));
            file.Flush();
            _file?.Dispose();
            _file = file;
            Volatile.Write(ref _segments, [.. _segments, new Segment(Segment.NameOf(number), in header)]);
            Volatile.Write(ref _offset, JournalLayout.FirstGroupAt);
            return true;
        }
    }

    // A segment may go when all its commands are older than what must stay. The newest always stays.
    private int Forgettable()
    {
        Segment[] segments = Segments;
        long keepFrom = Volatile.Read(ref _keepFrom);
        int count = 0;
        while (count + 1 < segments.Length && segments[count + 1].Header.FirstSeq <= keepFrom) count++;
        return count;
    }

    private void CheckDense(ReadOnlySpan<Command> commands)
    {
        Invariant.That(commands.Length > 0 && commands.Length <= _options.GroupCommandsMax, "a group is neither empty nor larger than agreed");
        long next = _tail;
        foreach (ref readonly Command command in commands) Invariant.That(command.Header.Seq == ++next, "commands are appended without gaps");
    }
}
