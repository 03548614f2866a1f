using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Accounts;

/// <summary>An account's position in a market, or its settings there, with what the engine asks for it and what it is worth at mark.</summary>
internal sealed record OwnPosition(FapiMarket Market, PositionFacts Facts, MarketFacts Prices, MarginShare Margin)
{
    public bool IsIsolated => Facts.Mode == MarginMode.Isolated;

    public bool IsOpen => Facts.Size.Value != 0;

    /// <summary>It is a position, or has orders that could become one.</summary>
    public bool IsAlive => IsOpen || Margin.Buys.Value != 0 || Margin.Sells.Value != 0;

    public Micros Notional => Market.ValueAt(Facts.Size, Prices.Mark);

    public Micros Unrealised => Notional - Facts.Cost;

    public Micros Pot => IsIsolated ? Facts.IsolatedMargin : Micros.Zero;

    public long Entry => IsOpen ? Market.PriceOf(Facts.Cost.Value, Facts.Size.Value) : 0;

    /// <summary>The price at which the position, with what it realised and paid so far, comes to nothing.</summary>
    public long BreakEven
    {
        get
        {
            if (!IsOpen) return 0;
            Micros worth = Facts.Cost - Facts.Realised + Facts.FeesPaid;
            return worth.Value > 0 == Facts.Size.Value > 0 ? Market.PriceOf(worth.Value, Facts.Size.Value) : 0;
        }
    }
}
