using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>A question for a page of rows, by span of time.</summary>
internal class PageQuery : FactsQuery
{
    public const int LimitMax = 1000, LimitUsual = 100;

    public static readonly Choices Formats = new NamedChoices("json", "csv");
    public static new readonly PageQuery Shape = new("Page");

    public readonly Field Since, Until, Limit, Cursor, Format;

    protected PageQuery(string name)
        : base(name)
    {
        Since = Optional("from", FieldType.Time, "Nothing from before this moment.");
        Until = Optional("to", FieldType.Time, "Only what is from before this moment.");
        Limit = Optional("limit", FieldType.Whole(1, LimitMax), "How many rows at most; 100 when left out.");
        Cursor = Optional("cursor", FieldType.Text(64), "Where the page begins: next of the page before.");
        Format = Optional("format", FieldType.OneOf(Formats), "csv for lines of text; Accept: text/csv does the same.");
    }
}
