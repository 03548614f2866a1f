using Peregrine.Core;
using Peregrine.MarketData.Markets;

namespace Peregrine.MarketData.Candles;

/// <summary>What a price did in one interval, [start, end) of engine time. Prices are in subticks, whatever they are prices of.</summary>
/// <param name="StartNs">Where the interval begins.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Lots traded; none in candles of mark and index.</param>
/// <param name="Notional">Micro-dollars traded; a month of a large market may not fit 64 bits.</param>
/// <param name="Count">Trades or updates; 0 where nothing happened and the last close goes on.</param>
/// <param name="Bought">Of the lots those that takers bought.</param>
/// <param name="BoughtNotional">Of the micro-dollars those of that.</param>
/// <param name="FirstTrade">The first trade's id; none in candles of mark and index, and where it is no longer known.</param>
/// <param name="LastTrade">The last trade's id.</param>
public readonly record struct Candle(
    long StartNs, Subticks Open, Subticks High, Subticks Low, Subticks Close, Lots Volume, Int128 Notional, long Count, Lots Bought, Int128 BoughtNotional,
    long FirstTrade, long LastTrade)
{
    /// <summary>What was traded, as far as 64 bits can tell it.</summary>
    public Micros Paid => Money.Of(Notional);

    /// <summary>What takers bought, likewise.</summary>
    public Micros BoughtPaid => Money.Of(BoughtNotional);

    /// <summary>An interval in which nothing happened.</summary>
    public static Candle Flat(long startNs, Subticks price) => new(startNs, price, price, price, price, Lots.Zero, 0, 0, Lots.Zero, 0, TradeIds.None, TradeIds.None);

    /// <summary>An interval's first price.</summary>
    internal static Candle First(long startNs, Subticks price, in Traded traded) => Flat(startNs, price).With(price, in traded) with { FirstTrade = traded.Id };

    internal Candle With(Subticks price, in Traded traded) => this with
    {
        High = Subticks.Max(High, price),
        Low = Subticks.Min(Low, price),
        Close = price,
        Volume = Volume + traded.Qty,
        Notional = Notional + traded.Notional,
        Count = Count + 1,
        Bought = traded.Taker == Side.Buy ? Bought + traded.Qty : Bought,
        BoughtNotional = traded.Taker == Side.Buy ? BoughtNotional + traded.Notional : BoughtNotional,
        LastTrade = traded.Id,
    };

    /// <summary>The candle that began with what <paramref name="earlier"/> holds and went on with this one.</summary>
    public Candle After(in Candle earlier) => this with
    {
        StartNs = earlier.StartNs,
        Open = earlier.Open,
        High = Subticks.Max(High, earlier.High),
        Low = Subticks.Min(Low, earlier.Low),
        Volume = Volume + earlier.Volume,
        Notional = Notional + earlier.Notional,
        Count = Count + earlier.Count,
        Bought = Bought + earlier.Bought,
        BoughtNotional = BoughtNotional + earlier.BoughtNotional,
        FirstTrade = earlier.FirstTrade,
    };
}

/// <summary>What changed hands with a price: nothing, by nobody, with one of a mark or an index.</summary>
/// <param name="Qty">Lots.</param>
/// <param name="Notional">Micro-dollars.</param>
/// <param name="Taker">Who crossed to the other side.</param>
/// <param name="Id">The trade's.</param>
internal readonly record struct Traded(Lots Qty, Int128 Notional, Side Taker, long Id);
