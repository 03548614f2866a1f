using Peregrine.Core;

namespace Peregrine.Scenarios.Facts;

/// <summary>What the events said about one order.</summary>
public sealed class OrderFacts
{
    public required OrderId Id { get; init; }
    public required int Account { get; init; }
    public required int Market { get; init; }
    public required Side Side { get; init; }
    public required TimeInForce Tif { get; init; }
    public Ticks Price { get; set; }
    public Lots Qty { get; set; }
    public Lots Filled { get; set; }
    public Lots Rest { get; set; }
    public OrderState State { get; set; }

    public bool IsAlive => State is OrderState.New or OrderState.Live or OrderState.PartiallyFilled or OrderState.PendingTrigger or OrderState.Inactive;

    public void Fill(Lots qty, Lots rest)
    {
        Filled += qty;
        Rest = rest;
        State = rest.Value == 0 ? OrderState.Filled : OrderState.PartiallyFilled;
    }
}
