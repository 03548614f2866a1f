namespace Peregrine.Explain.Past;

/// <summary>A market's samples of the hour, an hour that waits for its index, and the epoch that positions settle.</summary>
internal sealed class FundingPast
{
    public Int128 PremiumSum { get; set; }

    public int Samples { get; set; }

    /// <summary>Average and samples of an hour whose rate is fixed and whose index is not.</summary>
    public (long Average, int Samples)? Waiting { get; set; }

    public int Epoch { get; set; }

    public long EpochIndex { get; set; }

    public long EpochRatePpb { get; set; }

    public void Sample(long premium)
    {
        PremiumSum += premium;
        Samples++;
    }

    public void EndHour() => (PremiumSum, Samples) = (0, 0);
}
