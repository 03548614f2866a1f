using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.Triggers;

/// <summary>An order that waits for a price, with all the terms of the order it will become: three cache lines, the first for the watching.</summary>
[StructLayout(LayoutKind.Sequential, Size = 192)]
internal struct Trigger : IHeapSlot<Trigger>
{
    /// <summary>The public id, which the order keeps when it fires; 0 marks a free slot.</summary>
    public OrderId Id;
    public Ticks TriggerPrice;
    /// <summary>A trailing stop's distance; excludes <see cref="CallbackPpb"/>.</summary>
    public Ticks Offset;
    /// <summary>Its place in a list or heap, whichever holds it now; threads the free list.</summary>
    public HeapLinks Links;
    /// <summary>The group of trailing stops that shares its peak; 0 before activation.</summary>
    public int TrailingGroup;
    public int CallbackPpb;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public TriggerKind Kind;
    public TriggerRef By;
    public TriggerState State;
    /// <summary>Its place in <see cref="Group"/>.</summary>
    public byte GroupIndex;
    public OrderFlags Flags;
    public ushort Market;
    public int Account;

    /// <summary>The limit; 0 for market and close orders.</summary>
    public Ticks Price;
    /// <summary>Everything the order ever asked for.</summary>
    public Lots Qty;
    /// <summary>What it still wants, after what linked orders and trims took from it.</summary>
    public Lots Rest;
    public Lots Filled;
    public Lots Display;
    public long ExpireAtNs;
    /// <summary>The child never trades beyond this; 0 when not used.</summary>
    public Ticks WorstPrice;
    public Ticks ActivationPrice;

    /// <summary>A trailing stop's best price, but only while it is in no group: see <see cref="TriggerBook.PeakOf"/>. 0 before activation.</summary>
    public Subticks Peak;
    /// <summary>The value that fired it.</summary>
    public Subticks FiredAt;
    public int SlipPpb;
    public uint Label;
    public int Session;
    public int Key;
    public int Builder;
    public int BuilderPpb;
    /// <summary>Its entry in the pool of client ids.</summary>
    public int Client;
    /// <summary>Bracket or OCO pair it belongs to.</summary>
    public int Group;
    /// <summary>The handle of its good-till-date timer.</summary>
    public int Timer;
    /// <summary>Slot of the owner's position in this market.</summary>
    public int Position;
    /// <summary>Neighbours among the account's triggers in this market.</summary>
    public int OwnPrev;
    public int OwnNext;

    public readonly bool IsTrailing => Kind == TriggerKind.Trailing;

    /// <summary>Position exits and close orders can only shrink a position whatever their flags say.</summary>
    public readonly bool OnlyReduces => Type == OrderType.ClosePosition || (Flags & (OrderFlags.ReduceOnly | OrderFlags.PositionExit)) != 0;

    /// <summary>It has no quantity of its own: whatever the position is when it fires.</summary>
    public readonly bool SizesWhenFired =>
        (Type == OrderType.ClosePosition && Qty.Value == 0) || (Flags & OrderFlags.PositionExit) != 0;

    /// <summary>True: fires when the reference is at or over the level; false: at or under it.</summary>
    public readonly bool IsRising => (Kind == TriggerKind.TakeProfit) == (Side == Side.Sell);

    /// <summary>The level that the reference is compared with, for a trailing stop with this best price.</summary>
    public readonly Subticks LevelAt(Subticks peak)
    {
        if (!IsTrailing) return new(TriggerPrice.Value * Subticks.PerTick);
        long distance = TrailingDistance(peak);
        return new(Side == Side.Sell ? peak.Value - distance : peak.Value + distance);
    }

    /// <summary>How far a trailing stop's level lies behind its best price.</summary>
    /// <remarks>⌊p·(R − c)/R⌋ = p − ⌈p·c/R⌉ and ⌈p·(R + c)/R⌉ = p + ⌈p·c/R⌉: the same distance for both sides.</remarks>
    public readonly long TrailingDistance(Subticks peak) =>
        CallbackPpb != 0 ? Ppb.MulCeil(peak.Value, CallbackPpb) : Offset.Value * Subticks.PerTick;

    static ref HeapLinks IHeapSlot<Trigger>.LinksOf(ref Trigger slot) => ref slot.Links;

    /// <summary>Of one group's trailing stops of one kind, the shortest distance fires first.</summary>
    static bool IHeapSlot<Trigger>.IsBefore(in Trigger a, in Trigger b)
    {
        if (a.CallbackPpb != b.CallbackPpb) return a.CallbackPpb < b.CallbackPpb;
        return a.Offset != b.Offset ? a.Offset < b.Offset : a.Id < b.Id;
    }

    static int Matching.ISlot<Trigger>.NextFree(in Trigger slot) => slot.Links.Right;
    static bool Matching.ISlot<Trigger>.IsFree(in Trigger slot) => slot.Id.IsNone;
    static void Matching.ISlot<Trigger>.Free(ref Trigger slot, int nextFree) => slot = new Trigger { Links = { Right = nextFree } };
}
