using System.Globalization;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>A user's events as the dialect spells them, one letter a member.</summary>
internal static class UserJson
{
    /// <summary>Left open for the members of one fill.</summary>
    public static JsonText BeginOrder(JsonText json, in OrderFacts order, FapiMarket market, ReadOnlySpan<byte> what, ReadOnlySpan<byte> status, Lots filled, in Executed done, OpenOrders open)
    {
        json.Name("o"u8).BeginObject().Name("s"u8).Plain(market.Utf8).Name("c"u8);
        OrderJson.ClientId(json, order.ClientId);
        return OrderMembers(json, in order, market, what, status, filled, in done, open);
    }

    public static JsonText OrderMembers(JsonText json, in OrderFacts order, FapiMarket market, ReadOnlySpan<byte> what, ReadOnlySpan<byte> status, Lots filled, in Executed done, OpenOrders open)
    {
        ReadOnlySpan<byte> type = FapiWords.TypeOf(order.Type);
        json.Name("S"u8).Plain(FapiWords.NameOf(order.Side)).Name("o"u8).Plain(type).Name("f"u8).Plain(FapiWords.TifOf(order.Type == OrderType.Limit ? order.Tif : TimeInForce.Gtc, order.Flags));
        json.Name("q"u8).Decimal(order.Qty.Value, market.Lot).Name("p"u8).Decimal(order.Type == OrderType.Limit ? order.Price.Value : 0, market.Tick);
        json.Name("ap"u8).Decimal(market.PriceOf(done.Value.Value, done.Qty.Value), market.SubTick).Name("sp"u8).Decimal(order.TriggerPrice.Value, market.Tick);
        json.Name("x"u8).Plain(what).Name("X"u8).Plain(status).Name("i"u8).Number(order.Order.Value).Name("z"u8).Decimal(filled.Value, market.Lot);
        json.Name("R"u8).Bool(OrderJson.Reduces(in order)).Name("wt"u8).Plain(FapiWords.WorkingTypeOf(order.TriggerBy)).Name("ot"u8).Plain(FapiWords.TypeOf(order.Type, order.Trigger));
        json.Name("ps"u8).Plain("BOTH"u8).Name("cp"u8).Bool((order.Flags & OrderFlags.PositionExit) != 0);
        json.Name("b"u8).Decimal(open.WorthOf(order.Market, Side.Buy).Value, Scale.Micros).Name("a"u8).Decimal(open.WorthOf(order.Market, Side.Sell).Value, Scale.Micros);
        json.Name("pP"u8).Bool(false).Name("si"u8).Number(0).Name("ss"u8).Number(0).Name("V"u8).Plain(FapiWords.StpOf(order.Stp)).Name("pm"u8).Plain("NONE"u8);
        return json.Name("gtd"u8).Number(order.ExpireAtNs / 1_000_000).Name("er"u8).Plain("0"u8);
    }

    /// <summary>The members of an event that was no fill.</summary>
    public static void NoFill(JsonText json, long timeMs) =>
        json.Name("l"u8).Plain("0"u8).Name("L"u8).Plain("0"u8).Name("T"u8).Number(timeMs).Name("t"u8).Number(0).Name("m"u8).Bool(false).Name("rp"u8).Plain("0"u8);

    public static void Fill(JsonText json, in FillFacts fill, FapiMarket market, string asset)
    {
        json.Name("l"u8).Decimal(fill.Qty.Value, market.Lot).Name("L"u8).Decimal(fill.Price.Value, market.Tick);
        json.Name("n"u8).Decimal((fill.Fee + fill.BuilderFee).Value, Scale.Micros).Name("N"u8).String(asset).Name("T"u8).Number(fill.TimeNs / 1_000_000);
        json.Name("t"u8).Number(TradeIds.Of(fill.Seq, fill.TradeIndex)).Name("m"u8).Bool(fill.IsMaker != 0).Name("rp"u8).Decimal(fill.Realised.Value, Scale.Micros);
    }

    /// <summary>A fill in short, for who needs to know of it first and of nothing else.</summary>
    public static void Lite(JsonText json, in OrderFacts order, in FillFacts fill, FapiMarket market)
    {
        json.Name("s"u8).Plain(market.Utf8).Name("q"u8).Decimal(order.Qty.Value, market.Lot).Name("p"u8).Decimal(order.Type == OrderType.Limit ? order.Price.Value : 0, market.Tick);
        json.Name("m"u8).Bool(fill.IsMaker != 0).Name("c"u8);
        OrderJson.ClientId(json, order.ClientId);
        json.Name("S"u8).Plain(FapiWords.NameOf(order.Side)).Name("L"u8).Decimal(fill.Price.Value, market.Tick).Name("l"u8).Decimal(fill.Qty.Value, market.Lot);
        json.Name("t"u8).Number(TradeIds.Of(fill.Seq, fill.TradeIndex)).Name("i"u8).Number(order.Order.Value);
    }

