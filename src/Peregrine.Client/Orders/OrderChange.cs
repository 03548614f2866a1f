using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Orders;

/// <summary>What an amend changes; what is 0 stays.</summary>
/// <param name="Market">The order's own, on whose grid the numbers are.</param>
public readonly record struct OrderChange(MarketTerms Market)
{
    public Ticks Price { get; init; }

    /// <summary>The new total; what is filled counts.</summary>
    public Lots Qty { get; init; }

    public Ticks TriggerPrice { get; init; }

    public long CallbackPpb { get; init; }

    public Ticks Offset { get; init; }
}
