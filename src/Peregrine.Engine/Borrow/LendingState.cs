using Peregrine.Core;

namespace Peregrine.Engine.Borrow;

/// <summary>The vault that loans come from (domain §9): its money, its shares, its rate.</summary>
internal sealed class LendingState
{
    /// <summary>All that lenders have in the vault, lent out or not.</summary>
    public Micros Supplied;
    public long TotalShares;
    /// <summary>Shares of an earlier epoch are of a vault that lost everything.</summary>
    public int Epoch;

    // The rate's curve. A kink of 0 turns lending off: loans bear nothing and nothing is sold for them.
    public long BasePpb;
    public long SlopePpb;
    public long SteepSlopePpb;
    public long KinkPpb;
    public long ReservePpb;

    /// <summary>In force from <see cref="HourNs"/> on, and before it.</summary>
    public long RatePpb;
    public long BeforeRatePpb;
    /// <summary>The whole hour at which the rate was last taken.</summary>
    public long HourNs;
    public int Timer;

    /// <summary>Next account of the hour's accrual; 0 when it is done.</summary>
    public int AccrualCursor;
    /// <summary>Next account whose collateral is to be compared with its loan; 0 when that is done.</summary>
    public int CollateralCursor;

    public bool IsOn => KinkPpb != 0;

    /// <summary>Collateral counts for less, or a loan for more: every loan is compared with what stands behind it again.</summary>
    public void Revisit()
    {
        if (IsOn) CollateralCursor = 1;
    }
}
