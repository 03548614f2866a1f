using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Orders;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Native;

/// <summary>How an owner's facts are spelled, in answers and in streams alike. Every method leaves an object open for whoever adds to it.</summary>
internal static class AccountJson
{
    public static JsonText Order(JsonText json, in OrderFacts order, MarketTerms market)
    {
        json.BeginObject().Name("orderId"u8).Id(order.Order.Value);
        OrderAnswer.WriteClientId(json, order.ClientId);
        if (!order.Group.IsNone) json.Name("groupId"u8).Id(order.Group.Value);
        json.Name("market"u8).Plain(market.Utf8).Name("type"u8).Plain(order.IsTwap != 0 ? "twap"u8 : Words.OrderTypes.NameOf((int)order.Type));
        json.Name("side"u8).Plain(Words.Sides.NameOf((int)order.Side)).Name("state"u8).Plain(Words.OrderStates.NameOf((int)order.State));
        json.Name("tif"u8).Plain(Words.Tifs.NameOf((int)order.Tif));
        if (order.Price.Value != 0) json.Name("price"u8).Decimal(order.Price.Value, market.Tick);
        json.Name("qty"u8).Decimal(order.Qty.Value, market.Lot).Name("filled"u8).Decimal(order.Filled.Value, market.Lot).Name("rest"u8).Decimal(order.Rest.Value, market.Lot);
        if (order.Display.Value != 0) json.Name("display"u8).Decimal(order.Display.Value, market.Lot);
        if (order.ExpireAtNs != 0) json.Name("expireAt"u8).Number(order.ExpireAtNs / 1_000_000);
        if (order.Label != 0) json.Name("label"u8).Number(order.Label);
        if (order.Key != 0) json.Name("key"u8).Number(order.Key);
        Flags(json, order.Flags);
        if (order.Trigger != TriggerKind.None) Trigger(json, in order, market);
        if (order.IsTwap != 0) json.Name("paused"u8).Bool(order.IsPaused != 0);
        if (order.HasEnded && order.Reason != 0) json.Name("reason"u8).Plain(Words.CancelReasons.NameOf((int)order.Reason));
        if (order.Code != RejectCode.None) json.Name("code"u8).String(Errors.ApiCode.Of(order.Code).Name);
        return json;
    }

    public static JsonText Fill(JsonText json, in FillFacts fill, MarketTerms market)
    {
        json.BeginObject().Name("tradeId"u8);
        MarketJson.TradeId(json, fill.Seq, fill.TradeIndex);
        json.Name("orderId"u8).Id(fill.Order.Value);
        OrderAnswer.WriteClientId(json, fill.ClientId);
        json.Name("market"u8).Plain(market.Utf8).Name("side"u8).Plain(Words.Sides.NameOf((int)fill.Side));
        json.Name("price"u8).Decimal(fill.Price.Value, market.Tick).Name("qty"u8).Decimal(fill.Qty.Value, market.Lot);
        json.Name("isMaker"u8).Bool(fill.IsMaker != 0).Name("fee"u8).Decimal(fill.Fee.Value, Scale.Micros);
        if (fill.BuilderFee.Value != 0) json.Name("builderFee"u8).Decimal(fill.BuilderFee.Value, Scale.Micros);
        json.Name("realised"u8).Decimal(fill.Realised.Value, Scale.Micros).Name("reason"u8).Plain(Words.FillReasons.NameOf((int)fill.Reason));
        json.Name("orderFilled"u8).Decimal(fill.OrderFilled.Value, market.Lot).Name("orderRest"u8).Decimal(fill.OrderRest.Value, market.Lot);
        if (fill.Label != 0) json.Name("label"u8).Number(fill.Label);
        return json.Name("time"u8).Number(fill.TimeNs / 1_000_000).Name("seq"u8).Number(fill.Seq);
    }

    public static JsonText Position(JsonText json, in PositionFacts position, MarketTerms market, long tickLotValue)
    {
        json.BeginObject().Name("market"u8).Plain(market.Utf8).Name("size"u8).Decimal(position.Size.Value, market.Lot);
        if (position.Size.Value != 0) json.Name("entry"u8).Decimal(RiskJson.Entry(position.Cost, position.Size, tickLotValue), market.Tick.Sub);
        json.Name("cost"u8).Decimal(position.Cost.Value, Scale.Micros).Name("mode"u8).Plain(Words.MarginModes.NameOf((int)position.Mode));
        json.Name("leverage"u8).Number(position.Leverage);
        if (position.Mode == MarginMode.Isolated) json.Name("isolatedMargin"u8).Decimal(position.IsolatedMargin.Value, Scale.Micros);
        return json.Name("realised"u8).Decimal(position.Realised.Value, Scale.Micros).Name("fees"u8).Decimal(position.FeesPaid.Value, Scale.Micros)
            .Name("fundingPaid"u8).Decimal(position.FundingPaid.Value, Scale.Micros);
    }

    public static void Balance(JsonText json, AssetTerms asset, long balance, long counted)
    {
        json.BeginObject().Name("asset"u8).Plain(asset.Utf8).Name("balance"u8).Decimal(balance, asset.Scale);
        if (asset.Id != 1) json.Name("counted"u8).Decimal(counted, asset.Scale).Name("price"u8).Decimal(asset.Index.Value, Scale.Micros);
        json.EndObject();
    }

    private static void Flags(JsonText json, OrderFlags flags)
    {
        if ((flags & OrderFlags.PostOnly) != 0) json.Name("postOnly"u8).Bool(true);
        if ((flags & OrderFlags.ReduceOnly) != 0) json.Name("reduceOnly"u8).Bool(true);
        if ((flags & OrderFlags.PositionExit) != 0) json.Name("position"u8).Bool(true);
        if ((flags & OrderFlags.Oco) != 0) json.Name("oco"u8).Bool(true);
        if ((flags & OrderFlags.Protective) != 0) json.Name("protective"u8).Bool(true);
    }

    private static void Trigger(JsonText json, in OrderFacts order, MarketTerms market)
    {
        json.Name("trigger"u8).Plain(Words.TriggerKinds.NameOf((int)order.Trigger)).Name("triggerBy"u8).Plain(Words.TriggerRefs.NameOf((int)order.TriggerBy));
        if (order.TriggerPrice.Value != 0) json.Name("triggerPrice"u8).Decimal(order.TriggerPrice.Value, market.Tick);
        if (order.ActivationPrice.Value != 0) json.Name("activationPrice"u8).Decimal(order.ActivationPrice.Value, market.Tick);
        if (order.CallbackPpb != 0) json.Name("callback"u8).Decimal(order.CallbackPpb, Scale.Ppb);
        if (order.Offset.Value != 0) json.Name("offset"u8).Decimal(order.Offset.Value, market.Tick);
        if (order.WorstPrice.Value != 0) json.Name("worstPrice"u8).Decimal(order.WorstPrice.Value, market.Tick);
        json.Name("hasFired"u8).Bool(order.HasFired != 0);
    }
}
