using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Sequencer.Events;

/// <summary>Follows the events in memory at its own pace. The writer does not wait for it: who is too slow is told, and goes on from files.</summary>
internal sealed class RingFollower
{
    private readonly EventRing _ring;
    private readonly byte[] _copy;
    private long _position;
    private bool _isPlaced;
    private bool _isFound;

    /// <param name="ring">What is followed.</param>
    /// <param name="afterSeq">The last command whose events the caller has.</param>
    /// <param name="copyBytes">The most that one call returns; at least the longest event.</param>
    public RingFollower(EventRing ring, long afterSeq, int copyBytes = 256 * 1024)
    {
        (_ring, Cursor) = (ring, afterSeq);
        _copy = new byte[Math.Max(copyBytes, ushort.MaxValue + 1)];
    }

    /// <summary>The last command whose events were all handed out.</summary>
    public long Cursor { get; private set; }

    /// <summary>True when what comes next is no longer in memory.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>True once it found its place in the ring.</summary>
    public bool IsPlaced => _isPlaced;

    /// <summary>Begins anew behind another command.</summary>
    public void MoveTo(long afterSeq) => (Cursor, _isPlaced, _isFound, IsBehind) = (afterSeq, false, false, false);

    /// <summary>Whole events that follow the cursor, or nothing when there are none yet, or none any more.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (!_isPlaced && !TryPlace()) return default;
        int length = Copy();
        // Copied first, then asked whether the writer had come round in between.
        Volatile.ReadBarrier();
        if (_ring.Claimed > _position + _ring.Stride)
        {
            IsBehind = true;
            return default;
        }
        return Walk(_copy.AsSpan(0, length));
    }

    private bool TryPlace()
    {
        if (!_ring.Marks.TryFind(Cursor, out _position))
        {
            IsBehind = _ring.Published > 0;
            return false;
        }
        _isPlaced = true;
        return true;
    }

    private int Copy()
    {
        ReadOnlySpan<byte> events = _ring.From(_position);
        int length = Math.Min(events.Length, _copy.Length);
        events[..length].CopyTo(_copy);
        return length;
    }

    // Not always the very next number: the members of a group before its last one have no events.
    private bool IsFirstWanted(in EventHeader header)
    {
        _isFound = header.Index == 0;
        IsBehind = !_isFound;
        return _isFound;
    }

    // Whole events only, no further than the round goes, and past those that the caller has already.
    private ReadOnlySpan<byte> Walk(ReadOnlySpan<byte> events)
    {
        int at = 0;
        int from = 0;
        while (at + EventHeader.Size <= events.Length)
        {
            ref readonly EventHeader header = ref MemoryMarshal.AsRef<EventHeader>(events[at..]);
            if (at + header.Length > events.Length) break;
            long next = _ring.After(_position, header.Length);
            bool turns = next != _position + header.Length;
            at += header.Length;
            if (header.Seq <= Cursor) from = at;
            else if (!_isFound && !IsFirstWanted(in header)) return default;
            else if (header.Kind == EventKind.CommandDone) Cursor = header.Seq;
            _position = next;
            if (turns) break;
        }
        return events[from..at];
    }
}
