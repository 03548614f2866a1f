using System.Runtime.InteropServices;

namespace Peregrine.Core;

// Whom a record concerns stands in front of it: account and market of the event header, or of the record's prefix in a snapshot.
// Nothing that follows from other records is told, and no place in any table: what is read back may lie elsewhere and must act the same.

/// <summary>The venue itself: where in the sequence it is, and its own pots.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateVenue : IEventBody
{
    public static EventKind Kind => EventKind.StateVenue;

    public long Seq;
    public long TimeNs;
    public Micros Fees;
    public Micros Insurance;
    public Micros Deposited;
    public Micros Withdrawn;
    /// <summary>Every client id whose order ended after this sequence number is remembered.</summary>
    public long RetentionReachedSeq;
    /// <summary>The whole second up to which the second tick has run.</summary>
    public long LastSecond;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateAsset : IEventBody
{
    public static EventKind Kind => EventKind.StateAsset;

    public ListAsset Terms;
    public Micros Index;
    public Micros Average;
    public long Deposited;
    public long Withdrawn;
    public ushort Asset;
    public PriceState PriceState;
    private readonly byte _reserved;
    /// <summary>UTC hour since the epoch in which <see cref="HourWithdrawn"/> was asked for; the day follows from it.</summary>
    public int WithdrawalHour;
    public long WithdrawalFloor;
    public long HourWithdrawn;
    public long DayWithdrawn;
    /// <summary>When one of its caps last rose.</summary>
    public long CapRaisedNs;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateMarket : IEventBody
{
    public static EventKind Kind => EventKind.StateMarket;

    public ListMarket Terms;
    public Subticks Index;
    public Subticks Mark;
    /// <summary>Price of the last trade; 0 before the first.</summary>
    public Ticks Last;
    public long LastPriority;
    public long MdSeq;
    public MarketState State;
    public PriceState PriceState;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>One margin tier, from the lowest floor up; its cumulative amounts follow from those below it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateTier : IEventBody
{
    public static EventKind Kind => EventKind.StateTier;

    public Micros Floor;
    public int ImrPpb;
    public int MmrPpb;
    public int Tier;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateFeeTier : IEventBody
{
    public static EventKind Kind => EventKind.StateFeeTier;

    public SetFeeTier Row;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateAccount : IEventBody
{
    public static EventKind Kind => EventKind.StateAccount;

    /// <summary>Settle money outside isolated pots.</summary>
    public Micros Cash;
    /// <summary>Itself for a root.</summary>
    public int Root;
    public int Referrer;
    public int ReferralSharePpb;
    public int DiscountPpb;
    /// <summary>UTC day for which <see cref="FeeTier"/> was fixed.</summary>
    public int FeeDay;
    public AccountStatus Status;
    public byte FeeTier;
    /// <summary>Of its cross part: margin warnings told so far, from the highest line down.</summary>
    public byte Warnings;
    private readonly byte _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateHolding : IEventBody
{
    public static EventKind Kind => EventKind.StateHolding;

    public long Amount;
    /// <summary>The part below the caps.</summary>
    public long Counted;
    public ushort Asset;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>A position, and the settings of an account in a market where it may have none.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StatePosition : IEventBody
{
    public static EventKind Kind => EventKind.StatePosition;

    public Lots Size;
    public Micros Cost;
    public Micros IsolatedMargin;
    public Micros Realised;
    public Micros FeesPaid;
    public ushort Leverage;
    public MarginMode Mode;
    /// <summary>Of its pot: margin warnings told so far.</summary>
    public byte Warnings;
    /// <summary>Funding up to this epoch of its market is settled.</summary>
    public int FundingEpoch;
    /// <summary>Since it was opened; negative is received.</summary>
    public Micros FundingPaid;
    /// <summary>What it had won when the end of its market was announced.</summary>
    public Micros NoticeProfit;
    /// <summary>1: <see cref="NoticeProfit"/> was written down.</summary>
    public byte NoticeTaken;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>Market-maker protection of one position: what is set, and what has been counted.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateMmp : IEventBody
{
    public static EventKind Kind => EventKind.StateMmp;

    public Lots Qty;
    public long WindowNs;
    public long FreezeNs;
    public Lots Filled;
    public long WindowStartNs;
    public long FrozenUntilNs;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateBuilder : IEventBody
{
    public static EventKind Kind => EventKind.StateBuilder;

    public int Builder;
    public int MaxPpb;
}

/// <summary>What a group traded on one UTC day.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateVolume : IEventBody
{
    public static EventKind Kind => EventKind.StateVolume;

    public Micros Volume;
    public int Day;
    private readonly int _reserved;
}

[Flags]
public enum KeyMarks : byte
{
    None = 0,
    LossBreached = 1,
    DrawdownBreached = 2,
    /// <summary>The key may do nothing any more; its record stays because its id does.</summary>
    Revoked = 4,
    /// <summary>In an account's own record: a breach of one of its keys stops the whole account.</summary>
    StoppedByKey = 8,
}

/// <summary>The limits of an account (<see cref="KeyId"/> 0) or of one of its keys, and what is measured against them.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateKey : IEventBody
{
    public static EventKind Kind => EventKind.StateKey;

    public Limits InForce;
    /// <summary>Replaces <see cref="InForce"/> at <see cref="PendingFromNs"/>, which is 0 when nothing waits.</summary>
    public Limits Pending;
    public long PendingFromNs;
    /// <summary>The second of engine time that <see cref="Orders"/> counts.</summary>
    public long Second;
    public Micros DayStart;
    public Micros Peak;
    public int KeyId;
    public int Orders;
    /// <summary>UTC day of the last sample plus one; 0 before the first.</summary>
    public int SampleDay;
    public KeyMarks Marks;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>A client id whose order has ended, in the order in which they are forgotten.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateClientId : IEventBody
{
    public static EventKind Kind => EventKind.StateClientId;

    public ulong HashHigh;
    public ulong HashLow;
    public OrderId Order;
    public ulong Terms;
    public Lots Filled;
    public long FinishedSeq;
    public OrderState State;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>The answer to a request that happens once, in the order in which they are forgotten.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateRequest : IEventBody
{
    public static EventKind Kind => EventKind.StateRequest;

    public RequestKey Request;
    public long Answer;
}

/// <summary>A deposit that was credited, in order of arrival. None is ever left out.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateDeposit : IEventBody
{
    public static EventKind Kind => EventKind.StateDeposit;

    public RequestKey Source;
    /// <summary>The command that credited it.</summary>
    public long CreditedSeq;
}

[StructLayout(LayoutKind.Sequential)]
public struct StateWithdrawal : IEventBody
{
    public static EventKind Kind => EventKind.StateWithdrawal;

    public long Withdrawal;
    public long Amount;
    public ushort Asset;
    public WithdrawalState State;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

public enum QueuedWork : byte
{
    /// <summary>A trigger whose condition held; it executes before the next command.</summary>
    Trigger = 1,
    /// <summary>The rest of a reduce-only market stop, tried again each second.</summary>
    Retry = 2,
    /// <summary>A limit record whose breach is to be acted on.</summary>
    Breach = 3,
}

/// <summary>Work that waits for its turn, each queue in its own order.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateQueued : IEventBody
{
    public static EventKind Kind => EventKind.StateQueued;

    public OrderId Order;
    public int KeyId;
    public QueuedWork Work;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}
