using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Everything administrators may change while the venue runs: where it lies, between which bounds, with how much notice.</summary>
internal sealed class ParameterTable(EngineState state, LendingHours lending)
{
    private const long Day = 86_400_000_000_000;
    private const long NoticeNs = Day;
    private const long CollateralNoticeNs = 3 * Day;
    private const long NumberMax = (1L << 60) - 1;
    private const int WeightMaxPpb = 950_000_000;
    private const long RateMaxPpb = 10 * Ppb.One;
    private const long AuctionMinNs = 50_000_000;
    private const long AuctionMaxNs = 500_000_000;

    public static bool IsMarkets(AdminParameter parameter) => parameter is >= AdminParameter.BandUp and <= AdminParameter.AuctionDuration;

    public static bool IsAssets(AdminParameter parameter) => parameter is >= AdminParameter.InitWeight and <= AdminParameter.WithdrawalFloor;

    /// <summary>The value in force.</summary>
    public long Read(AdminParameter parameter, int subject)
    {
        if (IsMarkets(parameter)) return Of(state.Markets[subject], parameter);
        return IsAssets(parameter) ? Of(state.Assets[subject], parameter) : OfLending(parameter);
    }

    public void Write(AdminParameter parameter, int subject, long value)
    {
        if (IsMarkets(parameter)) Set(state.Markets[subject], parameter, value);
        else if (IsAssets(parameter)) Set(state.Assets[subject], parameter, value);
        else SetLending(parameter, value);
    }

    /// <summary>Whether the value lies within the bounds that no administrator can move.</summary>
    public RejectCode Check(AdminParameter parameter, int subject, long value)
    {
        bool sound = IsMarkets(parameter) ? Fits(state.Markets[subject], parameter, value)
            : IsAssets(parameter) ? Fits(state.Assets[subject], parameter, value) : FitsLending(parameter, value);
        if (!sound) return RejectCode.BadParameter;
        return state.Life.FoundingEnded ? CheckPace(parameter, subject, value) : RejectCode.None;
    }

    /// <summary>How long a change must be known before it holds. What makes the venue safer at once, and hurts nobody's open position, needs none.</summary>
    public long NoticeOf(AdminParameter parameter, int subject, long value)
    {
        if (!state.Life.FoundingEnded) return 0;
        bool lowers = value < Read(parameter, subject);
        return parameter switch
        {
            AdminParameter.OiCap or AdminParameter.GroupOiShare or AdminParameter.AuctionOn => lowers ? 0 : NoticeNs,
            AdminParameter.AccountCap or AdminParameter.PlatformCap or AdminParameter.WithdrawalFloor => lowers ? 0 : NoticeNs,
            AdminParameter.InitWeight or AdminParameter.MaintWeight => lowers ? NoticeNs : CollateralNoticeNs,
            _ => NoticeNs,
        };
    }

    // Caps at most double in a day, and what may be withdrawn does not rise in the same day as what counts.
    private RejectCode CheckPace(AdminParameter parameter, int subject, long value)
    {
        long now = Read(parameter, subject);
        if (value <= now) return RejectCode.None;
        long last = parameter switch
        {
            AdminParameter.OiCap => state.Markets[subject].Life.CapRaisedNs,
            AdminParameter.AccountCap or AdminParameter.PlatformCap => state.Assets[subject].CapRaisedNs,
            AdminParameter.WithdrawalFloor => state.Life.CollateralChangedNs,
            _ => long.MinValue / 2,
        };
        if (state.NowNs - last < Day) return RejectCode.TooEarly;
        bool doubles = parameter is AdminParameter.OiCap or AdminParameter.AccountCap or AdminParameter.PlatformCap;
        return doubles && now != 0 && value > now * 2 ? RejectCode.BadParameter : RejectCode.None;
    }

