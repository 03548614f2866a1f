using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Margin;

/// <summary>Where mark would bring a position to its maintenance margin or use up what stands behind it (domain §10.3).</summary>
/// <remarks>
/// For display and warnings: liquidation itself compares equity with margin and asks no closed form. Rounded toward mark, so that the position is never
/// told to live longer than it does. "Backing" is M: an isolated pot, or a cross account's equity and margin without this position.
/// </remarks>
internal static class LiquidationPrice
{
    /// <summary>The price at which equity is the maintenance margin; false when no price of this market brings it there.</summary>
    public static bool TryEstimate(in Position position, Market market, Micros backing, out Subticks price)
    {
        bool isLong = position.Size.Value > 0;
        Int128 worth = Worth(in position, backing);
        ref readonly MarginTier tier = ref TierAt(market, worth, isLong);
        Int128 money = isLong ? worth - tier.CumulativeMm.Value : worth + tier.CumulativeMm.Value;
        return TryPrice(in position, market, money, tier.MmrPpb, out price);
    }

    /// <summary>The price at which a close, after a fee at this rate, leaves nothing; false when there is none.</summary>
    public static bool TryBankruptcy(in Position position, Market market, Micros backing, long feePpb, out Subticks price) =>
        TryPrice(in position, market, Worth(in position, backing), feePpb, out price);

    /// <summary>Closing here as a taker leaves the account what it had before the position was opened (domain §5.1); false when any price does.</summary>
    public static bool TryBreakEven(in Position position, Market market, int takerPpb, out Subticks price) => ClosedForm.TryBreakEven(
        position.Size, position.Cost, position.Realised - position.FeesPaid - position.FundingPaid, market.TickLotValue, market.Terms.PriceMax, takerPpb, out price);

    // What the position's notional is when equity is 0: C − M for a long, C + M for a short.
    private static Int128 Worth(in Position position, Micros backing)
    {
        Int128 cost = Math.Abs(position.Cost.Value);
        return position.Size.Value > 0 ? cost - backing.Value : cost + backing.Value;
    }

    // The tier in which equity meets the margin: the highest whose floor is not past that point. Exact, without a division.
    private static ref readonly MarginTier TierAt(Market market, Int128 worth, bool isLong)
    {
        ReadOnlySpan<MarginTier> tiers = market.Tiers;
        Int128 scaled = worth * Ppb.One;
        int at = tiers.Length - 1;
        while (at > 0 && FloorWorth(in tiers[at], isLong) > scaled) at--;
        return ref tiers[at];
    }

    // F(1 ∓ mmr) ± cm, times R.
    private static Int128 FloorWorth(in MarginTier tier, bool isLong) => isLong
        ? (Int128)tier.Floor.Value * (Ppb.One - tier.MmrPpb) + (Int128)tier.CumulativeMm.Value * Ppb.One
        : (Int128)tier.Floor.Value * (Ppb.One + tier.MmrPpb) - (Int128)tier.CumulativeMm.Value * Ppb.One;

    private static bool TryPrice(in Position position, Market market, Int128 money, long ratePpb, out Subticks price) =>
        ClosedForm.TryPrice(position.Size, market.TickLotValue, market.Terms.PriceMax, money, ratePpb, out price);
}
