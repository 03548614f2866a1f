using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>What administrators may change: where it lies, and the bounds that nobody moves.</summary>
public sealed partial class TwinEngine
{
    private const long HalfSecond = Second / 2;

    private long InForce(TwinProposal asked)
    {
        if (asked.IsMarkets) return InForce(Market(asked.Subject), asked.Parameter);
        if (!IsAssets(asked.Parameter)) return _s.Lending.GetValueOrDefault(asked.Parameter);
        TwinAsset asset = _s.Assets[asked.Subject - 1];
        return asked.Parameter switch
        {
            AdminParameter.InitWeight => asset.Terms.InitWeightPpb,
            AdminParameter.MaintWeight => asset.Terms.MaintWeightPpb,
            AdminParameter.AccountCap => asset.Terms.AccountCap,
            AdminParameter.PlatformCap => asset.Terms.PlatformCap,
            _ => asset.WithdrawalFloor,
        };
    }

    private static long InForce(TwinMarket market, AdminParameter parameter) => parameter switch
    {
        AdminParameter.BandUp => market.Terms.BandUpPpb,
        AdminParameter.BandDown => market.Terms.BandDownPpb,
        AdminParameter.ExecRange => market.Terms.ExecRangePpb,
        AdminParameter.SlipMax => market.Terms.SlipMaxPpb,
        AdminParameter.OiCap => market.Terms.OiCap.Value,
        AdminParameter.GroupOiShare => market.Terms.GroupOiSharePpb,
        AdminParameter.ProfitWeight => market.Terms.ProfitWeightPpb,
        AdminParameter.LeverageMax => market.Terms.LeverageMax,
        AdminParameter.NotionalMin => market.Terms.NotionalMin.Value,
        AdminParameter.OpenOrdersMax => market.Terms.OpenOrdersMax,
        AdminParameter.TriggerOrdersMax => market.Terms.TriggerOrdersMax,
        AdminParameter.ReduceOnlyMax => market.Terms.ReduceOnlyMax,
        AdminParameter.AuctionOn => market.AuctionsOn ? 1 : 0,
        AdminParameter.AuctionNotionalMin => market.AuctionNotionalMin,
        _ => market.AuctionDurationNs,
    };

    private bool Sound(TwinProposal asked)
    {
        long v = asked.Value;
        AdminParameter parameter = asked.Parameter;
        if (IsAssets(parameter)) return SoundOfAsset(_s.Assets[asked.Subject - 1], parameter, v);
        return parameter switch
        {
            AdminParameter.BandUp or AdminParameter.BandDown or AdminParameter.ExecRange or AdminParameter.SlipMax => v is > 0 and <= R,
            // Where no share was limited nobody's sums were kept.
            AdminParameter.GroupOiShare => v is >= 0 and <= R && v == 0 == (Market(asked.Subject).Terms.GroupOiSharePpb == 0),
            AdminParameter.ProfitWeight or AdminParameter.BorrowReserve => v is >= 0 and <= R,
            AdminParameter.OiCap or AdminParameter.NotionalMin or AdminParameter.AuctionNotionalMin => v is >= 0 and < AmountMax,
            AdminParameter.LeverageMax => v is >= 1 and <= 100 && v * Market(asked.Subject).Tiers[0].ImrPpb <= R,
            AdminParameter.OpenOrdersMax or AdminParameter.TriggerOrdersMax or AdminParameter.ReduceOnlyMax => v is >= 1 and <= ushort.MaxValue,
            AdminParameter.AuctionOn => v is 0 or 1,
            AdminParameter.AuctionDuration => v is >= HalfSecond / 10 and <= HalfSecond,
            AdminParameter.BorrowKink => v is >= 0 and < R,
            _ => v is >= 0 and <= 10 * R,
        };
    }

    private bool SoundOfAsset(TwinAsset asset, AdminParameter parameter, long v)
    {
        if (parameter == AdminParameter.WithdrawalFloor) return v is >= 0 and <= AmountMax;
        if (asset.Id == 1) return false;
        bool countable(long price) => (Int128)price * v / Scale(asset) < AmountMax;
        return parameter switch
        {
            AdminParameter.InitWeight => v >= 0 && v <= asset.Terms.MaintWeightPpb && !_s.Proposals.Values.Any(p => p is { Parameter: AdminParameter.MaintWeight, Stage: ChangeStage.Moving } && p.Subject == asset.Id && v > p.Value),
            AdminParameter.MaintWeight => v >= asset.Terms.InitWeightPpb && v <= WeightMax,
            AdminParameter.AccountCap => v is >= 0 and <= AmountMax,
            _ => v is >= 0 and <= AmountMax && countable(asset.Index) && countable(asset.Average),
        };
    }

