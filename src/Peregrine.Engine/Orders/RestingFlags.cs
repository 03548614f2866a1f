using Peregrine.Core;

namespace Peregrine.Engine.Orders;

/// <summary>Hot flags of a resting order: the client's own in the low bits, and what matching must know without reading cold memory.</summary>
internal static class RestingFlags
{
    public const ushort ReduceOnly = (ushort)OrderFlags.ReduceOnly;
    /// <summary>It has an expiry, found in its extra record.</summary>
    public const ushort Expires = 1 << 12;
    /// <summary>It shows slices.</summary>
    public const ushort Iceberg = 1 << 13;
    /// <summary>A fill of it changes other orders.</summary>
    public const ushort Linked = 1 << 14;
    /// <summary>Its builder earns on its fills.</summary>
    public const ushort Builder = 1 << 15;

    public const ushort ClientMask = (1 << 12) - 1;
}
