using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>A fill of an own order.</summary>
public readonly record struct FillInfo
{
    public string TradeId { get; init; }

    public OrderId Order { get; init; }

    public ClientOrderId ClientId { get; init; }

    public MarketTerms Market { get; init; }

    public Side Side { get; init; }

    public Ticks Price { get; init; }

    public Lots Qty { get; init; }

    public bool IsMaker { get; init; }

    public Micros Fee { get; init; }

    public Micros Realised { get; init; }

    public FillReason Reason { get; init; }

    public long Seq { get; init; }

    internal static FillInfo Read(ref Utf8JsonReader reader, object? markets)
    {
        MarketTerms market = OrderInfo.MarketOf(reader, (MarketBoard)markets!);
        var fill = new FillInfo { Market = market, TradeId = "" };
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("tradeId"u8)) fill = fill with { TradeId = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("orderId"u8)) fill = fill with { Order = new OrderId(JsonIn.Id(ref reader)) };
            else if (reader.ValueTextEquals("clientOrderId"u8)) fill = fill with { ClientId = JsonIn.ClientId(ref reader) };
            else if (reader.ValueTextEquals("side"u8)) fill = fill with { Side = JsonIn.Name<Side>(ref reader) };
            else if (reader.ValueTextEquals("price"u8)) fill = fill with { Price = new Ticks(JsonIn.Decimal(ref reader, market.Tick)) };
            else if (reader.ValueTextEquals("qty"u8)) fill = fill with { Qty = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("isMaker"u8)) fill = fill with { IsMaker = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("fee"u8)) fill = fill with { Fee = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("realised"u8)) fill = fill with { Realised = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("reason"u8)) fill = fill with { Reason = JsonIn.Name<FillReason>(ref reader) };
            else if (reader.ValueTextEquals("seq"u8)) fill = fill with { Seq = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return fill;
    }
}
