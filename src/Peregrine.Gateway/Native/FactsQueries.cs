using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

/// <summary>A question about facts: it may ask for a state that is at least as new as a command whose answer the asker has.</summary>
internal class FactsQuery : BodyShape
{
    public static readonly FactsQuery Shape = new("Facts");

    public readonly Field MinSeq;

    protected FactsQuery(string name)
        : base(name) => MinSeq = Optional("minSeq", FieldType.Whole(0, long.MaxValue), "The state must contain this command.");
}

internal sealed class BookQuery : FactsQuery
{
    public static new readonly BookQuery Shape = new();

    public readonly Field Depth;

    private BookQuery()
        : base("BookQuery") => Depth = Optional("depth", FieldType.Whole(1, 1000), "Levels of each side; 100 when left out.");
}

internal sealed class LatestQuery : FactsQuery
{
    public static new readonly LatestQuery Shape = new();

    public readonly Field Limit;

    private LatestQuery()
        : base("LatestQuery") => Limit = Optional("limit", FieldType.Whole(1, 500), "How many; 100 when left out.");
}

internal sealed class OrdersQuery : FactsQuery
{
    public static new readonly OrdersQuery Shape = new();

    public readonly Field Market, Kind;

    private OrdersQuery()
        : base("OrdersQuery")
    {
        Market = Optional("market", FieldType.Market, "Only of this market.");
        Kind = Optional("kind", FieldType.OneOf(Words.MassCancelKinds), "Only resting orders, waiting triggers or TWAPs.");
    }
}
