using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Markets;

/// <summary>A trade as everybody sees it; the side is the taker's.</summary>
public readonly record struct PublicTrade(string Id, Ticks Price, Lots Qty, Side Side, FillReason Reason, long TimeMs, long Seq)
{
    internal static PublicTrade Read(ref Utf8JsonReader reader, MarketTerms market)
    {
        PublicTrade trade = default;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("tradeId"u8)) trade = trade with { Id = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("price"u8)) trade = trade with { Price = new Ticks(JsonIn.Decimal(ref reader, market.Tick)) };
            else if (reader.ValueTextEquals("qty"u8)) trade = trade with { Qty = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("side"u8)) trade = trade with { Side = JsonIn.Name<Side>(ref reader) };
            else if (reader.ValueTextEquals("reason"u8)) trade = trade with { Reason = JsonIn.Name<FillReason>(ref reader) };
            else if (reader.ValueTextEquals("time"u8)) trade = trade with { TimeMs = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("seq"u8)) trade = trade with { Seq = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return trade;
    }
}
