using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Borrow;

/// <summary>Has collateral sold for loans that grew too large (domain §9), and lets insurance and lenders carry what nothing stands behind.</summary>
internal sealed class Conversions(EngineState state, RiskBook figures, CollateralSale sale, InsuranceFund insurance)
{
    /// <summary>A loan may be so much of what its collateral is worth.</summary>
    private const long LoanShareMaxPpb = 900_000_000;
    private const int LoansMax = 1000;
    private const int SalesMax = 16;

    private LendingState Lending => state.Lending;

    /// <summary>Something may have to be sold, or a walk over the loans goes on.</summary>
    public bool HasWork => Lending.CollateralCursor != 0 || (Lending.IsOn && state.Loans.HasChanged);

    /// <summary>A walk that this command could not finish goes on with the next.</summary>
    public bool IsWalking => Lending.CollateralCursor != 0;

    /// <summary>At a command's end: what changed loans after their collateral was looked at is looked at again by the next.</summary>
    public void Note()
    {
        state.Loans.HasChanged = false;
        Lending.Revisit();
    }

    public void Work()
    {
        if (state.Loans.HasChanged)
        {
            state.Loans.HasChanged = false;
            // Who borrowed more than before may have too little behind it by now.
            Lending.CollateralCursor = 1;
        }
        Walk();
        FitVault();
    }

    private void Walk()
    {
        if (Lending.CollateralCursor == 0) return;
        for (int left = LoansMax; left > 0; left--)
        {
            int account = state.Loans.NextFrom(Lending.CollateralCursor);
            Lending.CollateralCursor = account == 0 ? 0 : account + 1;
            if (account == 0) return;
            Compare(account);
        }
    }

    private void Compare(int account)
    {
        Micros loan = Loans.LoanOf(state.Accounts[account].Cash);
        if (state.Accounts[account].FirstHolding != 0)
        {
            Micros most = Ppb.MulFloor(figures.CollateralOf(account), LoanShareMaxPpb);
            if (loan > most) SellDown(account);
            loan = Loans.LoanOf(state.Accounts[account].Cash);
        }
        // Nothing stands behind it any more, so nobody waits for it to be paid back.
        if (loan.Value != 0 && HasNothing(account)) insurance.Cover(account, 0, null, loan, loan);
    }

    // Asset by asset, of each just as much as makes loan and collateral meet. What does not count leaves first and takes nothing from what may be lent on.
    private void SellDown(int account)
    {
        for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            Micros others = figures.CollateralOf(account) - state.Assets[state.Holdings[slot].Asset].MaintValue(state.Holdings[slot].Counted);
            Micros loan = Loans.LoanOf(state.Accounts[account].Cash);
            if (Meets(slot, 0, loan, others)) return;
            sale.SellUnits(account, slot, FewestUnits(slot, loan, others));
        }
    }

    // All of them when none are enough. Each unit sold brings more than it took from what may be lent on (weights are at most 95 %), so halves find it.
    private long FewestUnits(int slot, Micros loan, Micros others)
    {
        long few = 0, enough = state.Holdings[slot].Amount;
        if (!Meets(slot, enough, loan, others)) return enough;
        while (enough - few > 1)
        {
            long middle = few + (enough - few) / 2;
            if (Meets(slot, middle, loan, others)) enough = middle;
            else few = middle;
        }
        return enough;
    }

    private bool Meets(int slot, long sold, Micros loan, Micros others)
    {
        ref Holding holding = ref state.Holdings[slot];
        Asset asset = state.Assets[holding.Asset];
        Micros left = others + asset.MaintValue(Math.Min(holding.Counted, holding.Amount - sold));
        return loan - CollateralSale.ValueOf(asset, sold) <= Ppb.MulFloor(left, LoanShareMaxPpb);
    }

    // The largest loan first, among equals the smaller account id, until the vault covers everybody or nobody finds a buyer for anything.
    private void FitVault()
    {
        int left = SalesMax;
        while (left > 0 && state.Loans.Borrowed > Lending.Supplied)
        {
            Micros over = state.Loans.Borrowed - Lending.Supplied;
            int account = LargestWithBuyer(over);
            if (account == 0) return;
            left -= Math.Max(1, sale.Sell(account, WantedOf(account, over)));
        }
    }

    private Micros WantedOf(int account, Micros over) => Micros.Min(over, Loans.LoanOf(state.Accounts[account].Cash));

    private int LargestWithBuyer(Micros over)
    {
        int largest = 0;
        for (int account = state.Loans.NextFrom(1); account != 0; account = state.Loans.NextFrom(account + 1))
        {
            bool larger = largest == 0 || state.Accounts[account].Cash < state.Accounts[largest].Cash;
            if (larger && sale.FindsBuyer(account, WantedOf(account, over))) largest = account;
        }
        return largest;
    }

    private bool HasNothing(int account)
    {
        for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            if (state.Holdings[slot].Amount != 0) return false;
        }
        Slab<Position> positions = state.Positions;
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = positions[slot].Next)
        {
            if (positions[slot].Size.Value != 0) return false;
        }
        return true;
    }
}
