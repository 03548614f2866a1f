using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Accounts;

/// <summary>What an account sets: leverage, margin type, pots. What the venue does not have is said so, and what it always has need not be asked for.</summary>
internal static class SettingRoutes
{
    private const int PositionsMax = 256;

    public static readonly FapiRoute[] All =
    [
        Set("/fapi/v1/leverage", "Sets a symbol's leverage.", Leverage),
        Set("/fapi/v1/marginType", "Cross or isolated.", MarginType),
        Set("/fapi/v1/positionMargin", "Adds to an isolated position's pot, or takes from it.", PositionMargin) with { Needs = AllowedActions.Trade },
        AccountRoutes.Read("/fapi/v1/positionSide/dual", 30, "No: a symbol has one position.", static call => AccountRoutes.Say(call, "dualSidePosition"u8)),
        Set("/fapi/v1/positionSide/dual", "One-way is the only mode.", static call => OnlyOff(call, "dualSidePosition"u8, FapiError.SamePositionSide)),
        AccountRoutes.Read("/fapi/v1/multiAssetsMargin", 30, "No: what collateral counts is the venue's rule, not a mode.", static call => AccountRoutes.Say(call, "multiAssetsMargin"u8)),
        Set("/fapi/v1/multiAssetsMargin", "There is no such mode.", static call => OnlyOff(call, "multiAssetsMargin"u8, FapiError.SameAssetsMode)),
        Set("/fapi/v1/feeBurn", "There is no such mode.", static call => OnlyOff(call, "feeBurn"u8, FapiError.NotSupported)),
    ];

    private static FapiRoute Set(string path, string summary, Func<FapiCall, ValueTask> handle) => OrderRoutes.Signed("POST", path, 1, AllowedActions.Trade, summary, handle);

    private static ValueTask OnlyOff(FapiCall call, ReadOnlySpan<byte> name, FapiError same)
    {
        if (call.Params.Needed(name).IsEmpty) return default;
        bool wanted = call.Params.Flag(name);
        call.Refuse(wanted ? FapiError.NotSupported : same);
        return default;
    }

    private static async ValueTask Leverage(FapiCall call)
    {
        FapiMarket? market = call.Market();
        long leverage = call.Params.Needed("leverage"u8).IsEmpty ? 0 : call.Params.Whole("leverage"u8, 0);
        if (market is null || call.Error is not null) return;
        if (leverage < 1 || leverage > market.Terms.Terms.LeverageMax)
        {
            call.Refuse(FapiError.BadLeverage(leverage));
            return;
        }
        ref SetLeverage set = ref Command.Begin<SetLeverage>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (set.Market, set.Leverage) = (market.Id, (ushort)leverage);
        if (await call.Submit() is not { } receipt || !await call.CaughtUp(receipt.Seq)) return;
        call.Answer.BeginObject().Name("leverage"u8).Number(leverage);
        call.Answer.Name("maxNotionalValue"u8).Decimal(Brackets.MaxNotional(market.Terms.Tiers, (int)leverage).Value, Scale.Micros).Name("symbol"u8).Plain(market.Utf8).EndObject();
    }

    private static async ValueTask MarginType(FapiCall call)
    {
        FapiMarket? market = call.Market();
        ReadOnlySpan<byte> type = call.Params.Needed("marginType"u8);
        MarginMode mode = type.SequenceEqual("ISOLATED"u8) ? MarginMode.Isolated : type.SequenceEqual("CROSSED"u8) ? MarginMode.Cross : 0;
        if (mode == 0) call.Refuse(FapiError.NotValid("marginType"));
        if (market is null || call.Error is not null) return;
        PositionFacts position = PositionOf(call, market);
        if (position.Mode == mode)
        {
            call.Refuse(FapiError.SameMarginType);
            return;
        }
        ref SetMarginMode set = ref Command.Begin<SetMarginMode>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (set.Market, set.Mode) = (market.Id, mode);
        CommandReceipt receipt = await call.Send(call.Commands);
        if (receipt.Code == RejectCode.MarginModeLocked) call.Refuse(position.Size.Value != 0 ? FapiError.MarginTypeHasPosition : FapiError.MarginTypeHasOrders);
        else if (receipt.Code != RejectCode.None) call.Refuse(FapiRejects.Of(in receipt));
        else if (await call.CaughtUp(receipt.Seq)) call.Done();
    }

    private static async ValueTask PositionMargin(FapiCall call)
    {
        FapiMarket? market = call.Market();
        PlaceCodec.CheckPositionSide(call.Params);
        Micros amount = call.Params.Needed("amount"u8).IsEmpty ? default : call.Params.Money("amount"u8);
        long type = call.Params.Needed("type"u8).IsEmpty ? 0 : call.Params.Whole("type"u8, 0, min: 1, max: 2);
        if (market is null || call.Error is not null) return;
        PositionFacts position = PositionOf(call, market);
        if (amount.Value <= 0) call.Refuse(FapiError.AmountNotPositive);
        else if (position.Mode != MarginMode.Isolated) call.Refuse(FapiError.NotIsolated);
        else if (position.Size.Value == 0) call.Refuse(FapiError.NoPositionForMargin);
        if (call.Error is not null) return;
        ref MoveMargin move = ref Command.Begin<MoveMargin>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (move.Market, move.Amount) = (market.Id, type == 1 ? amount : -amount);
        CommandReceipt receipt = await call.Send(call.Commands);
        if (receipt.Code is RejectCode.InsufficientMargin or RejectCode.InsufficientBalance or RejectCode.WithdrawLimit)
            call.Refuse(type == 1 ? FapiError.CrossInsufficient : FapiError.IsolatedInsufficient);
        else if (receipt.Code != RejectCode.None) call.Refuse(FapiRejects.Of(in receipt));
        else if (await call.CaughtUp(receipt.Seq))
            call.Answer.BeginObject().Name("amount"u8).BareDecimal(amount.Value, Scale.Micros).Name("code"u8).Number(200)
                .Name("msg"u8).Plain("Successfully modify position margin."u8).Name("type"u8).Number(type).EndObject();
    }

    private static PositionFacts PositionOf(FapiCall call, FapiMarket market)
    {
        AccountViews views = call.Gateway.Accounts.Views;
        var positions = new PositionFacts[PositionsMax];
        int count = views.ReadPositions(call.Who.Account, positions);
        int at = Array.FindIndex(positions, 0, count, p => p.Market == market.Id);
        return at < 0 ? views.DefaultPosition(market.Id) : positions[at];
    }
}
