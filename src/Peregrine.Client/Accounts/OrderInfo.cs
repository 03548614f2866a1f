using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>An order as its owner sees it.</summary>
public readonly record struct OrderInfo
{
    public OrderId Order { get; init; }

    public OrderId Group { get; init; }

    public ClientOrderId ClientId { get; init; }

    public MarketTerms Market { get; init; }

    public Side Side { get; init; }

    public OrderState State { get; init; }

    public TriggerKind Trigger { get; init; }

    public Ticks Price { get; init; }

    public Ticks TriggerPrice { get; init; }

    public Lots Qty { get; init; }

    public Lots Filled { get; init; }

    public Lots Rest { get; init; }

    public uint Label { get; init; }

    public bool IsReduceOnly { get; init; }

    /// <summary>Why it ended, where it was not filled.</summary>
    public CancelReason Reason { get; init; }

    public bool HasEnded => State is OrderState.Filled or OrderState.Cancelled or OrderState.Expired or OrderState.Rejected;

    internal static OrderInfo Read(ref Utf8JsonReader reader, object? markets)
    {
        // The grid is the market's, which may be named after the numbers: a copy of the reader finds it first.
        MarketTerms market = MarketOf(reader, (MarketBoard)markets!);
        var order = new OrderInfo { Market = market };
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("orderId"u8)) order = order with { Order = new OrderId(JsonIn.Id(ref reader)) };
            else if (reader.ValueTextEquals("groupId"u8)) order = order with { Group = new OrderId(JsonIn.Id(ref reader)) };
            else if (reader.ValueTextEquals("clientOrderId"u8)) order = order with { ClientId = JsonIn.ClientId(ref reader) };
            else if (reader.ValueTextEquals("side"u8)) order = order with { Side = JsonIn.Name<Side>(ref reader) };
            else if (reader.ValueTextEquals("state"u8)) order = order with { State = JsonIn.Name<OrderState>(ref reader) };
            else if (reader.ValueTextEquals("trigger"u8)) order = order with { Trigger = JsonIn.Name<TriggerKind>(ref reader) };
            else if (reader.ValueTextEquals("price"u8)) order = order with { Price = new Ticks(JsonIn.Decimal(ref reader, market.Tick)) };
            else if (reader.ValueTextEquals("triggerPrice"u8)) order = order with { TriggerPrice = new Ticks(JsonIn.Decimal(ref reader, market.Tick)) };
            else if (reader.ValueTextEquals("qty"u8)) order = order with { Qty = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("filled"u8)) order = order with { Filled = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("rest"u8)) order = order with { Rest = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("label"u8)) order = order with { Label = (uint)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("reduceOnly"u8)) order = order with { IsReduceOnly = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("reason"u8)) order = order with { Reason = JsonIn.Name<CancelReason>(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return order;
    }

    internal static MarketTerms MarketOf(Utf8JsonReader ahead, MarketBoard markets)
    {
        while (JsonIn.NextField(ref ahead))
        {
            if (!ahead.ValueTextEquals("market"u8))
            {
                JsonIn.Skip(ref ahead);
                continue;
            }
            JsonIn.Begin(ref ahead, JsonTokenType.String);
            return markets.Find(ahead.ValueSpan) ?? throw new FormatException("A market is not in the list that was loaded; load it again.");
        }
        throw new FormatException("An object does not name its market.");
    }
}
