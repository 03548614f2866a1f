namespace Peregrine.History;

/// <summary>How many days rows are kept; 0 is for ever. What belongs to accounts is never deleted.</summary>
/// <param name="Trades">Public trades: the two sides of each stay as fills.</param>
/// <param name="Prices">Index and mark, a row a second for each market.</param>
/// <param name="System">States of markets, terms, prices' states.</param>
/// <param name="MinuteCandles">Candles of a minute; hours and days stay.</param>
public sealed record Retention(int Trades = 90, int Prices = 7, int System = 0, int MinuteCandles = 365);
