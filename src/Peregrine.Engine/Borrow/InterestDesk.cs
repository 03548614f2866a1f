using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Borrow;

/// <summary>Moves interest from who owes it to the lenders and to insurance.</summary>
internal sealed class InterestDesk(EngineState state, InsuranceFund insurance)
{
    /// <summary>Of one loan, up to the whole hour whose rate was taken last.</summary>
    public void PayHour(int account)
    {
        if (state.Accounts[account].AccruedNs >= state.Lending.HourNs) return;
        Loans.Interest interest = state.Loans.AccrueTo(account, state.Lending.HourNs);
        Pay(account, in interest);
    }

    /// <summary>What was put aside when loans changed during the command.</summary>
    public void PayDue()
    {
        foreach (int account in state.Loans.TakeDue())
        {
            Loans.Interest interest = state.Loans.TakeInterest(account);
            Pay(account, in interest);
        }
    }

    private void Pay(int account, in Loans.Interest interest)
    {
        if (interest.Amount.Value == 0) return;
        LendingState lending = state.Lending;
        Micros toLenders = lending.TotalShares == 0 ? Micros.Zero : LendingMath.ToLenders(interest.Amount, lending.ReservePpb);
        state.Loans.Charge(account, interest.Amount);
        lending.Supplied += toLenders;
        insurance.Credit(null, interest.Amount - toLenders);
        state.Touch(account);
        state.Events.Add(account, 0, new InterestPaid
        {
            Loan = interest.Loan,
            Interest = interest.Amount,
            ToLenders = toLenders,
            Cash = state.Accounts[account].Cash,
            RatePpb = interest.RatePpb,
            BeforeRatePpb = interest.BeforeRatePpb,
            Milliseconds = interest.Ms,
            BeforeMilliseconds = interest.BeforeMs,
        });
    }
}
