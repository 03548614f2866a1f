using System.Runtime.InteropServices;

namespace Peregrine.Core;

[StructLayout(LayoutKind.Sequential)]
public struct VenueCreated : IEventBody
{
    public static EventKind Kind => EventKind.VenueCreated;

    public Genesis Capacities;
}

[StructLayout(LayoutKind.Sequential)]
public struct AssetListed : IEventBody
{
    public static EventKind Kind => EventKind.AssetListed;

    public ListAsset Terms;
    public int Asset;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct MarketListed : IEventBody
{
    public static EventKind Kind => EventKind.MarketListed;

    public ListMarket Terms;
    /// <summary>Micro-dollars per tick per lot.</summary>
    public long TickLotValue;
}

[StructLayout(LayoutKind.Sequential)]
public struct TierListed : IEventBody
{
    public static EventKind Kind => EventKind.TierListed;

    public Micros Floor;
    public int ImrPpb;
    public int MmrPpb;
    public Micros CumulativeIm;
    public Micros CumulativeMm;
    public int Tier;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct MarketStateChanged : IEventBody
{
    public static EventKind Kind => EventKind.MarketStateChanged;

    public MarketState State;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    public int Reason;
}

[StructLayout(LayoutKind.Sequential)]
public struct FeeTierSet : IEventBody
{
    public static EventKind Kind => EventKind.FeeTierSet;

    public SetFeeTier Row;
}

[StructLayout(LayoutKind.Sequential)]
public struct PricesChanged : IEventBody
{
    public static EventKind Kind => EventKind.PricesChanged;

    public Subticks Index;
    public Subticks Mark;
    public PriceState State;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

[StructLayout(LayoutKind.Sequential)]
public struct AssetPriceChanged : IEventBody
{
    public static EventKind Kind => EventKind.AssetPriceChanged;

    public Micros Index;
    public Micros Average;
    public ushort Asset;
    public PriceState State;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

[StructLayout(LayoutKind.Sequential)]
public struct WithdrawalCapsSet : IEventBody
{
    public static EventKind Kind => EventKind.WithdrawalCapsSet;

    public long Floor;
    public ushort Asset;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>The venue goes on after it was down; the switches that were moved follow.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct VenueResumed : IEventBody
{
    public static EventKind Kind => EventKind.VenueResumed;

    /// <summary>The last command's time before it went down.</summary>
    public long DownFromNs;
}
