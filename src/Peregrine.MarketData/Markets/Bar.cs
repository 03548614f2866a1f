using Peregrine.Core;

namespace Peregrine.MarketData.Markets;

/// <summary>What a price did in one interval, [start, end) of engine time, and what was traded in it.</summary>
/// <param name="StartNs">Where the interval begins.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Lots traded.</param>
/// <param name="Notional">Micro-dollars traded; a day of a large market may not fit 64 bits.</param>
/// <param name="Count">Trades; a bar without any does not exist.</param>
/// <param name="FirstTrade">The first trade's id, none where it is no longer known.</param>
/// <param name="LastTrade">The last trade's id.</param>
public readonly record struct Bar(long StartNs, Ticks Open, Ticks High, Ticks Low, Ticks Close, Lots Volume, Int128 Notional, long Count, long FirstTrade, long LastTrade)
{
    /// <summary>What was traded, as far as 64 bits can tell it.</summary>
    public Micros Paid => Money.Of(Notional);

    /// <summary>The bar with one more trade.</summary>
    public Bar With(Ticks price, Lots qty, Int128 notional, long id) => Count == 0
        ? new Bar(StartNs, price, price, price, price, qty, notional, 1, id, id)
        : this with
        {
            High = new Ticks(Math.Max(High.Value, price.Value)),
            Low = new Ticks(Math.Min(Low.Value, price.Value)),
            Close = price,
            Volume = Volume + qty,
            Notional = Notional + notional,
            Count = Count + 1,
            LastTrade = id,
        };

    /// <summary>The bar that began with <paramref name="earlier"/>'s trades and went on with this one's.</summary>
    public Bar After(in Bar earlier) => Count == 0 ? earlier : this with
    {
        Open = earlier.Open,
        High = new Ticks(Math.Max(High.Value, earlier.High.Value)),
        Low = new Ticks(Math.Min(Low.Value, earlier.Low.Value)),
        Volume = Volume + earlier.Volume,
        Notional = Notional + earlier.Notional,
        Count = Count + earlier.Count,
        FirstTrade = earlier.FirstTrade,
    };
}
