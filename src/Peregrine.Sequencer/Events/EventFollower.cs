using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;

namespace Peregrine.Sequencer.Events;

/// <summary>Follows the files when behind and the ring when near, and changes from one to the other as often as need be.</summary>
/// <remarks>
/// The ring may leave a reader in the middle of a command, files hold whole commands only: so an event's place within its command is remembered, and what
/// was delivered is not delivered again.
/// </remarks>
internal sealed class EventFollower : IEventReader, IDisposable
{
    private readonly EventFileReader _files;
    private readonly RingFollower _ring;
    /// <summary>The command of which some events were delivered and some not; 0 for none.</summary>
    private long _openSeq;
    private int _nextIndex;

    public EventFollower(EventFileSet files, EventRing ring, long afterSeq)
    {
        (_files, _ring) = (new EventFileReader(files, afterSeq), new RingFollower(ring, afterSeq));
        Cursor = afterSeq;
    }

    public long Cursor { get; private set; }

    public bool IsGone { get; private set; }

    /// <summary>Some events of the command behind the cursor were delivered, and some not.</summary>
    public bool IsWithinCommand => _openSeq != 0;

    /// <summary>True while the events come from memory.</summary>
    public bool IsNear { get; private set; }

    public ReadOnlySpan<byte> Next()
    {
        if (IsNear)
        {
            ReadOnlySpan<byte> near = _ring.Next();
            if (!_ring.IsBehind) return Deliver(near);
            IsNear = false;
            _files.MoveTo(Cursor);
        }
        ReadOnlySpan<byte> events = _files.Next();
        return events.IsEmpty ? TryRing() : Deliver(events);
    }

    /// <summary>Goes on behind another command.</summary>
    public void MoveTo(long afterSeq)
    {
        (Cursor, IsGone, IsNear, _openSeq, _nextIndex) = (afterSeq, false, false, 0, 0);
        _files.MoveTo(afterSeq);
    }

    public void Dispose() => _files.Dispose();

    // The files have no more; the ring may, or nobody has.
    private ReadOnlySpan<byte> TryRing()
    {
        bool isGoneFromFiles = _files.IsGone;
        _ring.MoveTo(Cursor);
        ReadOnlySpan<byte> events = _ring.Next();
        IsNear = _ring.IsPlaced && !_ring.IsBehind;
        // Not in the ring and not in the files yet: the files are being written behind the ring, so it is a matter of waiting.
        IsGone = !IsNear && isGoneFromFiles;
        return IsNear ? Deliver(events) : default;
    }

    private ReadOnlySpan<byte> Deliver(ReadOnlySpan<byte> events)
    {
        int at = 0;
        int from = 0;
        while (at < events.Length)
        {
            EventHeader header = MemoryMarshal.Read<EventHeader>(events[at..]);
            at += header.Length;
            if (header.Seq == _openSeq && header.Index < _nextIndex)
            {
                from = at;
                continue;
            }
            bool follows = _openSeq == 0 ? header.Seq > Cursor && header.Index == 0 : header.Seq == _openSeq && header.Index == _nextIndex;
            Invariant.That(follows, "a follower was given events out of order");
            (_openSeq, _nextIndex) = (header.Seq, _nextIndex + 1);
            if (header.Kind == EventKind.CommandDone) (Cursor, _openSeq, _nextIndex) = (header.Seq, 0, 0);
        }
        return events[from..];
    }
}
