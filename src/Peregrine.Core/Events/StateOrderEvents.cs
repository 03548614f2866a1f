using System.Runtime.InteropServices;

namespace Peregrine.Core;

// Orders and what works for them, as the whole state tells them; see StateEvents.cs.

/// <summary>A resting order. Its place in its queue is its place among those told for its level.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateOrder : IEventBody
{
    public static EventKind Kind => EventKind.StateOrder;

    public OrderId Order;
    public Ticks Price;
    /// <summary>Everything it ever asked for.</summary>
    public Lots Qty;
    public Lots Filled;
    public Lots Rest;
    /// <summary>What its level shows of it.</summary>
    public Lots Visible;
    public Lots Display;
    public long Priority;
    public long ExpireAtNs;
    /// <summary>Bracket, OCO or scale it belongs to.</summary>
    public OrderId Group;
    public int GroupIndex;
    public uint Label;
    public int Session;
    public int Key;
    public int Builder;
    public int BuilderPpb;
    public OrderFlags Flags;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public FillReason Reason;
    private readonly byte _reserved;
    /// <summary>Hash of what the client asked for under <see cref="ClientId"/>.</summary>
    public ulong Terms;
    public ClientOrderId ClientId;
}

public enum WaitingFor : byte
{
    /// <summary>A price.</summary>
    Price = 1,
    /// <summary>A bracket exit that waits for its entry to fill.</summary>
    Entry = 2,
    /// <summary>Its turn or its next try; it stands in one of the queues.</summary>
    Queue = 3,
}

/// <summary>An order that waits for a price, or waited for one and has not gone to the book.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateTrigger : IEventBody
{
    public static EventKind Kind => EventKind.StateTrigger;

    public OrderId Order;
    public Ticks TriggerPrice;
    public Ticks ActivationPrice;
    public Ticks Offset;
    public Ticks WorstPrice;
    public Ticks Price;
    public Lots Qty;
    public Lots Rest;
    public Lots Filled;
    public Lots Display;
    public long ExpireAtNs;
    /// <summary>A trailing stop's best price; 0 before its activation.</summary>
    public Subticks Peak;
    /// <summary>The value that fired it.</summary>
    public Subticks FiredAt;
    /// <summary>Bracket or OCO pair it belongs to.</summary>
    public OrderId Group;
    public int CallbackPpb;
    public int SlipPpb;
    public uint Label;
    public int Session;
    public int Key;
    public int Builder;
    public int BuilderPpb;
    public OrderFlags Flags;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public TriggerKind Trigger;
    public TriggerRef TriggerBy;
    public WaitingFor WaitsFor;
    public byte GroupIndex;
    /// <summary>1: its owner was told that liquidation comes before it.</summary>
    public byte BeyondLiquidation;
    private readonly byte _reserved;
    public ulong Terms;
    public ClientOrderId ClientId;
}

public enum LinkKind : byte
{
    /// <summary>An entry and the exits that follow what it fills.</summary>
    Bracket = 1,
    Oco = 2,
    /// <summary>A ladder placed together.</summary>
    Scale = 3,
}

/// <summary>Orders that belong together; they name it by <see cref="Group"/>. Who of them lives is told with them.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateGroup : IEventBody
{
    public static EventKind Kind => EventKind.StateGroup;

    public OrderId Group;
    /// <summary>Of the entry or the whole ladder.</summary>
    public Lots Qty;
    public Lots Filled;
    public uint Label;
    public int Session;
    public int Key;
    public int Builder;
    public int BuilderPpb;
    public OrderFlags Flags;
    public LinkKind Link;
    public Side Side;
    public StpMode Stp;
    /// <summary>Exits of a bracket, children of a ladder.</summary>
    public byte Count;
    /// <summary>Members that have not ended.</summary>
    public byte Alive;
    /// <summary>1 while a bracket's entry lives.</summary>
    public byte EntryAlive;
    private readonly int _reserved;
    public ulong Terms;
    /// <summary>A ladder's own; other groups' ids belong to their orders.</summary>
    public ClientOrderId ClientId;
}

/// <summary>One exit of a bracket, in the order in which they were given.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateExit : IEventBody
{
    public static EventKind Kind => EventKind.StateExit;

    public OrderId Group;
    public AddExit Terms;
    public Lots Size;
    /// <summary>What the entry's fills have handed to it so far.</summary>
    public Lots Granted;
    public Lots Filled;
    public Lots Queued;
    public int Index;
    public byte IsAlive;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateTwap : IEventBody
{
    public static EventKind Kind => EventKind.StateTwap;

    public OrderId Order;
    public Lots Qty;
    public Lots Executed;
    public long StartNs;
    public long IntervalNs;
    public long JitterNs;
    /// <summary>A secret until the order ends: 0 where the state is told as events, kept in snapshots and hashes.</summary>
    public ulong Salt;
    public Ticks LimitPrice;
    public int SlipPpb;
    public int Slices;
    /// <summary>The one that is due next, from 1.</summary>
    public int NextSlice;
    public uint Label;
    public int Session;
    public int Key;
    public int Builder;
    public int BuilderPpb;
    public OrderFlags Flags;
    public Side Side;
    public StpMode Stp;
    public byte Paused;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    public ulong Terms;
    public ClientOrderId ClientId;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateDeadMan : IEventBody
{
    public static EventKind Kind => EventKind.StateDeadMan;

    public long DueNs;
    public uint Label;
    public int Session;
    public byte DropProtective;
    public byte Flatten;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}
