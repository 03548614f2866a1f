namespace Peregrine.Sequencer.Events;

/// <summary>Which position in the ring comes right after which command: the way in for a reader that knows a sequence number.</summary>
/// <remarks>One thread adds. A reader may see a mark half replaced; what it finds there it checks against the events themselves.</remarks>
internal sealed class EventMarks
{
    private readonly long[] _seqs;
    private readonly long[] _positions;
    private long _count;

    public EventMarks(int capacity) => (_seqs, _positions) = (new long[capacity], new long[capacity]);

    public void Add(long seq, long position)
    {
        int slot = (int)(_count % _seqs.Length);
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
            if (Volatile.Read(ref _seqs[slot]) <= seq)
            {
                position = Volatile.Read(ref _positions[slot]);
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
