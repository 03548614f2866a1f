using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Markets;

/// <summary>Mark and index of a market, to a thousandth of a tick, and how far they may be trusted.</summary>
public readonly record struct MarkPrice(Subticks Mark, Subticks Index, PriceState State)
{
    internal static MarkPrice Read(ref Utf8JsonReader reader, object? market)
    {
        Grid grid = ((MarketTerms)market!).Tick.Thousandth;
        var price = default(MarkPrice);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("mark"u8)) price = price with { Mark = new Subticks(JsonIn.Decimal(ref reader, grid)) };
            else if (reader.ValueTextEquals("index"u8)) price = price with { Index = new Subticks(JsonIn.Decimal(ref reader, grid)) };
            else if (reader.ValueTextEquals("priceState"u8)) price = price with { State = JsonIn.Name<PriceState>(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return price;
    }
}
