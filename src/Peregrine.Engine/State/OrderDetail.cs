using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>The part of a resting order that matching does not touch; lies under the order's slot in a table of its own, two to a cache line.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct OrderDetail
{
    /// <summary>Everything the order ever asked for; what was filled is <see cref="Filled"/>, the rest may also have been trimmed.</summary>
    public Lots Qty;
    public Lots Filled;
    /// <summary>Its entry in the pool of client ids; 0 when none was given.</summary>
    public int Client;
    /// <summary>What few orders have; 0 when it has none of it.</summary>
    public int Extra;
    public OrderType Type;
    public TimeInForce Tif;
    public StpMode Stp;
    public FillReason Reason;
}
