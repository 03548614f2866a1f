using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Funding;

/// <summary>Premiums and payments (domain §8.1, §8.3); rates are <see cref="FundingRates"/>.</summary>
internal static class FundingMath
{
    /// <summary>trunc((max(0, bid − index) − max(0, index − ask)) · R / index); false when neither side has an impact price.</summary>
    public static bool TryPremium(Subticks bid, Subticks ask, Subticks index, out long premiumPpb)
    {
        long above = bid == Subticks.Zero ? 0 : Math.Max(0, bid.Value - index.Value);
        long below = ask == Subticks.Zero ? 0 : Math.Max(0, index.Value - ask.Value);
        premiumPpb = Rounding.MulDivTrunc(above - below, Ppb.One, index.Value);
        return bid != Subticks.Zero || ask != Subticks.Zero;
    }

    /// <summary>⌈size · index · tv · rate / (SUB · R)⌉: payers pay up, receivers get down.</summary>
    public static Micros Payment(Lots size, Subticks index, long ratePpb, Market market)
    {
        // Below 2⁶⁰ · 10³ by the market's bounds; times a rate below 2³⁰ it fits.
        Int128 value = (Int128)size.Value * index.Value * market.TickLotValue;
        return new(Rounding.Ceil(value * ratePpb, (Int128)Subticks.PerTick * Ppb.One));
    }
}