    /// <summary>A conditional order, in an object that is open.</summary>
    public static void Algo(JsonText json, in OrderFacts order, FapiMarket market, ReadOnlySpan<byte> status, in Executed done, long firedMs)
    {
        json.Name("o"u8).BeginObject().Name("caid"u8);
        OrderJson.ClientId(json, order.ClientId);
        json.Name("aid"u8).Number(order.Order.Value).Name("at"u8).Plain("CONDITIONAL"u8).Name("o"u8).Plain(FapiWords.TypeOf(order.Type, order.Trigger)).Name("s"u8).Plain(market.Utf8);
        json.Name("S"u8).Plain(FapiWords.NameOf(order.Side)).Name("ps"u8).Plain("BOTH"u8).Name("f"u8).Plain(FapiWords.TifOf(order.Type == OrderType.Limit ? order.Tif : TimeInForce.Gtc, order.Flags));
        json.Name("q"u8).Decimal(order.Qty.Value, market.Lot).Name("X"u8).Plain(status).Name("ai"u8);
        if (firedMs != 0) json.Id(order.Order.Value);
        else json.Plain(""u8);
        json.Name("ap"u8).Decimal(market.PriceOf(done.Value.Value, done.Qty.Value), market.SubTick).Name("aq"u8).Decimal(done.Qty.Value, market.Lot);
        json.Name("act"u8).Plain(firedMs != 0 ? FapiWords.TypeOf(order.Type) : ""u8).Name("tp"u8).Decimal(order.TriggerPrice.Value, market.Tick);
        json.Name("p"u8).Decimal(order.Type == OrderType.Limit ? order.Price.Value : 0, market.Tick).Name("V"u8).Plain(FapiWords.StpOf(order.Stp));
        json.Name("wt"u8).Plain(FapiWords.WorkingTypeOf(order.TriggerBy)).Name("pm"u8).Plain("NONE"u8).Name("cp"u8).Bool((order.Flags & OrderFlags.PositionExit) != 0);
        json.Name("pP"u8).Bool(false).Name("R"u8).Bool(OrderJson.Reduces(in order)).Name("tt"u8).Number(firedMs).Name("gtd"u8).Number(order.ExpireAtNs / 1_000_000);
        json.Name("rm"u8).String(order.Code == RejectCode.None ? "" : RejectText.Of(order.Code)).EndObject();
    }

    public static void Position(JsonText json, in PositionFacts position, FapiMarket market, Subticks mark, int takerPpb)
    {
        bool isOpen = position.Size.Value != 0, isIsolated = position.Mode == MarginMode.Isolated;
        Micros profit = market.ValueAt(position.Size, mark) - position.Cost;
        long entry = market.PriceOf(position.Cost.Value, position.Size.Value);
        json.BeginObject().Name("s"u8).Plain(market.Utf8).Name("pa"u8).Decimal(position.Size.Value, market.Lot).Name("ep"u8).Decimal(entry, market.SubTick);
        json.Name("bep"u8).Decimal(market.BreakEven(in position, takerPpb), market.SubTick).Name("cr"u8).Decimal(position.Realised.Value, Scale.Micros);
        json.Name("up"u8).Decimal(isOpen ? profit.Value : 0, Scale.Micros).Name("mt"u8).Plain(isIsolated ? "isolated"u8 : "cross"u8);
        json.Name("iw"u8).Decimal(isIsolated ? position.IsolatedMargin.Value : 0, Scale.Micros).Name("ps"u8).Plain("BOTH"u8).Name("ma"u8).String(market.Quote).EndObject();
    }

    /// <summary>What the dialect calls an order that no user placed.</summary>
    public static string NameOfForced(FillReason reason, long seq)
    {
        string prefix = reason switch
        {
            FillReason.Adl => "adl_autoclose-",
            FillReason.Settlement => "settlement_autoclose-",
            _ => "autoclose-",
        };
        return prefix + seq.ToString(CultureInfo.InvariantCulture);
    }
}
