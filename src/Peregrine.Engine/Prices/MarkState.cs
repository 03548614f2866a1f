namespace Peregrine.Engine.Prices;

/// <summary>What is remembered between marks: averages, and the second of the last tick. Assets have only the average of their index.</summary>
internal sealed class MarkState
{
    /// <summary>Of the book's distance from the index, τ 150 s and 30 s.</summary>
    public Ema Slow;
    public Ema Fast;
    /// <summary>Of mark, around which takers may trade, τ 60 s; of an asset's index, τ 1 h.</summary>
    public Ema Centre;
    public long TickSecond;
    /// <summary>The last premium that was counted for funding.</summary>
    public long PremiumPpb;
    /// <summary>Handle of the next tick's timer; 0 while the price is set by hand.</summary>
    public int Timer;
}
