namespace Peregrine.MarketData.Depth;

/// <summary>The latest changes of single orders of one market. Their numbers have no holes, so a place in the ring follows from a number.</summary>
internal sealed class OrderChangeRing
{
    private const int Capacity = 4096;
    private readonly OrderChange[] _changes = new OrderChange[Capacity];
    private long _first = long.MaxValue;
    private long _last;

    public void Add(in OrderChange change)
    {
        _changes[(int)(change.MdSeq % Capacity)] = change;
        if (_first == long.MaxValue) _first = change.MdSeq;
        _last = change.MdSeq;
    }

    /// <summary>Copies what follows a number, as much as fits; −1 when it is no longer here. For readers.</summary>
    public int Copy(long afterMdSeq, Span<OrderChange> into)
    {
        long last = _last;
        if (afterMdSeq >= last) return 0;
        if (afterMdSeq + 1 < Math.Max(_first, last - Capacity + 1)) return -1;
        int count = (int)Math.Min(last - afterMdSeq, into.Length);
        for (int i = 0; i < count; i++) into[i] = _changes[(int)((afterMdSeq + 1 + i) % Capacity)];
        return count;
    }
}
