using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Orders;

/// <summary>Spells orders and their changes as the venue reads them: only what is set.</summary>
internal static class OrderWriter
{
    public static void Write(JsonOut json, OrderTicket order)
    {
        json.BeginObject().Name("type"u8).Plain(WireNames<OrderForm>.Of(order.Form));
        if (order.Market is { } market) WriteInMarket(json, order, market);
        WriteOwner(json, order);
        WriteTrigger(json, order);
        Rate(json, "maxSlippage"u8, order.MaxSlippagePpb);
        Whole(json, "percent"u8, order.Percent);
        WriteSeries(json, order);
        WriteChildren(json, order);
        json.EndObject();
    }

    public static void Write(JsonOut json, in OrderChange change)
    {
        MarketTerms market = change.Market;
        json.BeginObject().Name("market"u8).Plain(market.Utf8);
        Steps(json, "price"u8, change.Price.Value, market.Tick);
        Steps(json, "qty"u8, change.Qty.Value, market.Lot);
        Steps(json, "triggerPrice"u8, change.TriggerPrice.Value, market.Tick);
        Rate(json, "callback"u8, change.CallbackPpb);
        Steps(json, "offset"u8, change.Offset.Value, market.Tick);
        json.EndObject();
    }

    public static void Write(JsonOut json, in CancelFilter filter)
    {
        json.BeginObject();
        if (filter.Market is { } market) json.Name("market"u8).Plain(market.Utf8);
        if (filter.Side != 0) json.Name("side"u8).Plain(WireNames<Side>.Of(filter.Side));
        Whole(json, "label"u8, filter.Label);
        if (!filter.Group.IsNone) json.Name("group"u8).Id(filter.Group.Value);
        json.EndObject();
    }

    public static void Write(JsonOut json, in BatchItem item)
    {
        switch (item.Op)
        {
            case BatchOp.Place:
                json.BeginObject().Name("op"u8).Plain("place"u8).Name("body"u8);
                Write(json, item.Ticket!);
                break;
            case BatchOp.Amend:
                json.BeginObject().Name("op"u8).Plain("amend"u8).Name("id"u8).Text(item.Name.ToString()).Name("body"u8);
                Write(json, item.Change);
                break;
            case BatchOp.Cancel:
                json.BeginObject().Name("op"u8).Plain("cancel"u8).Name("id"u8).Text(item.Name.ToString());
                break;
            default:
                throw new ArgumentException("A batch item says nothing.", nameof(item));
        }
        json.EndObject();
    }

    private static void WriteInMarket(JsonOut json, OrderTicket order, MarketTerms market)
    {
        json.Name("market"u8).Plain(market.Utf8);
        if (order.Side != 0) json.Name("side"u8).Plain(WireNames<Side>.Of(order.Side));
        Steps(json, "price"u8, order.Price.Value, market.Tick);
        Steps(json, "qty"u8, order.Qty.Value, market.Lot);
        Steps(json, "quoteQty"u8, order.QuoteQty.Value, Grid.Micros);
        Steps(json, "display"u8, order.Display.Value, market.Lot);
        Steps(json, "triggerPrice"u8, order.TriggerPrice.Value, market.Tick);
        Steps(json, "worstPrice"u8, order.WorstPrice.Value, market.Tick);
        Steps(json, "offset"u8, order.Offset.Value, market.Tick);
        Steps(json, "activationPrice"u8, order.ActivationPrice.Value, market.Tick);
        Steps(json, "fromPrice"u8, order.FromPrice.Value, market.Tick);
        Steps(json, "toPrice"u8, order.ToPrice.Value, market.Tick);
        Steps(json, "limitPrice"u8, order.LimitPrice.Value, market.Tick);
    }