    /// <summary>Caps double at most, and once a day; withdrawals do not become easier within a day of a change of collateral.</summary>
    private RejectCode Pace(TwinProposal asked)
    {
        long now = InForce(asked);
        if (!_s.FoundingEnded || asked.Value <= now) return RejectCode.None;
        long? last = asked.Parameter switch
        {
            AdminParameter.OiCap => Market(asked.Subject).CapRaisedNs,
            AdminParameter.AccountCap or AdminParameter.PlatformCap => _s.Assets[asked.Subject - 1].CapRaisedNs,
            AdminParameter.WithdrawalFloor => _s.CollateralChangedNs,
            _ => null,
        };
        if (last is { } then && _now - then < Day) return RejectCode.TooEarly;
        bool cap = asked.Parameter is AdminParameter.OiCap or AdminParameter.AccountCap or AdminParameter.PlatformCap;
        return cap && now != 0 && asked.Value > 2 * (Int128)now ? RejectCode.BadParameter : RejectCode.None;
    }

    private void Write(TwinProposal asked, long value)
    {
        if (asked.IsMarkets) Write(Market(asked.Subject), asked.Parameter, value);
        else if (IsAssets(asked.Parameter)) Write(_s.Assets[asked.Subject - 1], asked.Parameter, value);
        else BendCurve(asked.Parameter, value);
    }

    private void Write(TwinMarket market, AdminParameter parameter, long value)
    {
        ref ListMarket terms = ref market.Terms;
        switch (parameter)
        {
            case AdminParameter.BandUp: terms.BandUpPpb = (int)value; break;
            case AdminParameter.BandDown: terms.BandDownPpb = (int)value; break;
            case AdminParameter.ExecRange: terms.ExecRangePpb = (int)value; break;
            case AdminParameter.SlipMax: terms.SlipMaxPpb = (int)value; break;
            case AdminParameter.OiCap:
                if (value > terms.OiCap.Value) market.CapRaisedNs = _now;
                terms.OiCap = new(value);
                break;
            case AdminParameter.GroupOiShare: terms.GroupOiSharePpb = (int)value; break;
            case AdminParameter.ProfitWeight: terms.ProfitWeightPpb = (int)value; break;
            case AdminParameter.LeverageMax:
                terms.LeverageMax = (ushort)value;
                foreach (TwinPosition unused in _s.Accounts.Select(a => a.Positions.GetValueOrDefault(market.Id)).OfType<TwinPosition>().Where(p => !p.Used)) unused.Leverage = Math.Min(10, (int)value);
                break;
            case AdminParameter.NotionalMin: terms.NotionalMin = new(value); break;
            case AdminParameter.OpenOrdersMax: terms.OpenOrdersMax = (ushort)value; break;
            case AdminParameter.TriggerOrdersMax: terms.TriggerOrdersMax = (ushort)value; break;
            case AdminParameter.ReduceOnlyMax: terms.ReduceOnlyMax = (ushort)value; break;
            case AdminParameter.AuctionOn: market.AuctionsOn = value != 0; break;
            case AdminParameter.AuctionNotionalMin: market.AuctionNotionalMin = value; break;
            default: market.AuctionDurationNs = value; break;
        }
    }

    private void Write(TwinAsset asset, AdminParameter parameter, long value)
    {
        if (parameter != AdminParameter.WithdrawalFloor) _s.CollateralChangedNs = _now;
        switch (parameter)
        {
            case AdminParameter.InitWeight: asset.Terms.InitWeightPpb = (int)value; break;
            case AdminParameter.MaintWeight:
                asset.Terms.MaintWeightPpb = (int)value;
                _s.LoansAreAsked = true;
                _movedAssets.Add(asset.Id);
                break;
            case AdminParameter.AccountCap:
                if (value > asset.Terms.AccountCap) asset.CapRaisedNs = _now;
                asset.AccountCapBefore = Math.Max(asset.AccountCapBefore, asset.Terms.AccountCap);
                asset.Terms.AccountCap = value;
                break;
            case AdminParameter.PlatformCap:
                if (value > asset.Terms.PlatformCap) asset.CapRaisedNs = _now;
                asset.PlatformCapBefore = Math.Max(asset.PlatformCapBefore, asset.Terms.PlatformCap);
                asset.Terms.PlatformCap = value;
                break;
            default: asset.WithdrawalFloor = value; break;
        }
    }
}
