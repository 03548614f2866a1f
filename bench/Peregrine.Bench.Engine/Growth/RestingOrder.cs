using Peregrine.Core;

namespace Peregrine.Bench.Engine.Growth;

/// <summary>An order as its owner knows it.</summary>
internal struct RestingOrder
{
    public OrderId Id;
    /// <summary>0 while nothing of ours is in the slot.</summary>
    public int Account;
    public int Price;
    public Side Side;
}
