using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Turns the parameters of a new order, plain or conditional, into the commands it is. After this no decimal string exists.</summary>
internal static class PlaceCodec
{
    // What comes most often first.
    private static readonly (byte[] Word, OrderType Type, TriggerKind Trigger)[] Types =
    [
        ([.. "LIMIT"u8], OrderType.Limit, TriggerKind.None),
        ([.. "MARKET"u8], OrderType.Market, TriggerKind.None),
        ([.. "STOP_MARKET"u8], OrderType.Market, TriggerKind.Stop),
        ([.. "TAKE_PROFIT_MARKET"u8], OrderType.Market, TriggerKind.TakeProfit),
        ([.. "STOP"u8], OrderType.Limit, TriggerKind.Stop),
        ([.. "TAKE_PROFIT"u8], OrderType.Limit, TriggerKind.TakeProfit),
        ([.. "TRAILING_STOP_MARKET"u8], OrderType.Market, TriggerKind.Trailing),
    ];

    private const long GoodTillLeastMs = 600_000, GoodTillMostMs = 253_402_300_799_000;
    private const int PercentPpb = 10_000_000;
    private const int CallbackMin = PercentPpb / 10, CallbackMax = 10 * PercentPpb;

    /// <summary>Fills the call's commands; none, and refused, when the parameters do not do.</summary>
    public static PlacePlan? Read(FapiCall call, FapiParams given, Span<Command> into)
    {
        FapiMarket? market = FindMarket(call, given);
        if (market is null) return null;
        ref PlaceOrder order = ref Command.Begin<PlaceOrder>(ref into[0], call.Who.Account, call.Who.Key);
        order.Market = market.Id;
        if (given.Needed("side"u8) is { IsEmpty: false } side)
        {
            order.Side = FapiWords.Side(side) ?? 0;
            if (order.Side == 0) given.Refuse(FapiError.BadSide);
        }
        CheckPositionSide(given);
        ReadType(given, ref order);
        if (given.Error is not null) return null;
        ReadSize(given, ref order, market);
        ReadPrice(call, given, ref order, market);
        ReadTerms(call, given, ref order);
        if (order.Trigger != TriggerKind.None) ReadTrigger(given, ref order, market);
        int exits = given.Error is null ? AttachedExits.Read(given, market, call.Who, in order, into[1..]) : 0;
        bool wantsResult = given.Text("newOrderRespType"u8) is { IsEmpty: false } wanted && IsResult(given, wanted);
        if (given.Error is not null) return null;
        bool isExit = (order.Flags & (OrderFlags.ReduceOnly | OrderFlags.PositionExit)) != 0;
        return new PlacePlan(market, 1 + exits, isExit, order.Trigger != TriggerKind.None, wantsResult);
    }

    /// <summary>One-way mode is the only one: a side of the position may be named as BOTH alone.</summary>
    public static void CheckPositionSide(FapiParams given)
    {
        ReadOnlySpan<byte> side = given.Text("positionSide"u8);
        if (side.IsEmpty || side.SequenceEqual("BOTH"u8)) return;
        given.Refuse(side.SequenceEqual("LONG"u8) || side.SequenceEqual("SHORT"u8) ? FapiError.OtherPositionSide : FapiError.BadPositionSide);
    }

    public static FapiMarket? FindMarket(FapiCall call, FapiParams given)
    {
        ReadOnlySpan<byte> symbol = given.Needed("symbol"u8);
        if (symbol.IsEmpty) return null;
        FapiMarket? market = call.Symbols.Find(symbol);
        if (market is null) given.Refuse(FapiError.BadSymbol);
        return market;
    }

    private static bool IsResult(FapiParams given, ReadOnlySpan<byte> wanted)
    {
        if (!wanted.SequenceEqual("RESULT"u8) && !wanted.SequenceEqual("ACK"u8)) given.Refuse(FapiError.BadRespType);
        return wanted.SequenceEqual("RESULT"u8);
    }

    private static void ReadType(FapiParams given, ref PlaceOrder order)
    {
        ReadOnlySpan<byte> type = given.Needed("type"u8);
        if (type.IsEmpty) return;
        (order.Type, order.Trigger) = TypeOf(type);
        if (order.Type == 0) given.Refuse(FapiError.BadType);
    }

    private static (OrderType, TriggerKind) TypeOf(ReadOnlySpan<byte> type)
    {
        foreach ((byte[] word, OrderType placed, TriggerKind trigger) in Types)
        {
            if (type.SequenceEqual(word)) return (placed, trigger);
        }
        return default;
    }

    private static void ReadSize(FapiParams given, ref PlaceOrder order, FapiMarket market)
    {
        order.Qty = given.Qty("quantity"u8, market.Terms);
        bool reduces = given.Flag("reduceOnly"u8);
        if (!given.Flag("closePosition"u8))
        {
            if (reduces) order.Flags |= OrderFlags.ReduceOnly;
            if (order.Qty.Value == 0 && given.Error is null)
                given.Refuse(given.Has("quantity"u8) ? new FapiError(-4003, "Quantity less than or equal to zero.") : FapiError.Missing("quantity"));
            return;
        }
        if (order.Trigger is TriggerKind.None or TriggerKind.Trailing || order.Type != OrderType.Market) given.Refuse(FapiError.BadCloseType);
        if (order.Qty.Value != 0) given.Refuse(FapiError.QuantityWithClose);
        order.Flags |= OrderFlags.PositionExit;
    }

