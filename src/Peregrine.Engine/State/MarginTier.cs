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

    /// <summary>What a table asks of a position this large, above 0.</summary>
    public static Micros Maintenance(ReadOnlySpan<MarginTier> tiers, Micros notional)
    {
        int at = 0;
        while (at + 1 < tiers.Length && tiers[at + 1].Floor <= notional) at++;
        return Ppb.MulCeil(notional, tiers[at].MmrPpb) - tiers[at].CumulativeMm;
    }
}
