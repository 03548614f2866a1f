namespace Peregrine.MarketData.Markets;

/// <summary>The latest trades of one market.</summary>
internal sealed class TradeTape
{
    public const int Capacity = 1024;
    private readonly PublicTrade[] _trades = new PublicTrade[Capacity];

    public long Count { get; private set; }

    /// <summary>The next trade's number.</summary>
    public long Next => Count + 1;

    public void Add(in PublicTrade trade)
    {
        _trades[(int)(trade.Number % Capacity)] = trade;
        Count = trade.Number;
    }

    /// <summary>The latest trades, oldest first, as many as fit. For readers.</summary>
    public int CopyLatest(Span<PublicTrade> into) => Copy(Math.Max(0, Count - into.Length), into);

    /// <summary>What follows a number, as much as fits; −1 when it is no longer here. For readers.</summary>
    public int Copy(long afterNumber, Span<PublicTrade> into)
    {
        long last = Count;
        if (afterNumber >= last) return 0;
        if (afterNumber < last - Capacity) return -1;
        int count = (int)Math.Min(last - afterNumber, into.Length);
        for (int i = 0; i < count; i++) into[i] = _trades[(int)((afterNumber + 1 + i) % Capacity)];
        return count;
    }
}
