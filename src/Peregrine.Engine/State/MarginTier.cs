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
        ref readonly MarginTier tier = ref Of(tiers, notional);
        return Ppb.MulCeil(notional, tier.MmrPpb) - tier.CumulativeMm;
    }

    /// <summary>The bracket that a position of this size is in.</summary>
    public static ref readonly MarginTier Of(ReadOnlySpan<MarginTier> tiers, Micros notional)
    {
        int at = 0;
        while (at + 1 < tiers.Length && tiers[at + 1].Floor <= notional) at++;
        return ref tiers[at];
    }
}
