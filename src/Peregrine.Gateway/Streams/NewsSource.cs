using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Streams;

/// <summary>What changes before a subscription can have news.</summary>
internal readonly record struct NewsSource
{
    private NewsSource(NewsKind kind, int id, BookInterval interval = default) => (Kind, Id, Interval) = (kind, id, interval);

    /// <summary>Time goes by: for whoever tells something when it is due (<see cref="Subscription.IsDue"/>).</summary>
    public static NewsSource Clock => new(NewsKind.Clock, 0);

    public NewsKind Kind { get; }

    /// <summary>Of the account or the market.</summary>
    public int Id { get; }

    /// <summary>How a book is told.</summary>
    public BookInterval Interval { get; }

    public static NewsSource Account(int account) => new(NewsKind.Account, account);

    public static NewsSource Market(int market) => new(NewsKind.Market, market);

    public static NewsSource Book(int market, BookInterval interval) => new(NewsKind.Book, market, interval);
}
