using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Sequencer.Events;

/// <summary>The latest events in memory, as bytes: the writer puts them in, readers on other threads follow.</summary>
/// <remarks>
/// A position is a round and an offset: round × <see cref="Stride"/> + offset. An event begins below the capacity and may end in the margin behind it, so
/// that it is never cut; after one that ended there the next begins at offset 0 of the next round. Bytes at a position live until the writer has claimed
/// one stride more. One follower, the dispatcher, is waited for; all others copy first and then look whether they were overtaken.
/// </remarks>
internal sealed class EventRing : IEventSink
{
    /// <summary>The longest event there can be: its length is told in 16 bits.</summary>
    private const int MarginBytes = ushort.MaxValue + 1;
    private readonly byte[] _bytes;
    private readonly long _capacity;
    private readonly EventMarks _marks;
    private Action _whenFull = static () => { };
    private long _written;
    private long _claimed;
    private long _published;
    private long _released;

    /// <param name="capacity">Bytes of events that are kept at least.</param>
    public EventRing(int capacity)
    {
        _capacity = capacity;
        _bytes = GC.AllocateUninitializedArray<byte>(capacity + MarginBytes, pinned: true);
        // A command makes one event at least, so marks a few events apart last longer than the bytes.
        _marks = new EventMarks(Math.Max(64, capacity / 1024));
    }

    public long Stride => _bytes.Length;

    /// <summary>Where the next event will be; all before it are complete and may be read.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>For the writer: how much was put in that nobody may read yet.</summary>
    public long UntoldBytes => _written - _published;

    public long Claimed => Volatile.Read(ref _claimed);

    public EventMarks Marks => _marks;

    /// <summary>What the writer does while the dispatcher must catch up first.</summary>
    public void WaitWith(Action whenFull) => _whenFull = whenFull;

    public void Take(ReadOnlySpan<byte> events)
    {
        while (!events.IsEmpty)
        {
            int whole = LengthBeforeTurn(events);
            Put(events[..whole]);
            events = events[whole..];
        }
    }

    /// <summary>Lets readers see what was put in, which ends with the last event of <paramref name="lastSeq"/>.</summary>
    public void Publish(long lastSeq)
    {
        _marks.Add(lastSeq, _written);
        Volatile.Write(ref _published, _written);
    }

    /// <summary>The dispatcher is done with everything before.</summary>
    public void Release(long position) => Volatile.Write(ref _released, position);

    /// <summary>The events from a position to the end of its round or of what is published. They stay good while the writer waits for the reader, else until he comes round.</summary>
    public ReadOnlySpan<byte> From(long position)
    {
        long published = Published;
        if (position >= published) return default;
        long offset = position % Stride;
        long round = position - offset;
        long end = published - round;
        // The round is over where its last event ends: at the capacity or in the margin, and only the events themselves say where.
        return _bytes.AsSpan((int)offset, (int)(Math.Min(end, Stride) - offset));
    }

    /// <summary>The position after an event: behind it, or at the beginning of the next round.</summary>
    public long After(long position, int length)
    {
        long offset = position % Stride + length;
        return offset < _capacity ? position + length : position - position % Stride + Stride;
    }

    private void Put(ReadOnlySpan<byte> events)
    {
        long end = _written + events.Length;
        if (end > Volatile.Read(ref _released) + Stride) MakeRoom(end);
        Volatile.Write(ref _claimed, end);
        // A reader that sees new bytes must see the claim as well.
        Volatile.WriteBarrier();
        events.CopyTo(_bytes.AsSpan((int)(_written % Stride)));
        _written = After(_written, events.Length);
    }

    private void MakeRoom(long end)
    {
        for (long released = Volatile.Read(ref _released); end > released + Stride; released = Volatile.Read(ref _released))
        {
            // A command that fills the ring by itself, an order through a hundred thousand others: it is told in parts, without a mark, as no reader begins there.
            if (released == _published) Volatile.Write(ref _published, _written);
            _whenFull();
        }
    }

    // As many whole events as go in before the round turns: those that begin below the capacity.
    private int LengthBeforeTurn(ReadOnlySpan<byte> events)
    {
        long room = _capacity - _written % Stride;
        if (events.Length <= room) return events.Length;
        int at = 0;
        while (at < events.Length && at < room) at += MemoryMarshal.Read<ushort>(events[at..]);
        return at;
    }
}
