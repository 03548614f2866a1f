using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>The one price of a deleveraging: on the grid, or mark as it is.</summary>
internal readonly record struct AdlPrice(Market Market, Ticks Price)
{
    /// <summary>Mark, which changes nobody's equity.</summary>
    public static AdlPrice AtMark(Market market) => new(market, default);

    public bool IsMark => Price.Value == 0;

    public Subticks Subticks => IsMark ? Market.Mark : new(Price.Value * Subticks.PerTick);

    /// <summary>What changes hands for so many lots.</summary>
    public Micros MoneyFor(Lots lots) => IsMark ? Market.ValueFloor(lots) : Market.Notional(lots, Price);
}
