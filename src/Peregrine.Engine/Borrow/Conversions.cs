using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Borrow;

/// <summary>Sells collateral to the backstop for loans that grew too large (domain §9), and lets lenders carry what nothing stands behind.</summary>
/// <remarks>No spot book exists; the backstop pays the index less a discount, out of what it could withdraw, or nothing is sold.</remarks>
internal sealed class Conversions(EngineState state, Collateral collateral)
{
    private const int DiscountPpb = 15_000_000;
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
        Revisit();
    }

    /// <summary>An asset is worth less: every loan is compared with its collateral again.</summary>
    public void Revisit()
    {
        if (Lending.IsOn) Lending.CollateralCursor = 1;
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

    /// <summary>Sells an account's collateral until its cash is not below 0, or nothing is left; says whether anything was sold.</summary>
    /// <remarks>The first step of a liquidation too.</remarks>
    public bool SellForLoan(int account) => Sell(account, Loans.LoanOf(state.Accounts[account].Cash));

    /// <summary>A loan without collateral or position: insurance pays what it has, lenders the rest, each by its shares, as far as they have any.</summary>
    public void Absorb(int account)
    {
        Micros loan = Loans.LoanOf(state.Accounts[account].Cash);
        Micros insurance = Micros.Min(loan, Micros.Max(Micros.Zero, state.System.Insurance));
        Micros lenders = Micros.Min(loan - insurance, Lending.Supplied);
        state.System.Insurance -= insurance;
        Lending.Supplied -= lenders;
        // Nobody is left: who lends later is not asked for it, what is earned later repays it first.
        Lending.BadDebt -= loan - insurance - lenders;
        if (Lending.Supplied.Value == 0 && Lending.TotalShares != 0)
        {
            Lending.Epoch++;
            Lending.TotalShares = 0;
        }
        collateral.Credit(account, EngineState.SettleAsset, loan.Value, BalanceReason.Loss, 0);
        state.Events.Add(account, 0, new LendLoss { Loan = loan, Insurance = insurance, Lenders = lenders, Supplied = Lending.Supplied, BadDebt = Lending.BadDebt });
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
            Micros most = Ppb.MulFloor(WorthOf(account), LoanShareMaxPpb);
            if (loan > most) SellDown(account);
            loan = Loans.LoanOf(state.Accounts[account].Cash);
        }
        if (loan.Value != 0 && HasNothing(account)) Absorb(account);
    }

    // Each lot sold takes its price from the loan and its weight from what may be lent on; sold is just as much as makes them meet.
    private void SellDown(int account)
    {
        for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            Asset asset = state.Assets[state.Holdings[slot].Asset];
            Micros loan = Loans.LoanOf(state.Accounts[account].Cash);
            long missing = (loan - Ppb.MulFloor(WorthOf(account), LoanShareMaxPpb)).Value;
            if (missing <= 0) return;
            long gain = Ppb.One - DiscountPpb - Ppb.MulCeil(asset.Terms.MaintWeightPpb, LoanShareMaxPpb);
            Micros value = new(Math.Min(loan.Value, Rounding.MulDivCeil(missing, Ppb.One, gain)));
            SellOne(account, slot, Ppb.MulCeil(value, Ppb.One - DiscountPpb) + new Micros(1));
        }
    }

    // The largest loan first, among equals the smaller account id, until the vault covers everybody or nobody has anything to sell.
    private void FitVault()
    {
        for (int left = SalesMax; left > 0 && state.Loans.Borrowed > Lending.Supplied; left--)
        {
            int account = LargestWithCollateral();
            if (account == 0) return;
            Micros over = state.Loans.Borrowed - Lending.Supplied;
            if (!Sell(account, Micros.Min(over, Loans.LoanOf(state.Accounts[account].Cash)))) return;
        }
    }

    private int LargestWithCollateral()
    {
        int largest = 0;
        for (int account = state.Loans.NextFrom(1); account != 0; account = state.Loans.NextFrom(account + 1))
        {
            bool larger = largest == 0 || state.Accounts[account].Cash < state.Accounts[largest].Cash;
            if (larger && account != Lending.Backstop && WorthOf(account).Value > 0) largest = account;
        }
        return largest;
    }

    private bool Sell(int account, Micros needed)
    {
        bool sold = false;
        for (int slot = state.Accounts[account].FirstHolding; slot != 0 && needed.Value > 0; slot = state.Holdings[slot].Next)
        {
            Micros proceeds = SellOne(account, slot, needed);
            needed -= proceeds;
            sold |= proceeds.Value != 0;
        }
        return sold;
    }

    // Units of one asset for at least so much money, as far as there are any and the backstop can pay.
    private Micros SellOne(int account, int slot, Micros needed)
    {
        ref Holding holding = ref state.Holdings[slot];
        Asset asset = state.Assets[holding.Asset];
        int backstop = Lending.Backstop;
        if (backstop == 0 || backstop == account || asset.PriceState != PriceState.Fresh || holding.Amount == 0) return Micros.Zero;
        Int128 price = (Int128)asset.Index.Value * (Ppb.One - DiscountPpb);
        Int128 scale = (Int128)asset.Scale * Ppb.One;
        Int128 wanted = (needed.Value * scale + price - 1) / price;
        long units = (long)Int128.Min(holding.Amount, wanted);
        Micros proceeds = new((long)(units * price / scale));
        if (proceeds.Value == 0 || !collateral.HasRoom(backstop, asset.Id)) return Micros.Zero;
        if (collateral.Withdrawable(backstop, EngineState.SettleAsset) < proceeds.Value) return Micros.Zero;
        Micros loan = Loans.LoanOf(state.Accounts[account].Cash);
        Micros worth = WorthOf(account);
        collateral.Debit(account, asset.Id, units, BalanceReason.Conversion, backstop);
        collateral.Credit(backstop, asset.Id, units, BalanceReason.Conversion, account);
        collateral.Debit(backstop, EngineState.SettleAsset, proceeds.Value, BalanceReason.Conversion, account);
        collateral.Credit(account, EngineState.SettleAsset, proceeds.Value, BalanceReason.Conversion, backstop);
        state.Events.Add(account, 0, new CollateralConverted
        {
            Units = units,
            Index = asset.Index,
            Proceeds = proceeds,
            Loan = loan,
            CollateralMaint = worth,
            Backstop = backstop,
            Asset = (ushort)asset.Id,
        });
        return proceeds;
    }

    private Micros WorthOf(int account)
    {
        Micros worth = Micros.Zero;
        for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
            worth += state.Assets[state.Holdings[slot].Asset].MaintValue(state.Holdings[slot].Counted);
        return worth;
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
