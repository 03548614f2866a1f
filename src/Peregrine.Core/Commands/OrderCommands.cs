using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>One order of any simple type: limit, market, close; plain, triggered or trailing; iceberg; position exit; half of an OCO.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PlaceOrder : ICommandBody
{
    public static CommandKind Kind => CommandKind.PlaceOrder;

    public ushort Market;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    /// <summary>0 means <see cref="StpMode.CancelOldest"/>.</summary>
    public StpMode Stp;
    public OrderFlags Flags;
    /// <summary>The limit; 0 for market and close orders.</summary>
    public Ticks Price;
    /// <summary>0 for close-position, position exits, by-quote and by-percent orders.</summary>
    public Lots Qty;
    /// <summary>With <see cref="OrderFlags.ByQuote"/>: the money to spend.</summary>
    public Micros Quote;
    /// <summary>An iceberg's visible slice; 0 shows everything.</summary>
    public Lots Display;
    public long ExpireAtNs;
    /// <summary>The request itself is refused when it is sequenced at or after this time; 0 never.</summary>
    public long RequestExpiresNs;
    public TriggerKind Trigger;
    /// <summary>0 means mark.</summary>
    public TriggerRef TriggerBy;
    /// <summary>Close this percentage (1 to 100) of the position, fixed at acceptance; 0 when not used.</summary>
    public byte Percent;
    private readonly byte _reserved;
    /// <summary>Slippage bound of a market order; 0 means the venue's default.</summary>
    public int SlipPpb;
    public Ticks TriggerPrice;
    public Ticks ActivationPrice;
    /// <summary>A trailing stop's distance as a rate; excludes <see cref="Offset"/>.</summary>
    public int CallbackPpb;
    /// <summary>A user's own tag, for mass cancel and dead-man switches.</summary>
    public uint Label;
    /// <summary>A trailing stop's distance in ticks.</summary>
    public Ticks Offset;
    /// <summary>A triggered market order never trades beyond this; 0 when not used.</summary>
    public Ticks WorstPrice;
    /// <summary>Account of the front end that earns <see cref="BuilderPpb"/>; 0 for none.</summary>
    public int Builder;
    public int BuilderPpb;
    /// <summary>The session for <see cref="OrderFlags.CancelOnDisconnect"/>.</summary>
    public int Session;
    private readonly int _reserved2;
    public ClientOrderId ClientId;
}

/// <summary>One exit of a bracket. Follows its entry's <see cref="PlaceOrder"/> in the same group.</summary>
/// <remarks>Take-profit levels carry a share; the one stop-loss (plain or trailing) carries none. The side is the entry's opposite.</remarks>
[StructLayout(LayoutKind.Sequential)]
public struct AddExit : ICommandBody
{
    public static CommandKind Kind => CommandKind.AddExit;

    /// <summary><see cref="TriggerKind.None"/> is a resting take-profit limit at <see cref="Price"/>.</summary>
    public TriggerKind Trigger;
    public TriggerRef TriggerBy;
    public OrderType Type;
    private readonly byte _reserved;
    public int SharePpb;
    public Ticks Price;
    public Ticks TriggerPrice;
    public Ticks ActivationPrice;
    public Ticks Offset;
    public int CallbackPpb;
    public int SlipPpb;
}

/// <summary>Changes a live or waiting order in one step; 0 leaves a field as it is.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AmendOrder : ICommandBody
{
    public static CommandKind Kind => CommandKind.AmendOrder;

    /// <summary>0: the order is named by <see cref="ClientId"/>.</summary>
    public OrderId Order;
    public Ticks Price;
    /// <summary>New total quantity; the filled part counts.</summary>
    public Lots Qty;
    public Ticks TriggerPrice;
    public int CallbackPpb;
    /// <summary>On whose grid the numbers are; the order must be there. 0 asks nothing.</summary>
    public ushort Market;
    private readonly ushort _reserved;
    public Ticks Offset;
    public long RequestExpiresNs;
    public ClientOrderId ClientId;
}

[StructLayout(LayoutKind.Sequential)]
public struct CancelOrder : ICommandBody
{
    public static CommandKind Kind => CommandKind.CancelOrder;

    /// <summary>0: the order is named by <see cref="ClientId"/>.</summary>
    public OrderId Order;
    public ClientOrderId ClientId;
}

/// <summary>Which orders a mass cancel means, beside the filters.</summary>
[Flags]
public enum CancelScope : byte
{
    None = 0,
    Resting = 1,
    Triggers = 2,
    Twaps = 4,
    All = 7,
}

