using Peregrine.Core;

namespace Peregrine.Engine.Orders;

/// <summary>A finished client id as snapshots tell it, without slots and links.</summary>
internal readonly record struct FinishedClientId(
    int Account, ClientIdHash Hash, OrderId Order, ulong Terms, OrderState State, Lots Filled, long FinishedSeq);
