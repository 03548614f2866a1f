using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>What operators say about liquidation.</summary>
public sealed partial class TwinEngine
{
    private const int LiquidationSlipMaxPpb = 200_000_000;

    private static SetLiquidation FirstTerms(int market) => new() { Market = (ushort)market, SlipPpb = 20_000_000, FeePpb = 2_000_000, AllowancePpb = 550_000 };

    private RejectCode Set(in SetLiquidation body)
    {
        if (LiquidationIsOff) return RejectCode.LiquidationOff;
        if (MarketOrNull(body.Market) is not { } market) return RejectCode.UnknownMarket;
        if (body.SlipPpb is <= 0 or > LiquidationSlipMaxPpb || body.FeePpb < 0 || body.AllowancePpb < 0) return RejectCode.BadParameter;
        int taker = _s.FeeTiers.Values.Select(t => t.TakerPpb).DefaultIfEmpty(0).Max();
        if (((Int128)taker + body.FeePpb + body.AllowancePpb) * 4 >= 5 * (Int128)market.Tiers[0].MmrPpb) return RejectCode.BadParameter;
        market.Risk.Terms = body;
        _answer.Detail1 = market.Id;
        Tell(0, market.Id, new LiquidationSet { Terms = body });
        return RejectCode.None;
    }

    private RejectCode Set(SetBackstop body)
    {
        if (LiquidationIsOff) return RejectCode.LiquidationOff;
        if (MarketOrNull(body.Market) is not { } market) return RejectCode.UnknownMarket;
        if (body.Target < 0 || body.Target > _s.Accounts.Count) return RejectCode.UnknownAccount;
        if (body.Cap.Value is < 0 or > AmountMax || body.Allotment.Value is < 0 or > AmountMax) return RejectCode.BadParameter;
        if (body.Target != 0 && _s.Markets.Exists(m => m.Id != market.Id && m.Risk.Backstop.Target == body.Target)) return RejectCode.BadParameter;
        market.Risk.Backstop = body;
        (market.Risk.Minute, market.Risk.MinuteBegan) = (Floor(_now, Minute), market.Risk.Traded);
        _answer.Detail1 = market.Id;
        Tell(0, market.Id, new BackstopSet { Terms = body });
        return RejectCode.None;
    }

    private RejectCode Set(in SetCollateralBuyer body)
    {
        if (body.Asset == 0 || body.Asset > _s.Assets.Count) return RejectCode.UnknownAsset;
        if (body.Asset == 1) return RejectCode.BadValue;
        if (body.Target < 0 || body.Target > _s.Accounts.Count) return RejectCode.UnknownAccount;
        _s.Assets[body.Asset - 1].Buyer = body.Target;
        _answer.Detail1 = body.Asset;
        Tell(0, 0, new CollateralBuyerSet { Terms = body });
        return RejectCode.None;
    }

    private RejectCode Pay(in FundInsurance body)
    {
        if (LiquidationIsOff) return RejectCode.LiquidationOff;
        if (!body.Source.IsNone && _s.Deposits.TryGetValue(body.Source, out long known))
        {
            (_answer.Duplicate, _answer.Detail1) = (true, known);
            return RejectCode.None;
        }
        if (body.Amount.Value is <= 0 or > AmountMax || body.Source.IsNone) return RejectCode.BadValue;
        if (body.Market != 0 && MarketOrNull(body.Market) is null) return RejectCode.UnknownMarket;
        if (!Fits(1, body.Amount.Value)) return RejectCode.BadValue;
        if (_s.Deposits.Count >= _s.Capacities.DepositKeysMax) return RejectCode.CapacityFull;
        _s.Deposits = _s.Deposits.SetItem(body.Source, _seq);
        _s.AssetDeposits[1] = _s.AssetDeposits.GetValueOrDefault(1) + body.Amount.Value;
        Net(1, body.Amount.Value);
        TwinFund fund = body.Market == 0 ? _s.Insurance : Market(body.Market).Risk.Fund;
        long repaid = Income(fund, body.Amount.Value);
        _answer.Detail1 = _seq;
        Tell(0, body.Market, new InsuranceFunded { Amount = body.Amount, Fund = new(fund.Money), Repaid = new(repaid), BadDebt = new(fund.BadDebt) });
        return RejectCode.None;
    }
}
