namespace Peregrine.Sequencer.Events;

/// <summary>Which position in the ring comes right after which command: the way in for a reader that knows a sequence number.</summary>
/// <remarks>One thread adds. A mark that is being replaced while a reader looks at it counts as none: a reader trusts the place it is led to.</remarks>
internal sealed class EventMarks
{
    /// <summary>No command has it: the mark is being replaced.</summary>
    private const long Changing = long.MaxValue;
    private readonly long[] _seqs;
    private readonly long[] _positions;
    private long _count;

    public EventMarks(int capacity) => (_seqs, _positions) = (new long[capacity], new long[capacity]);

    public void Add(long seq, long position)
    {
        int slot = (int)(_count % _seqs.Length);
        Volatile.Write(ref _seqs[slot], Changing);
        Volatile.WriteBarrier();
        Volatile.Write(ref _positions[slot], position);
        Volatile.Write(ref _seqs[slot], seq);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The newest mark at or before a command; false when it is older than all that are kept.</summary>
    public bool TryFind(long seq, out long position)
    {
        long count = Volatile.Read(ref _count);
        // The oldest one is left out: it may be overwritten while we look.
        long low = Math.Max(0, count - _seqs.Length + 1);
        long high = count - 1;
        position = -1;
        while (low <= high)
        {
            long middle = low + (high - low) / 2;
            int slot = (int)(middle % _seqs.Length);
            long marked = Volatile.Read(ref _seqs[slot]);
            if (marked <= seq)
            {
                long found = Volatile.Read(ref _positions[slot]);
                Volatile.ReadBarrier();
                // Replaced meanwhile: then all of the old marks are gone that far, and this look has failed.
                if (Volatile.Read(ref _seqs[slot]) != marked) return false;
                position = found;
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return position >= 0;
    }
}
