namespace Peregrine.History;

/// <summary>A market's name and grid, by which its rows are read.</summary>
public sealed record HistoryMarket(int Market, string Symbol, long TickE9, long LotE9);
