using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Orders as the dialect spells them: those that trade, and those that wait for a price.</summary>
internal static class OrderJson
{
    /// <summary>An order as it stands.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="order">Its facts.</param>
    /// <param name="done">What its fills come to.</param>
    /// <param name="market">Its market.</param>
    /// <param name="createdMs">When it was placed; 0 in answers that do not tell it.</param>
    /// <param name="updatedMs">When it changed last.</param>
    public static void Write(JsonText json, in OrderFacts order, in Executed done, FapiMarket market, long createdMs, long updatedMs)
    {
        json.BeginObject().Name("orderId"u8).Number(order.Order.Value).Name("symbol"u8).Plain(market.Utf8).Name("status"u8).Plain(FapiWords.StatusOf(in order));
        json.Name("clientOrderId"u8);
        ClientId(json, order.ClientId);
        json.Name("price"u8).Decimal(order.Type == OrderType.Limit ? order.Price.Value : 0, market.Tick).Name("avgPrice"u8).Decimal(market.PriceOf(done.Value.Value, done.Qty.Value), market.SubTick);
        json.Name("origQty"u8).Decimal(order.Qty.Value, market.Lot).Name("executedQty"u8).Decimal(order.Filled.Value, market.Lot);
        // Queries tell the time of placing, answers to commands the quantity once more.
        if (createdMs == 0) json.Name("cumQty"u8).Decimal(order.Filled.Value, market.Lot);
        json.Name("cumQuote"u8).Decimal(done.Value.Value, Scale.Micros).Name("timeInForce"u8).Plain(FapiWords.TifOf(order.Type == OrderType.Limit ? order.Tif : TimeInForce.Gtc, order.Flags));
        json.Name("type"u8).Plain(FapiWords.TypeOf(order.Type)).Name("reduceOnly"u8).Bool(Reduces(in order)).Name("closePosition"u8).Bool((order.Flags & OrderFlags.PositionExit) != 0);
        json.Name("side"u8).Plain(FapiWords.NameOf(order.Side)).Name("positionSide"u8).Plain("BOTH"u8).Name("stopPrice"u8).Decimal(order.TriggerPrice.Value, market.Tick);
        json.Name("workingType"u8).Plain(FapiWords.WorkingTypeOf(order.TriggerBy)).Name("priceProtect"u8).Bool(IsGuarded(in order));
        json.Name("origType"u8).Plain(FapiWords.TypeOf(order.Type, order.Trigger)).Name("priceMatch"u8).Plain("NONE"u8);
        json.Name("selfTradePreventionMode"u8).Plain(FapiWords.StpOf(order.Stp)).Name("goodTillDate"u8).Number(order.ExpireAtNs / 1_000_000);
        if (createdMs != 0) json.Name("time"u8).Number(createdMs);
        json.Name("updateTime"u8).Number(updatedMs).EndObject();
    }

    /// <summary>An order that waits for a price, or waited; the object is left open.</summary>
    public static JsonText WriteAlgo(JsonText json, in OrderFacts order, FapiMarket market, long createdMs, long updatedMs, long triggeredMs = 0)
    {
        json.BeginObject().Name("algoId"u8).Number(order.Order.Value).Name("clientAlgoId"u8);
        ClientId(json, order.ClientId);
        json.Name("algoType"u8).Plain("CONDITIONAL"u8).Name("orderType"u8).Plain(FapiWords.TypeOf(order.Type, order.Trigger)).Name("symbol"u8).Plain(market.Utf8);
        json.Name("side"u8).Plain(FapiWords.NameOf(order.Side)).Name("positionSide"u8).Plain("BOTH"u8);
        json.Name("timeInForce"u8).Plain(FapiWords.TifOf(order.Type == OrderType.Limit ? order.Tif : TimeInForce.Gtc, order.Flags));
        json.Name("quantity"u8).Decimal(order.Qty.Value, market.Lot).Name("algoStatus"u8).Plain(FapiWords.AlgoStatusOf(in order));
        json.Name("triggerPrice"u8).Decimal(order.TriggerPrice.Value, market.Tick).Name("price"u8).Decimal(order.Price.Value, market.Tick).Name("icebergQuantity"u8).Null();
        json.Name("selfTradePreventionMode"u8).Plain(FapiWords.StpOf(order.Stp)).Name("workingType"u8).Plain(FapiWords.WorkingTypeOf(order.TriggerBy));
        json.Name("priceMatch"u8).Plain("NONE"u8).Name("closePosition"u8).Bool((order.Flags & OrderFlags.PositionExit) != 0).Name("priceProtect"u8).Bool(IsGuarded(in order));
        json.Name("reduceOnly"u8).Bool(Reduces(in order)).Name("activatePrice"u8);
        if (order.ActivationPrice.Value == 0) json.Plain(""u8);
        else json.Decimal(order.ActivationPrice.Value, market.Tick);
        json.Name("callbackRate"u8);
        if (order.CallbackPpb == 0) json.Plain(""u8);
        else json.Decimal(order.CallbackPpb, new Scale(1, 7));
        return json.Name("createTime"u8).Number(createdMs).Name("updateTime"u8).Number(updatedMs).Name("triggerTime"u8).Number(order.HasFired == 0 ? 0 : triggeredMs > 0 ? triggeredMs : updatedMs)
            .Name("goodTillDate"u8).Number(order.ExpireAtNs / 1_000_000);
    }

    /// <summary>What a conditional order became, in its open object.</summary>
    public static void WriteActual(JsonText json, in OrderFacts order, in Executed done, FapiMarket market)
    {
        json.Name("actualOrderId"u8);
        if (order.HasFired != 0) json.Id(order.Order.Value);
        else json.Plain(""u8);
        json.Name("actualPrice"u8).Decimal(market.PriceOf(done.Value.Value, done.Qty.Value), market.SubTick).Name("actualQty"u8).Decimal(order.Filled.Value, market.Lot);
        json.Name("actualType"u8).Plain(order.HasFired != 0 ? FapiWords.TypeOf(order.Type) : ""u8);
        json.Name("tpTriggerPrice"u8).Plain("0.000"u8).Name("tpPrice"u8).Plain("0.000"u8).Name("slTriggerPrice"u8).Plain("0.000"u8).Name("slPrice"u8).Plain("0.000"u8);
        json.Name("tpOrderType"u8).Plain(""u8);
    }

    public static void ClientId(JsonText json, ClientOrderId id)
    {
        ReadOnlySpan<byte> bytes = id;
        json.Plain(bytes.Slice(1, bytes[0]));
    }

    /// <summary>It waits for a price, or ended while it did.</summary>
    public static bool IsAlgo(in OrderFacts order) =>
        order.HasFired == 0 && (order.Trigger != TriggerKind.None || order.State is OrderState.PendingTrigger or OrderState.Inactive);

    /// <summary>It waits for a price, or did once.</summary>
    public static bool WasAlgo(in OrderFacts order) => order.HasFired != 0 || IsAlgo(in order);

    public static bool Reduces(in OrderFacts order) => (order.Flags & OrderFlags.ReduceOnly) != 0 || order.IsExit != 0 || order.Type == OrderType.ClosePosition;

    private static bool IsGuarded(in OrderFacts order) => order.TriggerBy == TriggerRef.Last && (order.Flags & OrderFlags.NoLastGuard) == 0;
}
