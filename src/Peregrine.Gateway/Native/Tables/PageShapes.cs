using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>What pages look like, for the API's document: a column's name means the same in every table.</summary>
internal static class PageShapes
{
    // What has none of these types is a decimal string.
    private static readonly (AnswerType Type, string[] Columns)[] Types =
    [
        (AnswerType.Market, ["market"]),
        (AnswerType.Asset, ["asset"]),
        (AnswerType.Id, ["orderId", "groupId", "counterparty", "account", "changeId", "personId"]),
        (AnswerType.String, ["tradeId", "clientOrderId", "type", "side", "tif", "stp", "state", "trigger", "triggerBy", "reason", "code", "kind", "body", "what", "role"]),
        (AnswerType.Count, ["seq", "index", "label", "epoch", "samples", "fills", "trades", "count", "step", "number", "longs", "shorts"]),
        (AnswerType.Time, ["time", "updated", "opened", "hour", "day", "effectiveAt", "start", "triggered", "expireAt"]),
        (AnswerType.Flag, ["postOnly", "reduceOnly", "isMaker", "closed"]),
    ];

    private static readonly string[] InEveryRow = ["time", "seq", "index", "day", "start"];

    public static AnswerShape Of(RowTable table) => Of(table.Name, table.Columns);

    /// <param name="name">As exports call it, in small letters and dashes.</param>
    /// <param name="columns">Of its rows, in their order.</param>
    public static AnswerShape Of(string name, string[] columns)
    {
        string title = string.Concat(name.Split('-').Select(static part => char.ToUpperInvariant(part[0]) + part[1..]));
        var row = new ToldShape($"{title}Row");
        foreach (string column in columns)
        {
            AnswerType type = TypeOf(column);
            if (InEveryRow.Contains(column)) row.With(column, type, $"The row's {column}.");
            else row.Perhaps(column, type, $"The row's {column}.");
        }
        return new ToldShape($"{title}Page")
            .With("asOfSeq", AnswerType.Count, "The rows know at least everything up to here.")
            .With("rows", row.Listed, "What a row does not have is left out.")
            .Perhaps("next", AnswerType.String, "The cursor of the page that follows; none after the last.");
    }

    private static AnswerType TypeOf(string column)
    {
        foreach ((AnswerType type, string[] columns) in Types)
        {
            if (columns.Contains(column)) return type;
        }
        return AnswerType.Decimal;
    }
}
