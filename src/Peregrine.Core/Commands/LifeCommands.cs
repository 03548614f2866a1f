using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>Gathers orders in an auction that ends by itself: an open market's, one that climbs back after a halt, or the opening of a new one.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CallAuction : ICommandBody
{
    public static CommandKind Kind => CommandKind.CallAuction;

    public ushort Market;
    private readonly ushort _reserved;
    /// <summary>Why, as the operator's own code.</summary>
    public int Reason;
    public long DurationNs;
}

/// <summary>After <see cref="Resumed"/>: the gateways are connected, and markets whose prices are fresh go back to where they were.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct VenueReady : ICommandBody
{
    public static CommandKind Kind => CommandKind.VenueReady;

    private readonly long _reserved;
}

/// <summary>Announces the end of a market: when it will only let positions shrink, and when what is left is settled.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct DelistMarket : ICommandBody
{
    public static CommandKind Kind => CommandKind.DelistMarket;

    public ushort Market;
    private readonly ushort _reserved;
    public int Reason;
    /// <summary>0 for at once.</summary>
    public long ReduceOnlyAtNs;
    public long SettleAtNs;
}

/// <summary>The venue has users to protect from here on: changes need their notice, new collateral counts 0 until two administrators say otherwise. For ever.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct EndFounding : ICommandBody
{
    public static CommandKind Kind => CommandKind.EndFounding;

    private readonly long _reserved;
}

/// <summary>What administrators may change while the venue runs; the subject is a market, an asset, or nothing.</summary>
public enum AdminParameter : byte
{
    // Of a market
    BandUp = 1,
    BandDown = 2,
    ExecRange = 3,
    SlipMax = 4,
    OiCap = 5,
    GroupOiShare = 6,
    ProfitWeight = 7,
    LeverageMax = 8,
    NotionalMin = 9,
    OpenOrdersMax = 10,
    TriggerOrdersMax = 11,
    ReduceOnlyMax = 12,
    /// <summary>The whole table, by <see cref="ProposeTiers"/>.</summary>
    Tiers = 13,
    /// <summary>1: orders may ask for auctions.</summary>
    AuctionOn = 14,
    AuctionNotionalMin = 15,
    AuctionDuration = 16,

    // Of an asset
    InitWeight = 30,
    MaintWeight = 31,
    AccountCap = 32,
    PlatformCap = 33,
    WithdrawalFloor = 34,

    // Of lending
    BorrowBase = 40,
    BorrowSlope = 41,
    BorrowSteepSlope = 42,
    BorrowKink = 43,
    BorrowReserve = 44,

    // Only told, never proposed
    Founding = 60,
    /// <summary>A whole command, by <see cref="ProposeCommand"/>; the subject is its kind.</summary>
    Command = 61,
}

/// <summary>One administrator asks for a change; another must approve it within an hour.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ProposeChange : ICommandBody
{
    public static CommandKind Kind => CommandKind.ProposeChange;

    public AdminParameter Parameter;
    private readonly byte _reserved;
    /// <summary>Market or asset; 0 for the venue.</summary>
    public ushort Subject;
    /// <summary>Who asks, as identity numbers its administrators.</summary>
    public int Admin;
    public long Value;
    public long EffectiveAtNs;
}

/// <summary>Begins a new table of margin tiers: a group of this and one to eight <see cref="SetTier"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ProposeTiers : ICommandBody
{
    public static CommandKind Kind => CommandKind.ProposeTiers;

    public ushort Market;
    private readonly ushort _reserved;
    public int Admin;
    public long EffectiveAtNs;
}

[StructLayout(LayoutKind.Sequential)]
public struct ApproveChange : ICommandBody
{
    public static CommandKind Kind => CommandKind.ApproveChange;

    /// <summary>The sequence number of the proposal.</summary>
    public long Proposal;
    public int Admin;
    private readonly int _reserved;
}

/// <summary>Takes a change back that has not begun, approved or not; one administrator suffices.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct DropChange : ICommandBody
{
    public static CommandKind Kind => CommandKind.DropChange;

    public long Proposal;
    public int Admin;
    private readonly int _reserved;
}
