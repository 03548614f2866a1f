using Peregrine.Gateway.Json;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Candles;

/// <summary>How lengths and sources of candles are called; the numbers are those of <see cref="CandleInterval"/> and <see cref="CandleSource"/>.</summary>
internal static class CandleWords
{
    public static readonly Choices Intervals =
        new NamedChoices("1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M");

    public static readonly Choices Sources = new NamedChoices("trades", "mark", "index");
}
