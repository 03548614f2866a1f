using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>The largest orders that each side could place now.</summary>
public readonly record struct OrderRoom(SideRoom Buy, SideRoom Sell, long AsOfSeq)
{
    internal static OrderRoom Read(ref Utf8JsonReader reader, object? context)
    {
        var market = (MarketTerms)context!;
        var room = default(OrderRoom);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("buy"u8)) room = room with { Buy = SideRoom.Read(ref reader, market) };
            else if (reader.ValueTextEquals("sell"u8)) room = room with { Sell = SideRoom.Read(ref reader, market) };
            else if (reader.ValueTextEquals("asOfSeq"u8)) room = room with { AsOfSeq = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return room;
    }
}

/// <summary>The largest order of a side.</summary>
/// <param name="Most">How much.</param>
/// <param name="Price">The limit that it holds for.</param>
/// <param name="Limit">The code that one lot more would be answered with; none when nothing stands in its way.</param>
public readonly record struct SideRoom(Lots Most, Ticks Price, string? Limit)
{
    internal static SideRoom Read(ref Utf8JsonReader reader, MarketTerms market)
    {
        JsonIn.Begin(ref reader, JsonTokenType.StartObject);
        var room = default(SideRoom);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("most"u8)) room = room with { Most = new Lots(JsonIn.Decimal(ref reader, market.Lot)) };
            else if (reader.ValueTextEquals("price"u8)) room = room with { Price = new Ticks(JsonIn.Decimal(ref reader, market.Tick)) };
            else if (reader.ValueTextEquals("limit"u8)) room = room with { Limit = JsonIn.Text(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return room;
    }
}
