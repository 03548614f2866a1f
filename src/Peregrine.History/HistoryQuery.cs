namespace Peregrine.History;

/// <summary>A page of a table.</summary>
/// <param name="Table">Whose rows.</param>
/// <param name="From">Behind this address, or before it when the newest come first. Null begins at the end that is asked for.</param>
/// <param name="Limit">How many rows at most.</param>
public sealed record HistoryQuery(HistoryTable Table, HistoryAddress? From = null, int Limit = 100)
{
    /// <summary>Only rows of this account; null for all.</summary>
    public int? Account { get; init; }

    /// <summary>Only rows of this market; null for all.</summary>
    public int? Market { get; init; }

    /// <summary>Only rows of this order, where rows are of orders; null for all.</summary>
    public Core.OrderId? Order { get; init; }

    /// <summary>Rows of this moment of engine time or later. Rows of a day or another period are chosen by its beginning, rows of no moment by no time.</summary>
    public long SinceNs { get; init; }

    /// <summary>Rows of before this moment.</summary>
    public long UntilNs { get; init; } = long.MaxValue;

    /// <summary>Only rows of these kinds, where rows have kinds; none for all.</summary>
    public IReadOnlyList<int> Kinds { get; init; } = [];

    public bool NewestFirst { get; init; }
}
