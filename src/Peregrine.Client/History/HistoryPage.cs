using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.History;

/// <summary>A page of a table.</summary>
/// <param name="AsOfSeq">History knows everything up to this command.</param>
/// <param name="Rows">In the table's order.</param>
/// <param name="Next">What to ask the following page with; null when this was the last.</param>
public sealed record HistoryPage(long AsOfSeq, IReadOnlyList<HistoryRow> Rows, string? Next)
{
    internal static HistoryPage Read(ref Utf8JsonReader reader, object? context)
    {
        var page = new HistoryPage(0, [], null);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("asOfSeq"u8)) page = page with { AsOfSeq = JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("next"u8)) page = page with { Next = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("rows"u8)) page = page with { Rows = ReadRows(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return page;
    }

    private static List<HistoryRow> ReadRows(ref Utf8JsonReader reader)
    {
        List<HistoryRow> rows = [];
        JsonIn.Begin(ref reader, JsonTokenType.StartArray);
        while (JsonIn.NextItem(ref reader)) rows.Add(HistoryRow.Read(ref reader, null));
        return rows;
    }
}
