using Peregrine.Core;

namespace Peregrine.Engine.Prices;

/// <summary>A configured source and what it said last.</summary>
internal struct PriceSource
{
    public SetSource Terms;
    /// <summary>0 before its first sample.</summary>
    public long Price;
    public long TimeNs;
    public int ConfidencePpb;

    /// <summary>Takes a sample. Nobody knows anything before it is told: a clock that runs ahead must not keep a sample young.</summary>
    public void Hear(in PriceSample sample, long nowNs)
    {
        long timeNs = Math.Min(sample.TimeNs, nowNs);
        if (timeNs < TimeNs) return;
        (Price, TimeNs, ConfidencePpb) = (sample.Price, timeNs, sample.ConfidencePpb);
    }
}