    private static void ReadPrice(FapiCall call, FapiParams given, ref PlaceOrder order, FapiMarket market)
    {
        ReadOnlySpan<byte> match = given.Text("priceMatch"u8);
        bool isMatched = !match.IsEmpty && !match.SequenceEqual("NONE"u8);
        if (order.Type != OrderType.Limit)
        {
            if (isMatched) given.Refuse(FapiError.PriceMatchNotTaken);
            return;
        }
        order.Price = given.Price("price"u8, market.Terms, FapiError.BadTick);
        if (isMatched && given.Has("price"u8)) given.Refuse(FapiError.NotTaken("price"));
        else if (isMatched) order.Price = PriceMatch.Read(call.Gateway.Depth.Views, market, order.Side, match, given);
        else if (order.Price.Value == 0 && given.Error is null)
            given.Refuse(given.Has("price"u8) ? new FapiError(-4013, "Price less than min price (PRICE_FILTER).") : FapiError.Missing("price"));
    }

    private static void ReadTerms(FapiCall call, FapiParams given, ref PlaceOrder order)
    {
        ReadTif(call, given, ref order);
        order.Stp = StpOf(given);
        order.ClientId = given.ClientId(given.Has("clientAlgoId"u8) ? "clientAlgoId"u8 : "newClientOrderId"u8);
    }

    private static void ReadTif(FapiCall call, FapiParams given, ref PlaceOrder order)
    {
        ReadOnlySpan<byte> tif = given.Text("timeInForce"u8);
        if (order.Type == OrderType.Market)
        {
            order.Tif = TimeInForce.Ioc;
            return;
        }
        order.Tif = TimeInForce.Gtc;
        if (tif.IsEmpty && order.Trigger == TriggerKind.None) given.Refuse(FapiError.Missing("timeInForce"));
        else if (tif.SequenceEqual("IOC"u8)) order.Tif = TimeInForce.Ioc;
        else if (tif.SequenceEqual("FOK"u8)) order.Tif = TimeInForce.Fok;
        else if (tif.SequenceEqual("GTX"u8)) order.Flags |= OrderFlags.PostOnly;
        else if (tif.SequenceEqual("GTD"u8)) ReadGoodTill(call, given, ref order);
        else if (!tif.IsEmpty && !tif.SequenceEqual("GTC"u8) && !tif.SequenceEqual("GTE_GTC"u8)) given.Refuse(FapiError.BadTif);
    }

    // To the second, as the dialect has it.
    private static void ReadGoodTill(FapiCall call, FapiParams given, ref PlaceOrder order)
    {
        if (given.Needed("goodTillDate"u8).IsEmpty) return;
        long until = given.Whole("goodTillDate"u8, 0) / 1000 * 1000;
        if (until < call.NowMs + GoodTillLeastMs || until >= GoodTillMostMs) given.Refuse(FapiError.BadGoodTill);
        // Nobody's order outlives the number of nanoseconds there is.
        else (order.Tif, order.ExpireAtNs) = (TimeInForce.Gtd, Math.Min(until, long.MaxValue / 1_000_000) * 1_000_000);
    }

    private static StpMode StpOf(FapiParams given)
    {
        ReadOnlySpan<byte> mode = given.Text("selfTradePreventionMode"u8);
        if (mode.SequenceEqual("EXPIRE_TAKER"u8)) return StpMode.CancelNewest;
        if (mode.SequenceEqual("EXPIRE_BOTH"u8)) return StpMode.CancelBoth;
        // Nobody trades with himself here: none means the usual way.
        if (!mode.IsEmpty && !mode.SequenceEqual("EXPIRE_MAKER"u8) && !mode.SequenceEqual("NONE"u8)) given.Refuse(FapiError.BadStp);
        return StpMode.CancelOldest;
    }

    private static void ReadTrigger(FapiParams given, ref PlaceOrder order, FapiMarket market)
    {
        order.TriggerBy = WorkingType(given);
        // Only who asks for it is kept from triggers far from mark.
        if (!given.Flag("priceProtect"u8)) order.Flags |= OrderFlags.NoLastGuard;
        if (order.Trigger == TriggerKind.Trailing)
        {
            order.ActivationPrice = given.Price(given.Has("activatePrice"u8) ? "activatePrice"u8 : "activationPrice"u8, market.Terms, FapiError.BadTick);
            if (given.Needed("callbackRate"u8).IsEmpty) return;
            order.CallbackPpb = given.Percent("callbackRate"u8);
            if (order.CallbackPpb is < CallbackMin or > CallbackMax) given.Refuse(FapiError.NotValid("callbackRate"));
            return;
        }
        bool isOld = !given.Has("triggerPrice"u8) && given.Has("stopPrice"u8);
        order.TriggerPrice = given.Price(isOld ? "stopPrice"u8 : "triggerPrice"u8, market.Terms, FapiError.BadTick);
        if (order.TriggerPrice.Value == 0) given.Refuse(FapiError.Missing(given.Has("algoType"u8) ? "triggerPrice" : "stopPrice"));
    }

    private static TriggerRef WorkingType(FapiParams given)
    {
        ReadOnlySpan<byte> type = given.Text("workingType"u8);
        if (type.IsEmpty || type.SequenceEqual("CONTRACT_PRICE"u8)) return TriggerRef.Last;
        if (!type.SequenceEqual("MARK_PRICE"u8)) given.Refuse(FapiError.BadWorkingType(given.String("workingType"u8)));
        return TriggerRef.Mark;
    }
}
