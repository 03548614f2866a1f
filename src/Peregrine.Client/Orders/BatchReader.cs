using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Client.Rest;

namespace Peregrine.Client.Orders;

/// <summary>Reads the answers of a batch, one for each item and in their order.</summary>
internal static class BatchReader
{
    public static Reply<OrderReceipt>[] Read(ref Utf8JsonReader reader, object? context)
    {
        var items = (IReadOnlyList<BatchItem>)context!;
        var answers = new Reply<OrderReceipt>[items.Count];
        int count = 0;
        while (JsonIn.NextField(ref reader))
        {
            if (!reader.ValueTextEquals("answers"u8))
            {
                JsonIn.Skip(ref reader);
                continue;
            }
            JsonIn.Begin(ref reader, JsonTokenType.StartArray);
            while (JsonIn.NextItem(ref reader)) answers[count] = ReadOne(ref reader, items[count++].Ticket?.Market);
        }
        return count == items.Count ? answers : throw new FormatException($"{items.Count} things were asked and {count} are answered.");
    }

    private static Reply<OrderReceipt> ReadOne(ref Utf8JsonReader reader, MarketTerms? market)
    {
        Utf8JsonReader ahead = reader;
        if (!JsonIn.NextField(ref ahead) || !ahead.ValueTextEquals("error"u8)) return new Reply<OrderReceipt>(OrderReceipt.Read(ref reader, market));
        Refusal? refusal = null;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("error"u8)) refusal = RefusalReader.Read(ref reader, 0);
            else JsonIn.Skip(ref reader);
        }
        return new Reply<OrderReceipt>(refusal!);
    }
}
