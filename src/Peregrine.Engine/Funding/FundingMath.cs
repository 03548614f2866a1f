using Peregrine.Core;
using Peregrine.Engine.Prices;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Funding;

/// <summary>Premium, rates and payments (domain §8.1 to §8.3, §8.5).</summary>
internal static class FundingMath
{
    private const long SecondMs = 1000;

    /// <summary>trunc((max(0, bid − index) − max(0, index − ask)) · R / index); false when neither side has an impact price.</summary>
    public static bool TryPremium(Subticks bid, Subticks ask, Subticks index, out long premiumPpb)
    {
        long above = bid == Subticks.Zero ? 0 : Math.Max(0, bid.Value - index.Value);
        long below = ask == Subticks.Zero ? 0 : Math.Max(0, index.Value - ask.Value);
        premiumPpb = Rounding.MulDivTrunc(above - below, Ppb.One, index.Value);
        return bid != Subticks.Zero || ask != Subticks.Zero;
    }

    public static long AveragePremium(Int128 sum, int samples) => samples == 0 ? 0 : Rounding.Trunc(sum, samples);

    /// <summary>clamp(premium + clamp(I − premium, −c, c), −cap8, cap8).</summary>
    public static long Rate8(long premiumPpb, in SetPriceRules rules)
    {
        long pull = Math.Clamp(rules.InterestPpb - premiumPpb, -rules.InterestBandPpb, rules.InterestBandPpb);
        return Math.Clamp(premiumPpb + pull, -rules.FundingCap8Ppb, rules.FundingCap8Ppb);
    }

    /// <summary>An hour's rate, for the part of the hour that had samples.</summary>
    public static long HourlyRate(long rate8Ppb, long validMs, in SetPriceRules rules)
    {
        long whole = Math.Clamp(rate8Ppb / 8, -rules.FundingCapPpb, rules.FundingCapPpb);
        return Rounding.MulDivTrunc(whole, validMs, MarkMath.HourMs);
    }

    /// <summary>A sample stands for its second; seconds that were missed had none and are not made up for.</summary>
    public static long ValidMs(int samples) => Math.Min(samples * SecondMs, MarkMath.HourMs);

    /// <summary>⌈size · index · tv · rate / (SUB · R)⌉: payers pay up, receivers get down.</summary>
    public static Micros Payment(Lots size, Subticks index, long ratePpb, Market market)
    {
        // Below 2⁶⁰ · 10³ by the market's bounds; times a rate below 2³⁰ it fits.
        Int128 value = (Int128)size.Value * index.Value * market.TickLotValue;
        return new(Rounding.Ceil(value * ratePpb, (Int128)Market.Sub * Ppb.One));
    }
}
