using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>One bracket of a market's marginal margin table: continuous at its floor by construction.</summary>
internal struct MarginTier
{
    public Micros Floor;
    public long ImrPpb;
    public long MmrPpb;
    public Micros CumulativeIm;
    public Micros CumulativeMm;
}
