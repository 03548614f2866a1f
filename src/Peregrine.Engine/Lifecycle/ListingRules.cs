using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>What the terms of a market must satisfy so that everything later fits: grids, bounds, rates and tiers.</summary>
internal static class ListingRules
{
    private const long NotionalBound = 1L << 60;
    private const long PositionBound = 1L << 40;
    private const int MmrMaxPpb = 500_000_000;
    private const int LeverageBound = 100;
    /// <summary>Tick and lot are in billionths, money in millionths: 10⁹ · 10⁹ / 10⁶.</summary>
    private const long GridPerMicro = 1_000_000_000_000;

    /// <summary>Micro-dollars per tick per lot; 0 when that is not a whole positive number.</summary>
    public static long TickLotValue(in ListMarket terms)
    {
        if (terms.TickE9 <= 0 || terms.LotE9 <= 0) return 0;
        Int128 product = (Int128)terms.TickE9 * terms.LotE9;
        Int128 value = product / GridPerMicro;
        return value * GridPerMicro == product && value < NotionalBound ? (long)value : 0;
    }

    /// <summary>Products of prices, quantities and tv stay below 2⁶⁰, four prices in subticks below 2⁶² (domain §1.1).</summary>
    public static bool Fits(in ListMarket terms, long tickLotValue)
    {
        if (terms.PriceMax.Value <= 0 || (Int128)terms.PriceMax.Value * Subticks.PerTick * 4 >= 1L << 62) return false;
        if (terms.PositionMax.Value is <= 0 or > PositionBound) return false;
        Int128 product = (Int128)terms.PositionMax.Value * terms.PriceMax.Value;
        return product < NotionalBound && product * tickLotValue < NotionalBound;
    }

    public static bool AreSizesSound(in ListMarket terms) =>
        terms.QtyMin.Value >= 1
        && terms.QtyMin <= terms.QtyMax
        && terms.QtyMax <= terms.PositionMax
        && terms.MarketQtyMax >= terms.QtyMin
        && terms.MarketQtyMax <= terms.QtyMax
        && terms.NotionalMin.Value is >= 0 and < NotionalBound
        && terms.OiCap.Value is >= 0 and < NotionalBound
        && AreOiLevelsSound(in terms)
        && terms.OpenOrdersMax >= 1
        && terms.TriggerOrdersMax >= 1
        && terms.ReduceOnlyMax >= 1
        && terms.StrictIsolated <= 1;

    public static bool AreRatesSound(in ListMarket terms) =>
        IsShare(terms.BandUpPpb)
        && IsShare(terms.BandDownPpb)
        && IsShare(terms.ExecRangePpb)
        && IsShare(terms.SlipMaxPpb)
        && (terms.GroupOiSharePpb == 0 || IsShare(terms.GroupOiSharePpb))
        && (terms.ProfitWeightPpb == 0 || IsShare(terms.ProfitWeightPpb))
        && terms.LeverageMax is >= 1 and <= LeverageBound;

    /// <summary>Fills in one tier after the ones below it; false when it does not continue them.</summary>
    public static bool TryTier(in SetTier asked, ReadOnlySpan<MarginTier> below, in ListMarket terms, out MarginTier tier)
    {
        tier = new MarginTier { Floor = asked.Floor, ImrPpb = asked.ImrPpb, MmrPpb = asked.MmrPpb };
        if (asked.MmrPpb is <= 0 or > MmrMaxPpb || asked.MmrPpb >= asked.ImrPpb || asked.ImrPpb > Ppb.One) return false;
        if (below.IsEmpty) return asked.Floor == Micros.Zero && (long)asked.ImrPpb * terms.LeverageMax <= Ppb.One;
        ref readonly MarginTier last = ref below[^1];
        if (asked.Floor <= last.Floor || asked.Floor.Value >= NotionalBound) return false;
        if (asked.ImrPpb < last.ImrPpb || asked.MmrPpb < last.MmrPpb) return false;
        return TryStep(asked.Floor, asked.ImrPpb - last.ImrPpb, last.CumulativeIm, out tier.CumulativeIm)
            && TryStep(asked.Floor, asked.MmrPpb - last.MmrPpb, last.CumulativeMm, out tier.CumulativeMm);
    }

    // Only a whole number of micro-dollars keeps the margin continuous at the floor.
    private static bool TryStep(Micros floor, long ratePpb, Micros before, out Micros after)
    {
        Int128 product = (Int128)floor.Value * ratePpb;
        Int128 whole = product / Ppb.One;
        after = before + new Micros((long)whole);
        return whole * Ppb.One == product;
    }

    private static bool AreOiLevelsSound(in ListMarket terms) =>
        (terms.OiLow == Lots.Zero && terms.OiHigh == Lots.Zero)
        || (terms.OiLow >= Lots.Zero && terms.OiLow < terms.OiHigh && terms.OiHigh.Value < NotionalBound);

    private static bool IsShare(int ppb) => ppb > 0 && ppb <= Ppb.One;
}
