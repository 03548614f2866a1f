namespace Peregrine.MarketData.Memory;

/// <summary>The latest entries of one kind, numbered from 1. Takes no memory before the first.</summary>
internal sealed class Tape<T>(int capacity)
    where T : struct
{
    private T[]? _entries;

    public long Count { get; private set; }

    /// <summary>The next entry's number.</summary>
    public long Next => Count + 1;

    public void Add(in T entry)
    {
        _entries ??= new T[capacity];
        _entries[(int)(Count % capacity)] = entry;
        Count++;
    }

    /// <summary>What follows a number, oldest first, as much as fits; −1 when some of it is gone. For readers.</summary>
    public int Copy(long afterNumber, Span<T> into)
    {
        long last = Count;
        if (_entries is null || afterNumber >= last) return 0;
        if (afterNumber < last - capacity) return -1;
        int count = (int)Math.Min(last - afterNumber, into.Length);
        for (int i = 0; i < count; i++) into[i] = _entries[(int)((afterNumber + i) % capacity)];
        return count;
    }

    /// <summary>The latest, oldest first, as many as fit. For readers.</summary>
    public int CopyLatest(Span<T> into)
    {
        Span<T> latest = into[..Math.Min(into.Length, capacity)];
        return Copy(Math.Max(0, Count - latest.Length), latest);
    }
}