    private static long Of(Market market, AdminParameter parameter) => parameter switch
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
        AdminParameter.AuctionOn => market.Life.AuctionOn ? 1 : 0,
        AdminParameter.AuctionNotionalMin => market.Life.AuctionNotionalMin.Value,
        AdminParameter.AuctionDuration => market.Life.AuctionDurationNs,
        _ => market.TierCount,
    };

    private static bool Fits(Market market, AdminParameter parameter, long value) => parameter switch
    {
        AdminParameter.BandUp or AdminParameter.BandDown or AdminParameter.ExecRange or AdminParameter.SlipMax => value is > 0 and <= Ppb.One,
        AdminParameter.GroupOiShare => FitsShare(market, value),
        AdminParameter.ProfitWeight => value is >= 0 and <= Ppb.One,
        AdminParameter.OiCap or AdminParameter.NotionalMin or AdminParameter.AuctionNotionalMin => value is >= 0 and <= NumberMax,
        AdminParameter.LeverageMax => value is >= 1 and <= 100 && market.Tiers[0].ImrPpb * value <= Ppb.One,
        AdminParameter.OpenOrdersMax or AdminParameter.TriggerOrdersMax or AdminParameter.ReduceOnlyMax => value is >= 1 and <= ushort.MaxValue,
        AdminParameter.AuctionOn => value is 0 or 1,
        AdminParameter.AuctionDuration => value is >= AuctionMinNs and <= AuctionMaxNs,
        _ => false,
    };

    // Groups' sums are kept only where a share is limited: the limit may move, and neither come nor go.
    private static bool FitsShare(Market market, long value) =>
        value is >= 0 and <= Ppb.One && value != 0 == (market.Terms.GroupOiSharePpb != 0);

    private void Set(Market market, AdminParameter parameter, long value)
    {
        if (parameter == AdminParameter.OiCap && value > market.Terms.OiCap.Value) market.Life.CapRaisedNs = state.NowNs;
        if (!market.Terms.TryChange(parameter, value)) SetAuctions(market.Life, parameter, value);
        // The bounds that are kept follow at once: a restored venue finds them from the terms.
        market.Mark = market.Mark;
        if (!market.Marking.Centre.IsEmpty) market.SetRange(new(market.Marking.Centre.Floor));
    }

    private static void SetAuctions(MarketLife life, AdminParameter parameter, long value)
    {
        switch (parameter)
        {
            case AdminParameter.AuctionOn: life.AuctionOn = value != 0; break;
            case AdminParameter.AuctionNotionalMin: life.AuctionNotionalMin = new(value); break;
            default: life.AuctionDurationNs = value; break;
        }
    }

    private static long Of(Asset asset, AdminParameter parameter) => parameter switch
    {
        AdminParameter.InitWeight => asset.Terms.InitWeightPpb,
        AdminParameter.MaintWeight => asset.Terms.MaintWeightPpb,
        AdminParameter.AccountCap => asset.Terms.AccountCap,
        AdminParameter.PlatformCap => asset.Terms.PlatformCap,
        _ => asset.WithdrawalFloor,
    };

    // The settle asset counts in full, for ever: all sums rest on it.
    private bool Fits(Asset asset, AdminParameter parameter, long value) => parameter switch
    {
        AdminParameter.InitWeight => asset.Id != EngineState.SettleAsset && value >= 0 && value <= Math.Min(asset.Terms.MaintWeightPpb, WhereMaintGoes(asset)),
        AdminParameter.MaintWeight => asset.Id != EngineState.SettleAsset && value >= asset.Terms.InitWeightPpb && value <= WeightMaxPpb,
        AdminParameter.AccountCap => asset.Id != EngineState.SettleAsset && value is >= 0 and <= Collateral.AmountMax,
        AdminParameter.PlatformCap => asset.Id != EngineState.SettleAsset && value is >= 0 and <= Collateral.AmountMax
            && (Int128)asset.Index.Value * value / asset.Scale < Collateral.AmountMax && (Int128)asset.Average.Value * value / asset.Scale < Collateral.AmountMax,
        _ => value is >= 0 and <= WithdrawalCaps.NoCap,
    };

    // A weight on its way down bounds what new risk may count of it at once, not step by step.
    private long WhereMaintGoes(Asset asset)
    {
        for (int slot = 1; slot <= state.Proposals.HighWater; slot++)
        {
            ref Proposal change = ref state.Proposals[slot];
            if (change is { Stage: ChangeStage.Moving, Parameter: AdminParameter.MaintWeight } && change.Subject == asset.Id) return change.Value;
        }
        return asset.Terms.MaintWeightPpb;
    }

    private void Set(Asset asset, AdminParameter parameter, long value)
    {
        if (parameter is AdminParameter.AccountCap or AdminParameter.PlatformCap && value > Of(asset, parameter)) asset.CapRaisedNs = state.NowNs;
        if (parameter != AdminParameter.WithdrawalFloor) state.Life.CollateralChangedNs = state.NowNs;
        if (!asset.Terms.TryChange(parameter, value)) asset.WithdrawalFloor = value;
        if (parameter == AdminParameter.MaintWeight) Retest(asset);
    }

    // Whoever has some of it may have too little now, for his positions or for his loan.
    private void Retest(Asset asset)
    {
        state.Suspects.RetestAsset(asset.Id);
        state.Lending.Revisit();
    }

    private long OfLending(AdminParameter parameter) => parameter switch
    {
        AdminParameter.BorrowBase => state.Lending.BasePpb,
        AdminParameter.BorrowSlope => state.Lending.SlopePpb,
        AdminParameter.BorrowSteepSlope => state.Lending.SteepSlopePpb,
        AdminParameter.BorrowKink => state.Lending.KinkPpb,
        _ => state.Lending.ReservePpb,
    };

    private bool FitsLending(AdminParameter parameter, long value) => parameter switch
    {
        AdminParameter.BorrowBase or AdminParameter.BorrowSlope or AdminParameter.BorrowSteepSlope => value is >= 0 and <= RateMaxPpb,
        AdminParameter.BorrowKink => value is >= 0 and < Ppb.One,
        AdminParameter.BorrowReserve => value is >= 0 and <= Ppb.One,
        _ => false,
    };

    private void SetLending(AdminParameter parameter, long value)
    {
        switch (parameter)
        {
            case AdminParameter.BorrowBase: state.Lending.BasePpb = value; break;
            case AdminParameter.BorrowSlope: state.Lending.SlopePpb = value; break;
            case AdminParameter.BorrowSteepSlope: state.Lending.SteepSlopePpb = value; break;
            case AdminParameter.BorrowKink: lending.SetKink(value); break;
            default: state.Lending.ReservePpb = value; break;
        }
    }
}
