using Peregrine.History;
using Peregrine.MarketData.Candles;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Candles;

/// <summary>A candle as history keeps it, as a piece of a longer one.</summary>
internal static class PastCandle
{
    public static Candle In(CandleInterval interval, in HistoryCandle piece) => new(
        CandleClock.StartOf(interval, piece.StartNs), new(piece.Open), new(piece.High), new(piece.Low), new(piece.Close),
        new(piece.Volume), piece.Notional, piece.Count, new(piece.Bought), piece.BoughtNotional,
        First(in piece), Last(in piece));

    public static long First(in HistoryCandle candle) => TradeIds.Of(candle.FirstSeq, candle.FirstTrade);

    public static long Last(in HistoryCandle candle) => TradeIds.Of(candle.LastSeq, candle.LastTrade);
}
