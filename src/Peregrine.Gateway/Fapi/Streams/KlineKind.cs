using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>What candles a stream tells, and how it calls them.</summary>
/// <param name="Prefix">Of the stream's name, before the interval.</param>
/// <param name="Event">The events' name.</param>
/// <param name="Source">Candles of what.</param>
/// <param name="IsOfPair">Events name the pair and not the symbol, which here is the same word.</param>
internal sealed record KlineKind(string Prefix, string Event, CandleSource Source, bool IsOfPair)
{
    public static readonly KlineKind Continuous = new("continuousKline_", "continuous_kline", CandleSource.Trades, IsOfPair: true);

    private static readonly KlineKind[] All =
    [
        new("kline_", "kline", CandleSource.Trades, IsOfPair: false),
        Continuous,
        new("indexPriceKline_", "indexPrice_kline", CandleSource.Index, IsOfPair: true),
        new("markPriceKline_", "markPrice_kline", CandleSource.Mark, IsOfPair: true),
    ];

    public static KlineKind? Find(string stream) => Array.Find(All, k => stream.StartsWith(k.Prefix, StringComparison.Ordinal));
}
