namespace Peregrine.Engine.Prices;

/// <summary>Holds back an index that is far from the last one until it is confirmed (domain §7.2).</summary>
/// <remarks>
/// Confirmed is a step by a run of at least three updates in a row over at least three seconds, each from three fifths of the independent sources, that lie
/// within the outlier bound of each other: then the newest holds. Or by ten seconds: then the median of the last three updates does.
/// </remarks>
internal struct StepGuard
{
    private const long RunNs = 3_000_000_000;
    private const long WaitNs = 10_000_000_000;
    private const int UpdatesLeast = 3;

    /// <summary>Since when a step is held back; 0 when none is.</summary>
    public long SinceNs;
    /// <summary>The present run of updates that agree.</summary>
    public long RunFromNs;
    public long RunLow;
    public long RunHigh;
    public int RunCount;
    /// <summary>The last three updates.</summary>
    public long Oldest;
    public long Middle;
    public long Newest;
    /// <summary>Updates held back, up to three.</summary>
    public int Count;

    public readonly bool Holds => SinceNs != 0;

    /// <summary>What waits for confirmation, or 0.</summary>
    public readonly long Candidate => Newest;

    public void Clear() => this = default;

    /// <summary>One more update that is too far from the index; true when a price is confirmed.</summary>
    public bool Offer(long price, int votes, PriceFeed feed, long nowNs, out long confirmed)
    {
        if (!Holds) SinceNs = nowNs;
        (Oldest, Middle, Newest) = (Middle, Newest, price);
        Count = Math.Min(Count + 1, UpdatesLeast);
        Extend(price, votes * 10 >= feed.Votes * 6, feed.Rules.MaxDevPpb, nowNs);
        confirmed = price;
        if (RunCount >= UpdatesLeast && nowNs - RunFromNs >= RunNs) return true;
        confirmed = PriceMath.Median(Oldest, Middle, Newest);
        return Count == UpdatesLeast && nowNs - SinceNs >= WaitNs;
    }

    private void Extend(long price, bool broad, int maxDevPpb, long nowNs)
    {
        long low = Math.Min(RunLow, price);
        long high = Math.Max(RunHigh, price);
        bool agrees = RunCount > 0 && !PriceMath.IsFartherThan(high, low, maxDevPpb);
        if (!broad) RunCount = 0;
        else if (agrees) (RunLow, RunHigh, RunCount) = (low, high, RunCount + 1);
        else (RunFromNs, RunLow, RunHigh, RunCount) = (nowNs, price, price, 1);
    }
}
