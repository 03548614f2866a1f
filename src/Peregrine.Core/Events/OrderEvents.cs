using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>The answer to a command: the last event that each one makes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CommandDone : IEventBody
{
    public static EventKind Kind => EventKind.CommandDone;

    public RejectCode Code;
    public CommandKind Command;
    /// <summary>State of the order that the command named or made, where it did.</summary>
    public OrderState State;
    /// <summary>1: nothing was done; this is the answer to an earlier command with the same client id or request key.</summary>
    public byte Duplicate;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    public int Origin;
    private readonly int _reserved3;
    public long Correlation;
    /// <summary>What was made or named: an order, account, key, market or withdrawal. With <see cref="RejectCode.InsufficientMargin"/>: what is needed.</summary>
    public long Detail1;
    /// <summary>Lots filled, or a count. With <see cref="RejectCode.InsufficientMargin"/>: what is available.</summary>
    public long Detail2;
}

/// <summary>An order passed its checks and exists from here on. Its terms as they stand, after sliding and clamping.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderAccepted : IEventBody
{
    public static EventKind Kind => EventKind.OrderAccepted;

    public OrderId Order;
    public Ticks Price;
    public Lots Qty;
    public Lots Display;
    public long ExpireAtNs;
    /// <summary>Bracket, OCO or scale it belongs to; none for an order of its own.</summary>
    public OrderId Group;
    public uint Label;
    public int Key;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public OrderFlags Flags;
    public OrderState State;
    private readonly byte _reserved;
    public int Builder;
    public int BuilderPpb;
    public ClientOrderId ClientId;
}

