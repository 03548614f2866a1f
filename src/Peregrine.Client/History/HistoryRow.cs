using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.History;

/// <summary>One row by the names of its columns, as docs/api/native.md has them. A column that says nothing is left out.</summary>
public sealed class HistoryRow
{
    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Columns => _columns;

    /// <summary>Empty when the column says nothing.</summary>
    public string Text(string column) => _columns.GetValueOrDefault(column, "");

    /// <summary>A time, a number of something, or an id.</summary>
    public long Number(string column) => long.Parse(Text(column), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A price, a quantity or money, in steps of a grid.</summary>
    public long Count(string column, Grid grid) =>
        grid.TryParse(System.Text.Encoding.ASCII.GetBytes(Text(column)), out long count) ? count : throw new FormatException($"{column} is not on its grid.");

    internal static HistoryRow Read(ref Utf8JsonReader reader, object? context)
    {
        var row = new HistoryRow();
        while (JsonIn.NextField(ref reader))
        {
            string column = reader.GetString()!;
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null) reader.Skip();
            else row._columns[column] = reader.TokenType == JsonTokenType.String ? reader.GetString()! : System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        }
        return row;
    }
}
