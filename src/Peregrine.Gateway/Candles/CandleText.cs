using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Tables;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Candles;

/// <summary>How a candle is spelled, in pages and on sockets alike.</summary>
internal static class CandleText
{
    public static readonly string[] Columns = ["time", "open", "high", "low", "close", "volume", "quoteVolume", "count", "closed", "takerBuyVolume", "takerBuyQuoteVolume"];

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
