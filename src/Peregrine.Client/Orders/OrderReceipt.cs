using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Orders;

/// <summary>What became of an order that was placed, amended or cancelled. It is durable.</summary>
public readonly record struct OrderReceipt
{
    /// <summary>The order; of groups the group, of quotes the quote.</summary>
    public OrderId Order { get; init; }

    /// <summary>The first of a group's orders; none where there is no group.</summary>
    public OrderId FirstOfGroup { get; init; }

    public ClientOrderId ClientId { get; init; }

    public OrderState State { get; init; }

    public Lots Filled { get; init; }

    /// <summary>How many lots or orders a cancel took away.</summary>
    public long Cancelled { get; init; }

    public bool IsDuplicate { get; init; }

    public long Seq { get; init; }

    public long TimeNs { get; init; }

    internal static OrderReceipt Read(ref Utf8JsonReader reader, object? context)
    {
        Grid lot = (context as MarketTerms)?.Lot ?? Grid.Whole;
        var receipt = default(OrderReceipt);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("orderId"u8) || reader.ValueTextEquals("groupId"u8) || reader.ValueTextEquals("quoteId"u8)) receipt = receipt with { Order = new OrderId(JsonIn.Id(ref reader)) };
            else if (reader.ValueTextEquals("orders"u8)) receipt = receipt with { FirstOfGroup = First(ref reader) };
            else if (reader.ValueTextEquals("clientOrderId"u8)) receipt = receipt with { ClientId = JsonIn.ClientId(ref reader) };
            else if (reader.ValueTextEquals("state"u8)) receipt = receipt with { State = JsonIn.Name<OrderState>(ref reader) };
            else if (reader.ValueTextEquals("filled"u8)) receipt = receipt with { Filled = new Lots(JsonIn.Decimal(ref reader, lot)) };
            else if (reader.ValueTextEquals("cancelled"u8)) receipt = receipt with { Cancelled = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("duplicate"u8)) receipt = receipt with { IsDuplicate = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("seq"u8)) receipt = receipt with { Seq = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("timeNs"u8)) receipt = receipt with { TimeNs = JsonIn.Id(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return receipt;
    }

    private static OrderId First(ref Utf8JsonReader reader)
    {
        OrderId first = default;
        JsonIn.Begin(ref reader, JsonTokenType.StartArray);
        while (JsonIn.NextItem(ref reader))
        {
            if (first.IsNone && long.TryParse(reader.ValueSpan, System.Globalization.CultureInfo.InvariantCulture, out long id)) first = new OrderId(id);
        }
        return first;
    }
}
