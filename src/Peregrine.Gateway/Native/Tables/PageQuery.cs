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

/// <summary>Rows of every market, or of one.</summary>
internal class MarketPageQuery : PageQuery
{
    public static new readonly MarketPageQuery Shape = new("MarketPage");

    public readonly Field Market;

    protected MarketPageQuery(string name)
        : base(name) => Market = Optional("market", FieldType.Market, "Only of this market.");
}

/// <summary>Movements of money of every kind, or of one.</summary>
internal sealed class LedgerPageQuery : MarketPageQuery
{
    public static new readonly LedgerPageQuery Shape = new();

    public readonly Field Kind;

    private LedgerPageQuery()
        : base("LedgerPage") => Kind = Optional("kind", FieldType.OneOf(Words.LedgerKinds), "Only of this kind.");
}
