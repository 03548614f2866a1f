using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    /// <summary>Some venues begin with money behind them and somebody who takes over; many with neither.</summary>
    private void PrepareForLosses()
    {
        foreach (MarketPlan m in _markets)
        {
            if (_risk.Chance(400)) SendInsurance(m, m.Id);
            if (_risk.Chance(300)) SendTerms(m);
            if (_risk.Chance(400)) SendBackstop(m);
        }
        if (_risk.Chance(400)) SendInsurance(_markets[0], 0);
        for (int asset = 2; asset <= _assets; asset++)
        {
            if (_risk.Chance(600)) Send(new SetCollateralBuyer { Asset = (ushort)asset, Target = Somebody() });
        }
    }

    private int Somebody() => _risk.Of(1, Math.Max(1, _accounts));

    private MarketPlan Some() => _markets[_risk.Of(0, _markets.Count - 1)];

    private void SendLosses()
    {
        MarketPlan m = Some();
        switch (_risk.Weighted([40, 25, 10, 4, 3, 3, 3, 3]))
        {
            case 0: Crash(m, _risk.Of(1, 12)); break;
            case 1: Crash(m, _risk.Of(10, 60)); break;
            case 2: Lever(m); break;
            case 3: SendInsurance(m, _risk.Pick(0, m.Id)); break;
            case 4: SendTerms(m); break;
            case 5: SendBackstop(m); break;
            case 6: Send(new Tick { RefusedExits = _risk.Of(0, 3) }); break;
            default: Send(new SetCollateralBuyer { Asset = (ushort)_risk.Of(1, _assets + 1), Target = _risk.Pick(0, Somebody()) }); break;
        }
    }

    /// <summary>Mark moves by so many hundredths at once, either way.</summary>
    private void Crash(MarketPlan m, int percent)
    {
        long away = m.Mark / 100 * percent;
        m.Mark = Math.Clamp(m.Mark + (_risk.Chance(500) ? away : -away), m.Base * Sub / 10 + 1, m.Base * Sub * 50);
        SayPrice(m, m.Mark);
    }

    private void Lever(MarketPlan m) => Send(new SetLeverage { Market = (ushort)m.Id, Leverage = m.Terms.LeverageMax }, Somebody());

    private void SendInsurance(MarketPlan m, int market)
    {
        long typical = m.QtyTypical * m.Base * m.Tv;
        Send(new FundInsurance { Source = new RequestKey(_risk.Next() | 1, _risk.Next()), Amount = new(_risk.Of(0L, typical / _risk.Pick(1L, 20, 500) + 1)), Market = (ushort)market });
    }

    private void SendTerms(MarketPlan m) => Send(new SetLiquidation
    {
        Market = (ushort)m.Id,
        SlipPpb = _risk.Pick(0, 20_000_000, 40_000_000, 200_000_000),
        FeePpb = _risk.Pick(0, 2_000_000, 3_500_000, 10_000_000),
        AllowancePpb = _risk.Pick(0, 550_000, 5_000_000),
    });

    private void SendBackstop(MarketPlan m)
    {
        long typical = m.QtyTypical * m.Base * m.Tv;
        Send(new SetBackstop
        {
            Market = (ushort)m.Id,
            Target = _risk.Pick(0, Somebody(), Somebody(), Somebody()),
            IntakeOff = (byte)_risk.Pick(0, 0, 0, 1),
            Cap = new(_risk.Of(0L, typical * _risk.Pick(1L, 10))),
            Allotment = new(_risk.Of(0L, typical)),
        });
    }
}
