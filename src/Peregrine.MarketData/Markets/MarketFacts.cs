using Peregrine.Core;

namespace Peregrine.MarketData.Markets;

/// <summary>A market as it stands between two commands: its terms, its prices and its last day.</summary>
public struct MarketFacts
{
    public int Market;
    public MarketState State;
    public PriceState PriceState;
    public ListMarket Terms;
    /// <summary>Micro-dollars per tick per lot.</summary>
    public long TickLotValue;
    public Subticks Index;
    public Subticks Mark;
    /// <summary>Price of the last trade; 0 before the first.</summary>
    public Ticks Last;
    /// <summary>The last day, to the minute; without trades it has <see cref="Bar.Count"/> 0.</summary>
    public Bar Day;
    /// <summary>Trades since the fold began.</summary>
    public long TradeCount;
    /// <summary>The last command that changed anything here, and its time.</summary>
    public long Seq;
    public long TimeNs;
}
