using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Borrow;

/// <summary>What lenders lose: of a loan what its collateral and insurance did not bring, each by its shares (domain §10.11).</summary>
internal sealed class LenderLosses(EngineState state)
{
    /// <summary>Takes as much of it from the vault as the vault has; says how much that was.</summary>
    public Micros Carry(int account, Micros loan)
    {
        LendingState lending = state.Lending;
        Micros lenders = lending.IsOn ? Micros.Min(loan, lending.Supplied) : Micros.Zero;
        if (lenders.Value <= 0) return Micros.Zero;
        lending.Supplied -= lenders;
        // Nothing is left of what these shares were of: who lends later is asked for no loss before his time.
        if (lending.Supplied.Value == 0) (lending.Epoch, lending.TotalShares) = (lending.Epoch + 1, 0);
        Micros before = Loans.LoanOf(state.Accounts[account].Cash);
        state.MoveCash(account, lenders);
        state.Touch(account);
        state.Events.Add(account, 0, new LendLoss
        {
            Loan = before,
            Lenders = lenders,
            Supplied = lending.Supplied,
            Cash = state.Accounts[account].Cash,
        });
        return lenders;
    }
}
