using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Markets;

/// <summary>Reads the terms of markets.</summary>
internal static class MarketReader
{
    public static MarketBoard ReadList(ref Utf8JsonReader reader, object? context)
    {
        List<MarketTerms> all = [];
        while (JsonIn.NextField(ref reader))
        {
            if (!reader.ValueTextEquals("markets"u8))
            {
                JsonIn.Skip(ref reader);
                continue;
            }
            JsonIn.Begin(ref reader, JsonTokenType.StartArray);
            while (JsonIn.NextItem(ref reader)) all.Add(Read(ref reader));
        }
        return new MarketBoard(all);
    }

    private static MarketTerms Read(ref Utf8JsonReader reader)
    {
        MarketTerms grids = Grids(reader);
        (Ticks MaxPrice, Lots MinQty, Lots MaxQty, Micros MinNotional, MarketState State, int Leverage, int Orders) terms = default;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("maxPrice"u8)) terms.MaxPrice = new(JsonIn.Decimal(ref reader, grids.Tick));
            else if (reader.ValueTextEquals("minQty"u8)) terms.MinQty = new(JsonIn.Decimal(ref reader, grids.Lot));
            else if (reader.ValueTextEquals("maxQty"u8)) terms.MaxQty = new(JsonIn.Decimal(ref reader, grids.Lot));
            else if (reader.ValueTextEquals("minNotional"u8)) terms.MinNotional = new(JsonIn.Decimal(ref reader, Grid.Micros));
            else if (reader.ValueTextEquals("state"u8)) terms.State = JsonIn.Name<MarketState>(ref reader);
            else if (reader.ValueTextEquals("maxLeverage"u8)) terms.Leverage = (int)JsonIn.Number(ref reader);
            else if (reader.ValueTextEquals("maxOpenOrders"u8)) terms.Orders = (int)JsonIn.Number(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return new MarketTerms(grids.Name, grids.Id, grids.Tick, grids.Lot)
        {
            State = terms.State,
            MaxPrice = terms.MaxPrice,
            MinQty = terms.MinQty,
            MaxQty = terms.MaxQty,
            MinNotional = terms.MinNotional,
            MaxLeverage = terms.Leverage,
            MaxOpenOrders = terms.Orders,
        };
    }

    // By a copy of the reader: what the other numbers are counted in.
    private static MarketTerms Grids(Utf8JsonReader ahead)
    {
        string name = "";
        int id = 0;
        Grid tick = default, lot = default;
        while (JsonIn.NextField(ref ahead))
        {
            if (ahead.ValueTextEquals("market"u8)) name = JsonIn.Text(ref ahead);
            else if (ahead.ValueTextEquals("marketId"u8)) id = (int)JsonIn.Number(ref ahead);
            else if (ahead.ValueTextEquals("tickSize"u8)) tick = Step(ref ahead);
            else if (ahead.ValueTextEquals("lotSize"u8)) lot = Step(ref ahead);
            else JsonIn.Skip(ref ahead);
        }
        return tick.UnitE12 > 0 && lot.UnitE12 > 0 ? new MarketTerms(name, id, tick, lot) : throw new FormatException("A market does not name its steps.");
    }

    private static Grid Step(ref Utf8JsonReader reader)
    {
        JsonIn.Begin(ref reader, JsonTokenType.String);
        return Grid.TryOf(reader.ValueSpan, out Grid grid) ? grid : throw new FormatException("A step is none.");
    }
}
