namespace Peregrine.MarketData.Risk;

/// <summary>The latest of one market's liquidations. Takes no memory before the first.</summary>
internal sealed class RiskTape
{
    public const int Capacity = 256;
    private PublicRisk[]? _entries;

    public long Count { get; private set; }

    public void Add(in PublicRisk entry)
    {
        _entries ??= new PublicRisk[Capacity];
        _entries[(int)(Count % Capacity)] = entry with { Number = Count + 1 };
        Count++;
    }

    /// <summary>What follows a number, oldest first, as much as fits; −1 when some of it is gone. For readers.</summary>
    public int Copy(long afterNumber, Span<PublicRisk> into)
    {
        long last = Count;
        if (_entries is null || afterNumber >= last) return 0;
        if (afterNumber < last - Capacity) return -1;
        int count = (int)Math.Min(last - afterNumber, into.Length);
        for (int i = 0; i < count; i++) into[i] = _entries[(int)((afterNumber + i) % Capacity)];
        return count;
    }

    /// <summary>The latest, oldest first, as many as fit. For readers.</summary>
    public int CopyLatest(Span<PublicRisk> into)
    {
        Span<PublicRisk> latest = into[..Math.Min(into.Length, Capacity)];
        return Copy(Math.Max(0, Count - latest.Length), latest);
    }
}
