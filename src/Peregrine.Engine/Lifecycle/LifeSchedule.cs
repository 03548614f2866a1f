using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.Orders;

namespace Peregrine.Engine.Lifecycle;

/// <summary>What the lives of markets have due, for the schedule of everything.</summary>
internal sealed class LifeSchedule(
    MarketStates states, Delisting delisting, Settlement settlement, ChangeDesk changes, LendingHours hours, Conversions conversions,
    OrderAuctions auctions)
{
    /// <summary>A walk that one command could not finish goes on with the next.</summary>
    public bool HasWork => settlement.HasWork || hours.HasWork || conversions.IsWalking;

    public void Work()
    {
        settlement.Work();
        if (hours.HasWork) hours.Work();
    }

    public void Run(in DueTimer timer)
    {
        switch (timer.Kind)
        {
            case TimerKind.AuctionEnd:
                states.EndAuction(timer.Payload);
                break;
            case TimerKind.Mode:
                delisting.Due(timer.Payload);
                break;
            case TimerKind.JitEnd:
                auctions.End(timer.Payload);
                break;
            case TimerKind.ParameterStep:
                changes.Due(timer.Payload);
                break;
            case TimerKind.Borrow:
                hours.Due();
                break;
            default:
                Invariant.That(false, "nobody sets a timer of this kind");
                break;
        }
    }
}
