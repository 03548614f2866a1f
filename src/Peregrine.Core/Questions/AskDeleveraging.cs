namespace Peregrine.Core;

/// <summary>Where a position stands in the queue of its market, and what a deleveraging would take from it. Answered with <see cref="AdlAnswer"/>.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Market">Where.</param>
/// <param name="Lots">That would have to be closed.</param>
/// <param name="Price">At which; 0 is mark.</param>
public readonly record struct AskDeleveraging(int Account, ushort Market, Lots Lots, Ticks Price);

/// <summary>Where a position stands among its side, to the second. Answered with <see cref="AdlPlace"/>.</summary>
public readonly record struct AskAdlPlace(int Account, ushort Market);

/// <summary>A place in the queue as it was within the last second.</summary>
/// <param name="Rank">From 1, the first to be asked; 0 for who is not asked.</param>
/// <param name="Of">How many there are.</param>
/// <param name="ScorePpb">Profit and leverage, less of it when hedged.</param>
/// <param name="AtNs">Engine time of the ranking.</param>
public readonly record struct AdlPlace(int Rank, int Of, long ScorePpb, long AtNs)
{
    /// <summary>100 for the first to be asked, near 0 for the last; 0 for who is not asked.</summary>
    public int Percentile => Rank == 0 ? 0 : (int)(100L * (Of - Rank + 1) / Of);
}
