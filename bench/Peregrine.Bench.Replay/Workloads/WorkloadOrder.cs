using Peregrine.Core;

namespace Peregrine.Bench.Replay.Workloads;

/// <summary>What the generator knows of an order, also after it has ended: a cancel that comes too late still names its side and price.</summary>
internal struct WorkloadOrder
{
    public int Price;
    public uint Lots;
    public Side Side;
    /// <summary>Neighbours at its price; 0 for none.</summary>
    public uint Previous;
    public uint Next;
    /// <summary>Its place among the living.</summary>
    public int Place;
}
