using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Sequencer.Events;

namespace Peregrine.Sequencer.Dispatch;

/// <summary>Follows the events right behind the writer and answers those who wait. The writer waits for it, so it does nothing else.</summary>
/// <remarks>A thread of its own does it when there is much to answer. After a few commands the writer does it himself: that takes him less than it takes a thread to wake up.</remarks>
internal sealed class Dispatcher(EventRing events, WaiterPool waiters)
{
    /// <summary>The origin of commands whose answers are awaited in this process.</summary>
    public const int LocalOrigin = 1;

    // So that a writer who waits for room does not wait for all of it.
    private const int ReleaseEvery = 64 * 1024;
    private long _position = events.Published;
    private int _isTaken;

    /// <summary>There is something to answer, and nobody is at it: whoever is leaves nothing behind.</summary>
    public bool WaitsForSomebody => Volatile.Read(ref _isTaken) == 0 && HasWork;

    private bool HasWork => Volatile.Read(ref _position) < events.Published;

    /// <summary>Goes through everything that is published; false when there was nothing, or another thread is at it.</summary>
    public bool Step()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0) return false;
        try
        {
            return Answer();
        }
        finally
        {
            Volatile.Write(ref _isTaken, 0);
        }
    }

    private bool Answer()
    {
        bool worked = false;
        while (HasWork)
        {
            worked = true;
            long end = Walk(events.From(_position));
            events.Release(end);
            Volatile.Write(ref _position, end);
        }
        return worked;
    }

    private long Walk(ReadOnlySpan<byte> bytes)
    {
        long position = _position;
        int at = 0;
        while (at < bytes.Length && at < ReleaseEvery)
        {
            ref readonly EventHeader header = ref MemoryMarshal.AsRef<EventHeader>(bytes[at..]);
            if (header.Kind == EventKind.CommandDone) Answer(in header, bytes.Slice(at + EventHeader.Size, header.Length - EventHeader.Size));
            at += header.Length;
            long next = events.After(position, header.Length);
            bool turns = next != position + header.Length;
            position = next;
            if (turns) break;
        }
        return position;
    }

    private void Answer(in EventHeader header, ReadOnlySpan<byte> body)
    {
        ref readonly CommandDone done = ref MemoryMarshal.AsRef<CommandDone>(body);
        if (done.Origin == LocalOrigin) waiters.Answer(done.Correlation, new CommandReceipt(header.Seq, header.TimeNs, done, 0));
    }
}
