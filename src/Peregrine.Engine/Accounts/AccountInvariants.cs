using Peregrine.Engine.Borrow;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Recomputes what must be conserved from every account. For checks and tests; it walks everything.</summary>
internal sealed class AccountInvariants(EngineState state)
{
    /// <summary>Users, funding on its way and the venue's pots, less what positions cost, against what came in and went out. Always 0.</summary>
    public long SettleGap()
    {
        Int128 sum = state.System.Fees.Value;
        sum += state.System.Insurance.Money.Value + (Int128)state.System.BadDebt.Value;
        for (int id = 1; id <= state.MarketCount; id++) sum += state.Markets[id].Risk.Insurance.Money.Value + (Int128)state.Markets[id].Risk.BadDebt.Value;
        sum += state.System.PendingWithdraw.Value;
        sum += state.Lending.Supplied.Value;
        for (int market = 1; market <= state.MarketCount; market++)
            sum += (Int128)state.Markets[market].Funding.Clearing.Value + state.Markets[market].Life.Settlement.Pot.Value;
        for (int account = 1; account <= state.AccountCount; account++)
        {
            sum += state.Accounts[account].Cash.Value;
            for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
            {
                ref Position position = ref state.Positions[slot];
                sum += position.IsolatedMargin.Value;
                sum -= position.Cost.Value;
            }
        }
        return (long)(sum - state.System.Deposited.Value + state.System.Withdrawn.Value);
    }

    /// <summary>What is kept of loans and shares against a recount.</summary>
    public bool LendingHolds()
    {
        Int128 borrowed = 0;
        Int128 shares = 0;
        for (int id = 1; id <= state.AccountCount; id++)
        {
            ref Account account = ref state.Accounts[id];
            borrowed += Loans.LoanOf(account.Cash).Value;
            if (account.LendEpoch == state.Lending.Epoch) shares += account.LendShares;
            if (account.Cash.Value < 0 != (state.Loans.NextFrom(id) == id)) return false;
        }
        bool empty = state.Lending.TotalShares != 0 || state.Lending.Supplied.Value == 0;
        return borrowed == state.Loans.Borrowed.Value && shares == state.Lending.TotalShares && state.Lending.Supplied.Value >= 0 && empty && !state.Loans.HasDue;
    }

    /// <summary>An asset's balances and what is on its way out, against what came in and went out. Always 0.</summary>
    public long HoldingGap(int asset)
    {
        Asset terms = state.Assets[asset];
        return (long)(Sum(asset, counted: false) + terms.PendingWithdraw - terms.Deposited + terms.Withdrawn);
    }

    /// <summary>Whether everything that is kept as a sum is the sum.</summary>
    public bool Hold()
    {
        if (SettleGap() != 0) return false;
        for (int asset = EngineState.SettleAsset + 1; asset <= state.AssetCount; asset++)
        {
            Asset terms = state.Assets[asset];
            if (HoldingGap(asset) != 0 || Sum(asset, counted: false) != terms.Held || Sum(asset, counted: true) != terms.Counted) return false;
        }
        return true;
    }

    private Int128 Sum(int asset, bool counted)
    {
        Int128 sum = 0;
        for (int account = 1; account <= state.AccountCount; account++)
        {
            ref Holding holding = ref state.Holdings[state.FindHolding(account, asset)];
            sum += counted ? holding.Counted : holding.Amount;
        }
        return sum;
    }
}
