using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>Writes the events of committed commands to files, in order. For one thread.</summary>
/// <remarks>
/// It flushes when it is told to, and else only once in <see cref="UnsealedFilesMax"/> files: events are derived, and what a crash takes is made again by running the commands again. When the disk
/// refuses, it stops and says why; neither the journal nor the venue waits for it. What it could not write it keeps and tries again when it is told to, and the commands behind that have to be told
/// to it anew. Behind a flush that failed nobody knows what is on the disk before a start has read and written it again.
/// </remarks>
internal sealed class EventFileWriter : IEventSink, IDisposable
{
    /// <summary>So many files may be open without a seal: a start has to read them through, and retention cannot touch them.</summary>
    private const int UnsealedFilesMax = 16;
    private readonly EventFileSet _files;
    private readonly EventFileOptions _options;
    private readonly List<OpenFile> _unsealed = [];
    private byte[] _block;
    private int _used = EventBlockHeader.Size;
    private int _whole = EventBlockHeader.Size;
    private long _firstSeq;
    private long _timeNs;
    private OpenFile? _current;
    // Made for the block that waits, and not seen by anybody before that is in it.
    private OpenFile? _next;
    private bool _isPlaced;
    private bool _beginsAnew;
    private bool _isInDoubt;

    public EventFileWriter(EventFileSet files, EventFileOptions options)
    {
        options.Validate();
        (_files, _options) = (files, options);
        _block = new byte[EventBlockHeader.Size + 2 * options.BlockBytes];
        (LastSeq, _isPlaced, _beginsAnew) = (files.LastSeq, files.LastSeq > 0, files.LastSeq == 0);
    }

    /// <summary>The last command that was taken whole; what readers see is <see cref="EventFileSet.LastSeq"/>.</summary>
    public long LastSeq { get; private set; }

    /// <summary>Why nothing is written any more; null while all is well.</summary>
    public string? Failure { get; private set; }

    /// <summary>True when commands behind the last that was taken were told while the disk refused.</summary>
    public bool HasMissed(long seq) => _isPlaced && LastSeq < seq;

    /// <summary>True while whole commands wait to be written.</summary>
    public bool HasUnwritten => _whole > EventBlockHeader.Size;

    /// <summary>Events of the command under way.</summary>
    public void Take(ReadOnlySpan<byte> events)
    {
        if (Failure is not null) return;
        if (_used + events.Length > _block.Length) Array.Resize(ref _block, Math.Max(_used + events.Length, 2 * _block.Length));
        events.CopyTo(_block.AsSpan(_used));
        _used += events.Length;
    }

    /// <summary>The command has no more events. One that is in the files already is passed over: who runs commands again need not count.</summary>
    /// <param name="seq">The command, or the last of a group of commands: it tells for all of them.</param>
    /// <param name="members">Of the group; 1 for a command of its own.</param>
    public void EndCommand(long seq, int members = 1)
    {
        if (Failure is not null) return;
        if (_isPlaced && seq <= LastSeq)
        {
            _used = _whole;
            return;
        }
        Invariant.That(!_isPlaced || seq == LastSeq + members, "the events of a command are missing");
        Invariant.That(_used > _whole, "every command has an event");
        EventHeader first = MemoryMarshal.Read<EventHeader>(_block.AsSpan(_whole));
        Invariant.That(first.Seq == seq, "the events are of another command");
        if (_whole == EventBlockHeader.Size) _firstSeq = seq - members + 1;
        (LastSeq, _isPlaced, _timeNs, _whole) = (seq, true, first.TimeNs, _used);
        if (_whole >= EventBlockHeader.Size + _options.BlockBytes) WriteOut();
    }

    /// <summary>Lets readers have everything up to <see cref="LastSeq"/>.</summary>
    /// <returns>False when the disk refused, now or before.</returns>
    public bool WriteOut()
    {
        Invariant.That(_used == _whole, "a command is written as a whole");
        if (Failure is not null) return false;
        if (_whole == EventBlockHeader.Size) return true;
        return Guarded(WriteBlock);
    }

    /// <summary>Writes what the disk refused.</summary>
    /// <returns>True when it takes events again.</returns>
    public bool TryAgain()
    {
        if (Failure is null || _isInDoubt) return false;
        string failure = Failure;
        Failure = null;
        _used = _whole;
        if (WriteOut()) return true;
        Failure = failure;
        return false;
    }

    /// <summary>Everything up to <see cref="LastSeq"/> is on stable storage when this returns true. Before a snapshot counts, so that no command before it is ever needed again.</summary>
    public bool Sync() => WriteOut() && Guarded(FlushAndSeal);

    /// <summary>The events before a command cannot be made any more; readers are told of the gap.</summary>
    public void LeaveGap(long nextSeq)
    {
        Invariant.That(nextSeq > LastSeq, "a gap lies ahead");
        if (!WriteOut()) return;
        _current = null;
        (LastSeq, _isPlaced, _beginsAnew) = (nextSeq - 1, true, true);
    }

    public void Dispose()
    {
        foreach (OpenFile file in _unsealed) file.Storage.Dispose();
        _next?.Storage.Dispose();
    }

    private bool Guarded(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (StorageException e)
        {
            Failure = $"events are no longer written behind command {_files.LastSeq}: {e.Message}";
            return false;
        }
    }

    private void WriteBlock()
    {
        ReadOnlySpan<byte> events = _block.AsSpan(EventBlockHeader.Size, _whole - EventBlockHeader.Size);
        bool isNew = _current is null || _current.File.End + _whole > _current.Storage.Length;
        OpenFile into = isNew ? _next ??= Begin() : _current!;
        long at = isNew ? EventFileLayout.FirstBlockAt : into.File.End;
        if (isNew) WriteHeader(into);
        var header = new EventBlockHeader { FirstSeq = _firstSeq, LastSeq = LastSeq, TimeNs = _timeNs, Offset = at };
        header.Seal(events);
        EventBlockHeader.BytesOf(ref header).CopyTo(_block);
        into.Storage.Write(at, _block.AsSpan(0, _whole));
        into.File.Advance(LastSeq, _timeNs, at + _whole);
        if (isNew) Show(into);
        _used = _whole = EventBlockHeader.Size;
    }

    private OpenFile Begin()
    {
        if (_unsealed.Count >= UnsealedFilesMax) FlushAndSeal();
        var file = new EventFile(_files.NextNumber, _firstSeq);
        return new OpenFile(file, _files.Storage.CreateSparse(file.Name, Math.Max(_options.FileBytes, EventFileLayout.FirstBlockAt + _whole)));
    }

    private void WriteHeader(OpenFile into)
    {
        EventFileHeader header = EventFileHeader.Of(_files.VenueId, into.File.Number, _firstSeq, _beginsAnew);
        into.Storage.Write(0, EventFileHeader.BytesOf(in header));
    }

    private void Show(OpenFile begun)
    {
        _files.Add(begun.File);
        _unsealed.Add(begun);
        (_current, _next, _beginsAnew) = (begun, null, false);
    }

    // Oldest first, so that a power cut in between leaves no hole.
    private void FlushAndSeal()
    {
        // Until all of it went well.
        _isInDoubt = true;
        while (_unsealed.Count > 0)
        {
            OpenFile oldest = _unsealed[0];
            if (oldest == _current)
            {
                oldest.Storage.Flush();
                break;
            }
            EventFileSeal.Write(oldest.Storage, oldest.File);
            oldest.Storage.Dispose();
            _unsealed.RemoveAt(0);
        }
        _isInDoubt = false;
    }

    private sealed record OpenFile(EventFile File, IStorageFile Storage);
}
