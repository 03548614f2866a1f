using System.Runtime.InteropServices;

namespace Peregrine.Engine.Matching;

/// <summary>The part of a resting order that matching touches: exactly one cache line.</summary>
/// <remarks>What matching does not need (client id, total quantity, expiry, groups) lies in a parallel slab under the same slot.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct Order : ISlot<Order>
{
    /// <summary>Slot 0 of every slab is unused, so that a zero page is a valid empty table.</summary>
    public const int Nil = 0;

    /// <summary>The public id; 0 marks a free slot.</summary>
    public long Id;
    public Core.Ticks Price;
    /// <summary>Everything still unfilled, an iceberg's hidden part included.</summary>
    public Core.Lots Rest;
    /// <summary>What the level shows and the next taker can hit before a refresh.</summary>
    public Core.Lots Visible;
    /// <summary>When the order got its place in the queue; ordered and never reused within a market.</summary>
    public long PrioritySeq;
    public int Prev;
    /// <summary>The next order of the level; threads the free list when the slot is free.</summary>
    public int Next;
    public int Account;
    /// <summary>Slot of the owner's position in this market, so that a maker's fill needs no lookup.</summary>
    public int Position;
    public ushort Market;
    public Core.Side Side;
    public byte State;
    public ushort Flags;

    static int ISlot<Order>.NextFree(in Order slot) => slot.Next;
    static bool ISlot<Order>.IsFree(in Order slot) => slot.Id == 0;

    static void ISlot<Order>.Free(ref Order slot, int nextFree)
    {
        slot.Id = 0;
        slot.Next = nextFree;
    }
}
