using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>What stands behind loans: collateral that is sold for those too large, and who pays when there is none (domain §9, §10.11).</summary>
public sealed partial class TwinEngine
{
    private const int OverdrawnSalesMax = 16;

    /// <summary>Interest of the loans that this command changed; and whether all loans still have enough behind them.</summary>
    private void WorkOnLoans()
    {
        PayChangedLoans();
        CompareLoans();
        PayChangedLoans();
    }

    private void CompareLoans()
    {
        if (!_s.LoansAreAsked || !LoansBear) return;
        _s.LoansAreAsked = false;
        foreach (TwinAccount account in _s.Accounts.Where(a => a.Loan > 0).ToList())
        {
            if (IsTooLarge(account, account.Loan, account.Holdings)) SellCollateral(account.Id, ForTooLarge);
            CarryLoan(account);
        }
        SellOverdrawn();
    }

    /// <summary>Nine tenths of what its collateral counts for keep a loan.</summary>
    private bool IsTooLarge(TwinAccount account, Int128 loan, IEnumerable<KeyValuePair<int, TwinHolding>> holdings) =>
        10 * loan > 9 * (Int128)holdings.Sum(h => CollateralValue(h.Value, _s.Assets[h.Key - 1], maint: true));

    private void SellOverdrawn()
    {
        HashSet<int> asked = [];
        for (int sales = 0; sales < OverdrawnSalesMax && Borrowed() > _s.Supplied;)
        {
            TwinAccount? largest = _s.Accounts.Where(a => a.Loan > 0 && !asked.Contains(a.Id)).OrderByDescending(a => a.Loan).ThenBy(a => a.Id).FirstOrDefault();
            if (largest is null) return;
            int sold = SellCollateral(largest.Id, ForOverdrawn);
            sales += sold;
            if (sold == 0) asked.Add(largest.Id);
            CarryLoan(largest);
        }
    }

    private static long Lots(Int128 money, Int128 unit, Int128 whole) => money <= 0 ? 0 : (long)Int128.Min(long.MaxValue, (money * whole + unit - 1) / unit);

    private static long ForAllOwed(TwinEngine venue, TwinAccount seller, TwinAsset asset, Int128 unit, Int128 whole) => Lots(seller.Loan, unit, whole);

    private static long ForOverdrawn(TwinEngine venue, TwinAccount seller, TwinAsset asset, Int128 unit, Int128 whole) =>
        Lots(Math.Min(seller.Loan, venue.Borrowed() - venue._s.Supplied), unit, whole);

    /// <summary>The fewest that bring the loan down to nine tenths of what is left; all of them when none do.</summary>
    private static long ForTooLarge(TwinEngine venue, TwinAccount seller, TwinAsset asset, Int128 unit, Int128 whole)
    {
        TwinHolding held = seller.Holdings[asset.Id];
        bool suffices(long lots)
        {
            TwinHolding after = new() { Balance = held.Balance - lots, Counted = Math.Min(held.Counted, held.Balance - lots) };
            Int128 loan = Int128.Max(0, seller.Loan - lots * unit / whole);
            return !venue.IsTooLarge(seller, loan, seller.Holdings.Where(h => h.Key != asset.Id).Append(new(asset.Id, after)));
        }
        if (suffices(0)) return 0;
        long low = 0, high = held.Balance;
        if (!suffices(high)) return high;
        while (high - low > 1)
        {
            long middle = low + (high - low) / 2;
            if (suffices(middle)) high = middle;
            else low = middle;
        }
        return high;
    }

    private delegate long Wanted(TwinEngine venue, TwinAccount seller, TwinAsset asset, Int128 unit, Int128 whole);

    /// <summary>Asset by asset at index − 1.5 %, as far as the buyer can pay, until no more is wanted. The answer is how many sales there were.</summary>
    private int SellCollateral(int seller, Wanted wanted)
    {
        int sales = 0;
        foreach (TwinAsset asset in _s.Assets.Where(a => a.Id != 1).ToList())
        {
            TwinAccount account = Account(seller);
            if (asset.Buyer == 0 || asset.Buyer == seller || asset.Prices != PriceState.Fresh || asset.Index <= 0 || !account.Holdings.TryGetValue(asset.Id, out TwinHolding? held) || held.Balance == 0) continue;
            long owed = account.Loan;
            Int128 unit = Floor((Int128)asset.Index * ConversionPpb, R), whole = Scale(asset);
            if (unit == 0) continue;
            bool mayPay = MayLeave(asset.Buyer, 1, 0) == RejectCode.None;
            long means = mayPay ? Math.Max(0, Math.Min(Withdrawable(asset.Buyer).Value, Account(asset.Buyer).Cash)) : 0;
            Int128 valueOf(long lots) => lots * unit / whole;
            long amount = Math.Min(held.Balance, wanted(this, account, asset, unit, whole));
            if (valueOf(amount) > means) amount = Math.Min(amount, (long)(means * whole / unit));
            long value = (long)valueOf(amount);
            if (amount == 0 || value == 0) continue;
            sales++;
            Tell(seller, 0, new CollateralConverted { Amount = amount, Value = new(value), Index = new(asset.Index), Owed = new(owed), CollateralMaint = new(CollateralOf(account)), Buyer = asset.Buyer, Asset = (ushort)asset.Id });
            MoveBalance(seller, asset.Id, -amount, BalanceReason.Conversion, asset.Buyer);
            MoveBalance(asset.Buyer, asset.Id, amount, BalanceReason.Conversion, seller);
            MoveBalance(asset.Buyer, 1, -value, BalanceReason.Conversion, seller);
            MoveBalance(seller, 1, value, BalanceReason.Conversion, asset.Buyer);
        }
        return sales;
    }

    /// <summary>A loan with neither collateral nor position: insurance, then lenders, then the venue's bad debt.</summary>
    private void CarryLoan(TwinAccount account)
    {
        if (account.Loan == 0 || account.Holdings.Any(h => h.Value.Balance > 0) || account.Positions.Any(p => p.Value.Size != 0)) return;
        long drawn = Math.Min(account.Loan, _s.Insurance.Money);
        if (drawn > 0)
        {
            Draw(_s.Insurance, drawn);
            account.Cash += drawn;
            Tell(account.Id, 0, new InsuranceDrawn { FromGlobal = new(drawn), GlobalFund = new(_s.Insurance.Money), Cash = new(account.Cash) });
        }
        LendersCarry(account, account.Loan);
        long lost = account.Loan;
        if (lost == 0) return;
        _s.Insurance.BadDebt -= lost;
        account.Cash += lost;
        Tell(account.Id, 0, new BadDebtBooked { Amount = new(lost), BadDebt = new(_s.Insurance.BadDebt), Cash = new(account.Cash) });
    }

    /// <summary>The vault gives as much of it as it has.</summary>
    private void LendersCarry(TwinAccount account, long most)
    {
        long loan = account.Loan, lenders = Math.Min(most, _s.Supplied);
        // Who earns nothing by loans carries nothing of them.
        if (lenders == 0 || !LoansBear) return;
        _s.Supplied -= lenders;
        if (_s.Supplied == 0) ForgetShares();
        account.Cash += lenders;
        Tell(account.Id, 0, new LendLoss { Loan = new(loan), Lenders = new(lenders), Supplied = new(_s.Supplied), Cash = new(account.Cash) });
    }
}
