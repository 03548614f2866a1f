using Peregrine.Core;
using Peregrine.Engine.Accounts;

namespace Peregrine.Engine.Borrow;

/// <summary>The formulas of domain §9. Pure.</summary>
internal static class LendingMath
{
    /// <summary>Milliseconds of a year of 365 days.</summary>
    private const long YearMs = 31_536_000_000;

    /// <summary>The part of the vault that is lent out; all of it when it is empty.</summary>
    public static long Utilisation(Micros borrowed, Micros supplied) =>
        supplied.Value == 0 ? Ppb.One : (long)Int128.Min(Ppb.One, (Int128)borrowed.Value * Ppb.One / supplied.Value);

    /// <summary>A year's rate: it rises slowly to the kink and steeply behind it.</summary>
    public static long Rate(LendingState lending, long utilisation)
    {
        long kink = lending.KinkPpb;
        if (utilisation <= kink) return lending.BasePpb + Rounding.MulDivFloor(utilisation, lending.SlopePpb, kink);
        return lending.BasePpb + lending.SlopePpb + Rounding.MulDivFloor(utilisation - kink, lending.SteepSlopePpb, Ppb.One - kink);
    }

    /// <summary>⌈loan · Σ rate · ms / year⌉ over a time in which the rate changed once at most; no loan grows by it beyond the largest amount there is.</summary>
    /// <remarks>A debt that nobody pays back and nobody carries compounds for as long as the venue lives: without an end it would stop the engine one day.</remarks>
    public static Micros Interest(Micros loan, long beforeRate, long beforeMs, long rate, long ms)
    {
        long room = Collateral.AmountMax - loan.Value;
        if (loan.Value == 0 || room <= 0) return Micros.Zero;
        Int128 rateTime = (Int128)beforeRate * beforeMs + (Int128)rate * ms;
        Int128 wholeYears = (Int128)Ppb.One * YearMs;
        return new(rateTime > room * wholeYears / loan.Value ? room : Rounding.Ceil(loan.Value * rateTime, wholeYears));
    }

    /// <summary>The lenders' part of an interest.</summary>
    public static Micros ToLenders(Micros interest, long reservePpb) => Ppb.MulFloor(interest, Ppb.One - reservePpb);

    /// <summary>Shares for money: at first one for each micro-dollar, later what keeps everybody else's worth.</summary>
    public static Int128 SharesFor(Micros amount, long totalShares, Micros supplied) =>
        totalShares == 0 ? amount.Value : (Int128)amount.Value * totalShares / supplied.Value;

    public static Micros WorthOf(long shares, long totalShares, Micros supplied) =>
        totalShares == 0 ? Micros.Zero : new(Rounding.MulDivFloor(shares, supplied.Value, totalShares));
}
