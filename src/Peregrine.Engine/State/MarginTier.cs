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

    /// <summary>The bracket of a table in which a notional lies.</summary>
    public static ref readonly MarginTier Of(ReadOnlySpan<MarginTier> tiers, Micros notional)
    {
        int tier = 0;
        while (tier + 1 < tiers.Length && tiers[tier + 1].Floor <= notional) tier++;
        return ref tiers[tier];
    }

    /// <summary>What the table asks of a position this large, above 0.</summary>
    public static Micros Maintenance(ReadOnlySpan<MarginTier> tiers, Micros notional)
    {
        ref readonly MarginTier tier = ref Of(tiers, notional);
        return Ppb.MulCeil(notional, tier.MmrPpb) - tier.CumulativeMm;
    }
}