    private static void WriteOwner(JsonOut json, OrderTicket order)
    {
        if (!order.ClientId.IsEmpty)
        {
            ClientOrderId id = order.ClientId;
            ReadOnlySpan<byte> bytes = id;
            json.Name("clientOrderId"u8).Plain(bytes.Slice(1, bytes[0]));
        }
        Whole(json, "label"u8, order.Label);
        if (order.Stp != 0) json.Name("stp"u8).Plain(WireNames<StpMode>.Of(order.Stp));
        Whole(json, "expiresAt"u8, order.ExpiresAtMs);
        Set(json, "protective"u8, order.IsProtective);
        Set(json, "cancelOnDisconnect"u8, order.CancelOnDisconnect);
        if (order.Tif != 0) json.Name("tif"u8).Plain(WireNames<TimeInForce>.Of(order.Tif));
        Whole(json, "expireAt"u8, order.ExpireAtMs);
        if (order.Slide) json.Name("postOnly"u8).Plain("slide"u8);
        else Set(json, "postOnly"u8, order.PostOnly);
        Set(json, "reduceOnly"u8, order.ReduceOnly);
        Set(json, "jit"u8, order.AsksMakers);
    }

    private static void WriteTrigger(JsonOut json, OrderTicket order)
    {
        if (order.TriggerBy != 0) json.Name("triggerBy"u8).Plain(WireNames<TriggerRef>.Of(order.TriggerBy));
        Set(json, "position"u8, order.IsPositionExit);
        Set(json, "allowImmediate"u8, order.AllowImmediate);
        if (order.IgnoreLastGuard) json.Name("lastGuard"u8).Flag(false);
        Rate(json, "callback"u8, order.CallbackPpb);
    }

    private static void WriteSeries(JsonOut json, OrderTicket order)
    {
        Whole(json, "count"u8, order.Count);
        Rate(json, "ratio"u8, order.RatioPpb);
        Whole(json, "duration"u8, order.DurationMs);
        Whole(json, "interval"u8, order.IntervalMs);
        Whole(json, "jitter"u8, order.JitterMs);
        Whole(json, "multiple"u8, order.Multiple);
        Whole(json, "minMultiple"u8, order.MinMultiple);
    }

    private static void WriteChildren(JsonOut json, OrderTicket order)
    {
        if (order.Orders.Count > 0)
        {
            json.Name("orders"u8).BeginArray();
            foreach (OrderTicket child in order.Orders) Write(json, child);
            json.EndArray();
        }
        if (order.Exits.Count > 0)
        {
            json.Name("exits"u8).BeginArray();
            foreach (OrderExit exit in order.Exits) Write(json, exit, order.Market!);
            json.EndArray();
        }
        if (order.Legs.Count == 0) return;
        json.Name("legs"u8).BeginArray();
        foreach (OrderLeg leg in order.Legs)
        {
            json.BeginObject().Name("market"u8).Plain(leg.Market.Utf8).Name("side"u8).Plain(WireNames<Side>.Of(leg.Side)).Name("unit"u8).Decimal(leg.Unit.Value, leg.Market.Lot);
            Rate(json, "maxSlippage"u8, leg.MaxSlippagePpb);
            json.EndObject();
        }
        json.EndArray();
    }

    private static void Write(JsonOut json, OrderExit exit, MarketTerms market)
    {
        json.BeginObject().Name("type"u8).Plain(WireNames<OrderForm>.Of(exit.Form));
        Rate(json, "share"u8, exit.SharePpb);
        Steps(json, "price"u8, exit.Price.Value, market.Tick);
        Steps(json, "triggerPrice"u8, exit.TriggerPrice.Value, market.Tick);
        if (exit.TriggerBy != 0) json.Name("triggerBy"u8).Plain(WireNames<TriggerRef>.Of(exit.TriggerBy));
        Steps(json, "activationPrice"u8, exit.ActivationPrice.Value, market.Tick);
        Rate(json, "callback"u8, exit.CallbackPpb);
        Steps(json, "offset"u8, exit.Offset.Value, market.Tick);
        Rate(json, "maxSlippage"u8, exit.MaxSlippagePpb);
        json.EndObject();
    }

    private static void Steps(JsonOut json, ReadOnlySpan<byte> name, long count, Grid grid)
    {
        if (count != 0) json.Name(name).Decimal(count, grid);
    }

    private static void Rate(JsonOut json, ReadOnlySpan<byte> name, long ppb) => Steps(json, name, ppb, Grid.Ppb);

    private static void Whole(JsonOut json, ReadOnlySpan<byte> name, long value)
    {
        if (value != 0) json.Name(name).Number(value);
    }

    private static void Set(JsonOut json, ReadOnlySpan<byte> name, bool value)
    {
        if (value) json.Name(name).Flag(true);
    }
}
