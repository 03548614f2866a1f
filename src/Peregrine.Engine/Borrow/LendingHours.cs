using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Borrow;

/// <summary>Takes the rate each whole hour and walks the loans of the hour before, a bounded part a command.</summary>
/// <remarks>
/// The rate of an hour is that of its beginning, for everybody: then no order in which loans are visited, and no loan that comes or goes in between,
/// changes what anybody pays.
/// </remarks>
internal sealed class LendingHours(EngineState state, Timers timers, InterestDesk interest)
{
    private const long Hour = 3_600_000_000_000;
    private const int LoansMax = 1000;

    private LendingState Lending => state.Lending;

    /// <summary>Loans of the hour wait to be visited.</summary>
    public bool HasWork => Lending.AccrualCursor != 0;

    /// <summary>The curve begins to count, bends elsewhere, or ends.</summary>
    public void SetKink(long kinkPpb)
    {
        bool wasOn = Lending.IsOn;
        Lending.KinkPpb = kinkPpb;
        if (wasOn == Lending.IsOn) return;
        if (wasOn)
        {
            timers.Cancel(Lending.Timer);
            (Lending.Timer, Lending.AccrualCursor, Lending.CollateralCursor) = (0, 0, 0);
            (Lending.BeforeRatePpb, Lending.RatePpb) = (0, 0);
            return;
        }
        // Nothing is owed for the time before, and nothing until the first whole hour has taken a rate.
        Lending.HourNs = state.NowNs;
        (Lending.BeforeRatePpb, Lending.RatePpb) = (0, 0);
        Lending.CollateralCursor = 1;
        Load();
    }

    /// <summary>Waits for the next whole hour.</summary>
    public void Load()
    {
        if (Lending.IsOn) Lending.Timer = timers.Add((Lending.HourNs / Hour + 1) * Hour, TimerKind.Borrow, 0, 0);
    }

    /// <summary>A whole hour; several that were missed are one.</summary>
    public void Due()
    {
        // The walk over the hour before comes first, or its loans would be paid for at two rates.
        if (HasWork) Work();
        if (HasWork)
        {
            Load();
            return;
        }
        Lending.HourNs = state.NowNs / Hour * Hour;
        Lending.BeforeRatePpb = Lending.RatePpb;
        Lending.RatePpb = LendingMath.Rate(Lending, LendingMath.Utilisation(state.Loans.Borrowed, Lending.Supplied));
        Lending.AccrualCursor = 1;
        Load();
        Work();
    }

    public void Work()
    {
        for (int left = LoansMax; left > 0; left--)
        {
            int account = state.Loans.NextFrom(Lending.AccrualCursor);
            if (account == 0)
            {
                Lending.AccrualCursor = 0;
                // What an hour's interest did to loans may have brought one too near to its collateral.
                Lending.CollateralCursor = 1;
                return;
            }
            interest.PayHour(account);
            Lending.AccrualCursor = account + 1;
        }
    }
}
