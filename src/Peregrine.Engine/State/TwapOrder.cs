using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>A quantity being worked off in slices: what was asked, what is done, which slice comes next.</summary>
internal struct TwapOrder : ISlot<TwapOrder>
{
    /// <summary>None marks a free slot.</summary>
    public OrderId Id;
    public int Account;
    public int Key;
    public Lots Qty;
    public Lots Executed;
    public long StartNs;
    public long IntervalNs;
    public long JitterNs;
    public ulong Salt;
    public Ticks LimitPrice;
    public int SlipPpb;
    /// <summary>Slices in all, and the one that is due next, from 1.</summary>
    public int Slices;
    public int NextSlice;
    public uint Label;
    public int Session;
    public int Builder;
    public int BuilderPpb;
    /// <summary>Its entry in the pool of client ids.</summary>
    public int Client;
    /// <summary>Handle of its timer; derived, not part of the state that is told.</summary>
    public int Timer;
    /// <summary>Slot of the owner's position in this market.</summary>
    public int Position;
    /// <summary>Neighbours among the account's TWAPs; the second threads the free list.</summary>
    public int OwnPrev;
    public int OwnNext;
    public ushort Market;
    public OrderFlags Flags;
    public Side Side;
    public StpMode Stp;
    public bool Paused;

    public readonly Lots Rest => Qty - Executed;

    public readonly bool IsReduceOnly => (Flags & OrderFlags.ReduceOnly) != 0;

    /// <summary>When a slice is due: on the grid but for its jitter, the last one exactly at the end.</summary>
    public readonly long DueNs(int slice)
    {
        long due = StartNs + slice * IntervalNs;
        return slice == Slices || JitterNs == 0 ? due : due + Hash64.Jitter(Id.Value, slice, JitterNs, Salt);
    }

    /// <summary>What a slice asks for: up to its cumulative target, but never more than three slices' worth (domain §3.11).</summary>
    public readonly Lots Wanted(int slice)
    {
        Lots target = new(Rounding.MulDivFloor(Qty.Value, slice, Slices));
        return Lots.Min(target - Executed, MostWanted);
    }

    /// <summary>3 · ⌈Q/n⌉.</summary>
    public readonly Lots MostWanted => new(3 * ((Qty.Value + Slices - 1) / Slices));

    static int ISlot<TwapOrder>.NextFree(in TwapOrder slot) => slot.OwnNext;
    static bool ISlot<TwapOrder>.IsFree(in TwapOrder slot) => slot.Id.IsNone;
    static void ISlot<TwapOrder>.Free(ref TwapOrder slot, int nextFree) => slot = new TwapOrder { OwnNext = nextFree };
}
