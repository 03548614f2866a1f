using Peregrine.Core;

namespace Peregrine.Client.Orders;

/// <summary>One exit of a bracket; a trigger of 0 and other unset numbers are left out.</summary>
public sealed record OrderExit(OrderForm Form)
{
    /// <summary>Billionths of the entry.</summary>
    public long SharePpb { get; init; }

    public Ticks Price { get; init; }

    public Ticks TriggerPrice { get; init; }

    public TriggerRef TriggerBy { get; init; }

    public Ticks ActivationPrice { get; init; }

    public long CallbackPpb { get; init; }

    public Ticks Offset { get; init; }

    public long MaxSlippagePpb { get; init; }
}
