namespace Peregrine.History;

/// <summary>What a price did in a minute, an hour or a day in which something happened. Prices are in subticks; bought is what takers bought.</summary>
public readonly record struct HistoryCandle(long StartNs, long Open, long High, long Low, long Close, long Volume, long Notional, long Count, long Bought, long BoughtNotional);
