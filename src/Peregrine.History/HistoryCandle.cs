namespace Peregrine.History;

/// <summary>What a price did in a minute, an hour or a day in which something happened. Prices are in subticks; bought is what takers bought.
/// First and last trade are told by their command and their place in it; command 0 where there is none, and as the first where it is no longer known.</summary>
public readonly record struct HistoryCandle(
    long StartNs, long Open, long High, long Low, long Close, long Volume, long Notional, long Count, long Bought, long BoughtNotional,
    long FirstSeq, int FirstTrade, long LastSeq, int LastTrade);
