namespace Peregrine.MarketData.Memory;

/// <summary>The latest entries of one kind, numbered from 1: so many, and with them what one command or the last second made. Takes no memory before the first.</summary>
/// <remarks>One order may trade with thousands, and whoever follows is a few milliseconds behind: a fixed number would be gone before anybody could read it.</remarks>
internal sealed class Tape<T>(int capacity)
    where T : struct, IDated
{
    /// <summary>However fast they come.</summary>
    internal const int EntriesMax = 1 << 17;
    private const long YoungNs = 1_000_000_000;
    private T[]? _entries;
    // Numbers up to this one were overwritten before there was more room.
    private long _goneWhenSmaller;

    public long Count { get; private set; }

    /// <summary>The next entry's number.</summary>
    public long Next => Count + 1;

    public void Add(in T entry)
    {
        T[] entries = _entries ??= new T[capacity];
        if (Count >= entries.Length && entries.Length < EntriesMax && entry.TimeNs - entries[Count % entries.Length].TimeNs < YoungNs) entries = Grow(entries);
        entries[Count % entries.Length] = entry;
        Count++;
    }

    /// <summary>What follows a number, oldest first, as much as fits; −1 when some of it is gone. For readers.</summary>
    public int Copy(long afterNumber, Span<T> into)
    {
        long last = Count;
        if (_entries is not { } entries || afterNumber >= last) return 0;
        if (afterNumber < GoneTo(entries)) return -1;
        int count = (int)Math.Min(last - afterNumber, into.Length);
        for (int i = 0; i < count; i++) into[i] = entries[(afterNumber + i) % entries.Length];
        return count;
    }

    /// <summary>The latest, oldest first, as many as fit. For readers.</summary>
    public int CopyLatest(Span<T> into) => _entries is { } entries ? Copy(Math.Max(GoneTo(entries), Count - into.Length), into) : 0;

    private long GoneTo(T[] entries) => Math.Max(_goneWhenSmaller, Count - entries.Length);

    private T[] Grow(T[] entries)
    {
        var larger = new T[2 * entries.Length];
        _goneWhenSmaller = Count - entries.Length;
        for (long number = _goneWhenSmaller; number < Count; number++) larger[number % larger.Length] = entries[number % entries.Length];
        return _entries = larger;
    }
}
