using Peregrine.Core;

namespace Peregrine.Engine.Funding;

/// <summary>One market's funding: the samples of the hour, the last rate, and the epoch that positions settle.</summary>
internal sealed class FundingState
{
    /// <summary>Σ premium over the valid samples of this hour.</summary>
    public Int128 Premium;
    public int Samples;
    /// <summary>Seconds of this hour in which the market's state had no funding.</summary>
    public int OffSeconds;
    /// <summary>The last hourly rate, which mark anticipates.</summary>
    public long RatePpb;

    /// <summary>Handle of the hour's timer; 0 while funding is off.</summary>
    public int Timer;
    public long NextHourNs;

    /// <summary>An hour whose rate is fixed and whose price waits for a fresh index; default for none.</summary>
    public FundingHour Waiting;

    // The epoch: fixed once, paid by every position in its own time. Its number is the market's, where fills look.
    public Subticks EpochIndex;
    public long EpochRatePpb;
    /// <summary>Next account to settle; 0 when all have.</summary>
    public int Cursor;
    /// <summary>What was paid and not yet received since the epoch began; negative while receivers came first.</summary>
    public Micros Clearing;
    public Micros Paid;
    public Micros Received;
    public int Settled;

    public bool IsSweeping => Cursor != 0;
}
