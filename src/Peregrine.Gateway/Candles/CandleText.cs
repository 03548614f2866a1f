using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Tables;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Candles;

/// <summary>How a candle is spelled, in pages and on sockets alike.</summary>
internal static class CandleText
{
    public static readonly string[] Columns = ["time", "open", "high", "low", "close", "volume", "quoteVolume", "count", "closed", "takerBuyVolume", "takerBuyQuoteVolume"];

    /// <summary>Whether one of several that were copied together will not change any more.</summary>
    /// <param name="interval">How long each is.</param>
    /// <param name="candles">The copy, oldest first.</param>
    /// <param name="index">Of the one.</param>
    /// <param name="nowNs">The time before the copy. A candle may have ended since: the next one in the same copy says so.</param>
    public static bool IsClosed(CandleInterval interval, ReadOnlySpan<Candle> candles, int index, long nowNs) =>
        index + 1 < candles.Length || CandleClock.EndOf(interval, candles[index].StartNs) <= nowNs;

    public static void Write(RowText row, in Candle candle, MarketTerms market, bool isClosed)
    {
        row.BeginRow();
        row.Time(candle.StartNs);
        row.Decimal(candle.Open.Value, market.Tick.Sub);
        row.Decimal(candle.High.Value, market.Tick.Sub);
        row.Decimal(candle.Low.Value, market.Tick.Sub);
        row.Decimal(candle.Close.Value, market.Tick.Sub);
        row.Decimal(candle.Volume.Value, market.Lot);
        row.Decimal(candle.Paid.Value, Scale.Micros);
        row.Number(candle.Count);
        row.Flag(isClosed);
        row.Decimal(candle.Bought.Value, market.Lot);
        row.Decimal(candle.BoughtPaid.Value, Scale.Micros);
        row.EndRow();
    }
}