/// <summary>The trigger terms of an order just accepted in <see cref="OrderState.PendingTrigger"/> or <see cref="OrderState.Inactive"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TriggerArmed : IEventBody
{
    public static EventKind Kind => EventKind.TriggerArmed;

    public OrderId Order;
    public Ticks TriggerPrice;
    public Ticks ActivationPrice;
    public Ticks Offset;
    public Ticks WorstPrice;
    public int CallbackPpb;
    public int SlipPpb;
    public TriggerKind Trigger;
    public TriggerRef TriggerBy;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>A trigger fired: the value that fired it and the level it was compared with.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderTriggered : IEventBody
{
    public static EventKind Kind => EventKind.OrderTriggered;

    public OrderId Order;
    public Subticks Reference;
    public Subticks Level;
    /// <summary>A trailing stop's best price since it became active; 0 for others.</summary>
    public Subticks Peak;
    public Subticks Mark;
    public TriggerKind Trigger;
    public TriggerRef TriggerBy;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>A live or waiting order has new terms.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderAmended : IEventBody
{
    public static EventKind Kind => EventKind.OrderAmended;

    public OrderId Order;
    public Ticks Price;
    public Lots Qty;
    public Ticks TriggerPrice;
    public Ticks Offset;
    public int CallbackPpb;
    /// <summary>1: it stays where it was in its queue.</summary>
    public byte KeptPriority;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>A reduce-only order was cut to the room its position leaves; what is left of it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderTrimmed : IEventBody
{
    public static EventKind Kind => EventKind.OrderTrimmed;

    public OrderId Order;
    public Lots Cut;
    public Lots Rest;
    /// <summary>What cut it: <see cref="CancelReason.RoNoRoom"/>, <see cref="CancelReason.Oco"/> or <see cref="CancelReason.Stp"/>.</summary>
    public CancelReason Reason;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>An order ended unfilled, or its rest did. Nothing trades for it at a later sequence number.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderCancelled : IEventBody
{
    public static EventKind Kind => EventKind.OrderCancelled;

    public OrderId Order;
    public Lots Rest;
    public CancelReason Reason;
    public OrderState State;
    /// <summary>With <see cref="CancelReason.Rejected"/> and <see cref="CancelReason.TriggerMargin"/>: the check that failed.</summary>
    public RejectCode Code;
    private readonly int _reserved;
}

/// <summary>What sets a trade apart from a taker that met a resting order.</summary>
[Flags]
public enum TradeMarks : byte
{
    None = 0,
    /// <summary>Both orders rested: the buyer stands as taker.</summary>
    Uncross = 1,
    /// <summary>Both sides are one group; it counts for no volume.</summary>
    Self = 2,
}

/// <summary>One match. Addressed by (Seq, <see cref="TradeIndex"/>); the header's account is the taker's.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Trade : IEventBody
{
    public static EventKind Kind => EventKind.Trade;

    public Ticks Price;
    public Lots Qty;
    public OrderId TakerOrder;
    public OrderId MakerOrder;
    public Lots TakerRest;
    public Lots MakerRest;
    public Micros TakerFee;
    /// <summary>Negative is a rebate.</summary>
    public Micros MakerFee;
    /// <summary>What the taker's builder and the maker's builder earn, on top of the fees.</summary>
    public Micros TakerBuilderFee;
    public Micros MakerBuilderFee;
    /// <summary>What the taker's referrer earns, out of the fees.</summary>
    public Micros ReferralShare;
    public int MakerAccount;
    public int TradeIndex;
    public Side TakerSide;
    public FillReason Reason;
    public TradeMarks Marks;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

public enum BookChange : byte
{
    /// <summary>An order came to the end of its level's queue.</summary>
    Added = 1,
    /// <summary>A trade took from its visible quantity.</summary>
    Executed = 2,
    /// <summary>It shrank without a trade and kept its place.</summary>
    Reduced = 3,
    /// <summary>It left the book; an execution that used it up says so too.</summary>
    Deleted = 4,
}

/// <summary>One change of one order in a book (L3) and what its level holds after it (L2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BookChanged : IEventBody
{
    public static EventKind Kind => EventKind.BookChanged;

    /// <summary>Counts the changes of this market, +1 each.</summary>
    public long MdSeq;
    /// <summary>Names the order without naming its owner: its place in the queue.</summary>
    public long Priority;
    public Ticks Price;
    public Lots OrderVisible;
    public Lots LevelTotal;
    public int LevelCount;
    public Side Side;
    public BookChange Change;
    private readonly ushort _reserved;
}

/// <summary>A protective trigger lies beyond the estimated liquidation price: it will not save the position.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TriggerBeyondLiquidation : IEventBody
{
    public static EventKind Kind => EventKind.TriggerBeyondLiquidation;

    public OrderId Order;
    public Subticks Level;
    public Subticks Liquidation;
}

/// <summary>A bracket exit now covers this much of what its entry filled.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ExitActivated : IEventBody
{
    public static EventKind Kind => EventKind.ExitActivated;

    public OrderId Order;
    public Lots Active;
}

/// <summary>The rest of a reduce-only market stop was tried again.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StopRetried : IEventBody
{
    public static EventKind Kind => EventKind.StopRetried;

    public OrderId Order;
    public Ticks Limit;
    public Lots Filled;
    public Lots Rest;
}

/// <summary>One slice of a TWAP: what it asked for, what it got, and why it asked for nothing.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TwapSlice : IEventBody
{
    public static EventKind Kind => EventKind.TwapSlice;

    public OrderId Order;
    public Lots Asked;
    public Lots Filled;
    public Lots Executed;
    public Ticks Limit;
    public int Slice;
    /// <summary><see cref="RejectCode.None"/> when the slice was sent.</summary>
    public RejectCode Skipped;
    private readonly ushort _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct TwapControlled : IEventBody
{
    public static EventKind Kind => EventKind.TwapControlled;

    public OrderId Order;
    public TwapAction Action;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>A TWAP is over; its salt is revealed, so that anybody can check when its slices were due.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TwapEnded : IEventBody
{
    public static EventKind Kind => EventKind.TwapEnded;

    public OrderId Order;
    public Lots Executed;
    public ulong Salt;
}

/// <summary>Market-maker protection fired: the account's resting orders in this market go, new ones wait.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MmpFired : IEventBody
{
    public static EventKind Kind => EventKind.MmpFired;

    public Lots Filled;
    public long FrozenUntilNs;
}

[StructLayout(LayoutKind.Sequential)]
public struct DeadManSet : IEventBody
{
    public static EventKind Kind => EventKind.DeadManSet;

    /// <summary>0: disarmed.</summary>
    public long DueNs;
    public uint Label;
    public int Session;
    public byte DropProtective;
    public byte Flatten;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

[StructLayout(LayoutKind.Sequential)]
public struct DeadManFired : IEventBody
{
    public static EventKind Kind => EventKind.DeadManFired;

    public uint Label;
    public int Session;
    public int Cancelled;
    private readonly int _reserved;
}

/// <summary>An account passed its loss or drawdown limit.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LimitBreached : IEventBody
{
    public static EventKind Kind => EventKind.LimitBreached;

    public Micros Limit;
    public Micros Value;
    public BreachAction Action;
    /// <summary>1 for the drawdown limit, 0 for the day's loss.</summary>
    public byte Drawdown;
    private readonly ushort _reserved;
    /// <summary>Whose limit it is; 0 for the account's own.</summary>
    public int KeyId;
}
