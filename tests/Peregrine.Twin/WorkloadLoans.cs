using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    /// <summary>A curve most of the time, lenders, and accounts that may take money out against their collateral.</summary>
    private void PrepareForLoans()
    {
        if (_lend.Chance(850)) BendTheCurve();
        for (int i = 1; i <= _accounts; i++)
        {
            if (_lend.Chance(400)) Send(new Lend { Amount = new(SomeMoney()) }, i);
            if (_lend.Chance(600)) Send(new SetBorrowing { Switch = BorrowSwitch.On }, i);
        }
    }

    private long SomeMoney()
    {
        MarketPlan m = _markets[_lend.Of(0, _markets.Count - 1)];
        return _lend.Of(1L, m.QtyTypical * m.Base * m.Tv / _lend.Pick(1L, 4, 40, 4000) + 1);
    }

    private int Lender() => _lend.Of(1, Math.Max(1, _accounts));

    private void SendLoans()
    {
        switch (_lend.Weighted([20, 15, 25, 8, 10, 8, 4, 5, 3, 40]))
        {
            case 0: Send(new Lend { Request = _lend.Chance(300) ? NewLendRequest() : default, Amount = new(_lend.Pick(SomeMoney(), SomeMoney(), 1, 0)) }, Lender()); break;
            case 1: Send(new Unlend { Request = _lend.Chance(300) ? NewLendRequest() : default, Shares = _lend.Pick(SomeMoney(), SomeMoney(), 1, 0) }, Lender()); break;
            case 2: Send(new RequestWithdrawal { Request = NewLendRequest(), Amount = SomeMoney(), Asset = 1 }, Lender()); break;
            case 3: Send(new SetBorrowing { Switch = _lend.Pick(BorrowSwitch.On, BorrowSwitch.On, BorrowSwitch.Off) }, Lender()); break;
            case 4: PledgeCollateral(); break;
            case 5: CollateralFalls(); break;
            case 6: BendTheCurve(); break;
            case 7: _now += _lend.Pick(Minute, 20 * Minute, Hour, (Floor(_now, Hour) + 1) * Hour - _now); break;
            case 8: Send(new Transfer { Request = NewLendRequest(), Amount = SomeMoney(), ToAccount = Lender(), Asset = 1 }, Lender()); break;
            default: BorrowAgainst(); break;
        }
    }

    /// <summary>Somebody lends what somebody else takes out against collateral, nearly all that it is good for.</summary>
    private void BorrowAgainst()
    {
        if (_assets <= 1) return;
        int lender = Lender(), borrower = Lender();
        ushort asset = (ushort)_lend.Of(2, _assets);
        long much = SomeMoney();
        Send(new Deposit { Source = NewLendRequest(), Amount = much, Asset = 1 }, lender);
        Send(new Lend { Amount = new(much) }, lender);
        Send(new Deposit { Source = NewLendRequest(), Amount = _lend.Of(1L, 5_000_000_000), Asset = asset }, borrower);
        Send(new SetBorrowing { Switch = BorrowSwitch.On }, borrower);
        Send(new RequestWithdrawal { Request = NewLendRequest(), Amount = much / _lend.Pick(1L, 2, 10) + 1, Asset = 1 }, borrower);
        if (_lend.Chance(300)) CollateralFalls();
        if (_lend.Chance(200)) _now += _lend.Pick(Second, Minute, 40 * Minute);
    }

    private RequestKey NewLendRequest() => new(_lend.Next() | 1, _lend.Next());

    private void PledgeCollateral()
    {
        if (_assets > 1) Send(new Deposit { Source = NewLendRequest(), Amount = _lend.Of(1L, 5_000_000_000), Asset = (ushort)_lend.Of(2, _assets) }, Lender());
    }

    /// <summary>What stands behind loans is worth less at once, or a little more.</summary>
    private void CollateralFalls()
    {
        if (_assets <= 1) return;
        long price = _lend.Of(1L, 1000) * 1_000_000 / _lend.Pick(1L, 3, 50);
        Send(new SetAssetPrice { Asset = (ushort)_lend.Of(2, _assets), Index = new(price), Average = new(price), State = PriceState.Fresh });
    }

    private void BendTheCurve()
    {
        Bend(AdminParameter.BorrowBase, _lend.Pick(0, 20_000_000, R, 10 * R));
        Bend(AdminParameter.BorrowSlope, _lend.Pick(0, 80_000_000, R));
        Bend(AdminParameter.BorrowSteepSlope, _lend.Pick(0, 800_000_000, 5 * R));
        Bend(AdminParameter.BorrowReserve, _lend.Pick(0, 100_000_000, R));
        Bend(AdminParameter.BorrowKink, _lend.Pick(800_000_000, 800_000_000, 800_000_000, 1, 0));
    }

    private void Bend(AdminParameter parameter, long value)
    {
        Send(new ProposeChange { Parameter = parameter, Admin = 1, Value = value, EffectiveAtNs = _now });
        Send(new ApproveChange { Proposal = _seq, Admin = 2 });
    }
}
