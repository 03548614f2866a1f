namespace Peregrine.MarketData.Candles;

/// <summary>Whose prices a candle is made of.</summary>
public enum CandleSource : byte
{
    Trades = 1,
    Mark = 2,
    Index = 3,
}
