using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>The end of a market (domain §13.4): announced, sampled, counted, closed.</summary>
internal sealed class SettlementState
{
    /// <summary>0 while the market is to live on.</summary>
    public SettlementPhase Phase;
    public long NoticeNs;
    /// <summary>0 once it has happened.</summary>
    public long ReduceOnlyAtNs;
    public long SettleAtNs;
    /// <summary>The last mark before notice: the price of last resort, and what profits are counted from.</summary>
    public Subticks NoticeMark;
    /// <summary>What comes next of the two times.</summary>
    public int Timer;

    // Samples of the index.
    public long SampledUntilNs;
    public Subticks Held;
    public bool HeldFresh;
    public readonly Int128[] Sums = new Int128[SettlementAverages.Count];
    public readonly long[] Samples = new long[SettlementAverages.Count];

    // The settlement itself.
    public Ticks Price;
    public int Cursor;
    public int Positions;
    public Micros Deficits;
    public Micros Profits;
    /// <summary>What insurance gave.</summary>
    public Micros Insurance;
    /// <summary>What winners give together: D'.</summary>
    public Micros Haircut;
    /// <summary>Money between those who give and those who lack; 0 before and after.</summary>
    public Micros Pot;

    public bool IsWorking => Phase is SettlementPhase.Counting or SettlementPhase.Closing;
}
