using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Accounts;

/// <summary>An account's position in a market, or its settings there, with what the engine asks for it and what it is worth at mark, and its place among those that may be deleveraged.</summary>
internal sealed record OwnPosition(FapiMarket Market, PositionFacts Facts, MarketFacts Prices, MarginShare Margin, PositionFigures Figures, AdlPlace Place)
{
    public bool IsIsolated => Facts.Mode == MarginMode.Isolated;

    public bool IsOpen => Facts.Size.Value != 0;

    /// <summary>It is a position, or has orders that could become one.</summary>
    public bool IsAlive => IsOpen || Margin.Buys.Value != 0 || Margin.Sells.Value != 0;

    public Micros Notional => Margin.Value;

    public Micros Unrealised => Figures.Unrealised;

    public Micros Pot => IsIsolated ? Facts.IsolatedMargin : Micros.Zero;

    /// <summary>From 4 for the first fifth of the queue down to 0, which is also who is in none.</summary>
    public int AdlQuantile => Place.Rank == 0 ? 0 : 4 - (Place.Rank - 1) * 5 / Place.Of;

    public long Entry => IsOpen ? Market.PriceOf(Facts.Cost.Value, Facts.Size.Value) : 0;
}
