using System.Globalization;

namespace Peregrine.History;

/// <summary>Pages as comma-separated values (RFC 4180).</summary>
public static class Csv
{
    private const int PageRows = 1000;
    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>Writes all rows that a query names, page by page, with a first line of names.</summary>
    public static void Write(IHistoryStore store, HistoryQuery query, TextWriter output)
    {
        HistoryQuery next = query with { Limit = PageRows };
        for (bool isFirst = true; ; isFirst = false)
        {
            HistoryPage page = store.Read(next);
            if (isFirst) Line(page.Columns, output);
            foreach (object?[] row in page.Rows) Line(row, output);
            if (page.Next is not { } from) return;
            next = next with { From = from };
        }
    }

    private static void Line(IEnumerable<object?> values, TextWriter output)
    {
        bool isFirst = true;
        foreach (object? value in values)
        {
            if (!isFirst) output.Write(',');
            isFirst = false;
            output.Write(Text(value));
        }
        output.Write("\r\n");
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        string text when text.AsSpan().ContainsAny(Quoted) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