/// <summary>Cancels all of an account's orders that pass every filter; 0 in a filter lets everything pass.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MassCancel : ICommandBody
{
    public static CommandKind Kind => CommandKind.MassCancel;

    public ushort Market;
    public Side Side;
    public CancelScope Scope;
    public uint Label;
    /// <summary>Cancels the children of this scale, bracket or OCO only.</summary>
    public OrderId Group;
    public TriggerKind Trigger;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>A ladder of limit orders between two prices, accepted all or none.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PlaceScale : ICommandBody
{
    public static CommandKind Kind => CommandKind.PlaceScale;

    public ushort Market;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public byte Count;
    public OrderFlags Flags;
    public Ticks FirstPrice;
    public Ticks LastPrice;
    public Lots Qty;
    /// <summary>Size of the last order over the first, as a fraction.</summary>
    public int RatioNum;
    public int RatioDen;
    public long ExpireAtNs;
    public long RequestExpiresNs;
    public uint Label;
    public int Session;
    public int Builder;
    public int BuilderPpb;
    public ClientOrderId ClientId;
}

/// <summary>A quantity worked off in equal steps of time.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PlaceTwap : ICommandBody
{
    public static CommandKind Kind => CommandKind.PlaceTwap;

    public ushort Market;
    public Side Side;
    public StpMode Stp;
    public OrderFlags Flags;
    private readonly ushort _reserved;
    public Lots Qty;
    public long DurationNs;
    /// <summary>0 means 30 s.</summary>
    public long IntervalNs;
    /// <summary>Slices fall up to this much before or after their time; at most a third of the interval.</summary>
    public long JitterNs;
    /// <summary>Limit of each slice around mark; 0 means the venue's default slippage.</summary>
    public int SlipPpb;
    public uint Label;
    /// <summary>No slice trades beyond this; 0 when not used.</summary>
    public Ticks LimitPrice;
    /// <summary>Drawn by the gateway, revealed when the order ends, so that nobody can foresee the slices.</summary>
    public ulong Salt;
    public long RequestExpiresNs;
    public int Builder;
    public int BuilderPpb;
    public int Session;
    private readonly int _reserved2;
    public ClientOrderId ClientId;
}

public enum TwapAction : byte
{
    Pause = 1,
    Resume = 2,
}

[StructLayout(LayoutKind.Sequential)]
public struct ControlTwap : ICommandBody
{
    public static CommandKind Kind => CommandKind.ControlTwap;

    public OrderId Order;
    public TwapAction Action;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
    public ClientOrderId ClientId;
}

/// <summary>Two market legs on different markets that fill together in a fixed ratio or not at all.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PlacePair : ICommandBody
{
    public static CommandKind Kind => CommandKind.PlacePair;

    public ushort MarketA;
    public ushort MarketB;
    public Side SideA;
    public Side SideB;
    public StpMode Stp;
    private readonly byte _reserved;
    /// <summary>Lots of each leg in one unit of the pair.</summary>
    public Lots UnitA;
    public Lots UnitB;
    /// <summary>The most units wanted.</summary>
    public int Multiple;
    /// <summary>Fewer units than this: nothing is done; 0 means 1.</summary>
    public int MinMultiple;
    public int SlipPpbA;
    public int SlipPpbB;
    public long RequestExpiresNs;
    public uint Label;
    public int Builder;
    public int BuilderPpb;
    private readonly int _reserved2;
    public ClientOrderId ClientId;
}

/// <summary>Turns a position round: one market order of twice its size.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Reverse : ICommandBody
{
    public static CommandKind Kind => CommandKind.Reverse;

    public ushort Market;
    private readonly ushort _reserved;
    public int SlipPpb;
    public long RequestExpiresNs;
    public ClientOrderId ClientId;
}

/// <summary>Closes every position of the account at market, in market order.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CloseAll : ICommandBody
{
    public static CommandKind Kind => CommandKind.CloseAll;

    public int SlipPpb;
    private readonly int _reserved;
}

/// <summary>Arms, re-arms or (with timeout 0) disarms the switch that cancels when nothing is heard.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetDeadMan : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetDeadMan;

    public long TimeoutNs;
    public ushort Market;
    private readonly ushort _reserved;
    public uint Label;
    public int Session;
    /// <summary>1: protective triggers and bracket exits with a live position are cancelled too.</summary>
    public byte DropProtective;
    /// <summary>1: positions are closed with the venue's slip cap after the cancels.</summary>
    public byte Flatten;
    private readonly ushort _reserved2;
}

/// <summary>A session was lost: its orders marked so are cancelled.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CloseSession : ICommandBody
{
    public static CommandKind Kind => CommandKind.CloseSession;

    public int Session;
    private readonly int _reserved;
}
