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
        for (int market = 1; market <= state.MarketCount; market++) sum += state.Markets[market].Funding.Clearing.Value;
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
