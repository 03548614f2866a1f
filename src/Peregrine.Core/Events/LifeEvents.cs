using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>The market gathers orders until this time; 0 takes the end away.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AuctionSet : IEventBody
{
    public static EventKind Kind => EventKind.AuctionSet;

    public long EndsAtNs;
    public int Reason;
    private readonly int _reserved;
}

/// <summary>One price for everybody who gathered. Its trades follow.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MarketUncrossed : IEventBody
{
    public static EventKind Kind => EventKind.MarketUncrossed;

    public Ticks Price;
    public Lots Volume;
    /// <summary>Lots wanted at the price less lots offered at it.</summary>
    public Lots Imbalance;
    /// <summary>The index, which decides between equals.</summary>
    public Subticks Reference;
    /// <summary>Times the price was computed: once more for each order that its owner could not carry.</summary>
    public int Rounds;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct DelistingAnnounced : IEventBody
{
    public static EventKind Kind => EventKind.DelistingAnnounced;

    public long ReduceOnlyAtNs;
    public long SettleAtNs;
    /// <summary>What settles the market when too few samples of the index come; profits count from it.</summary>
    public Subticks Mark;
    public int Reason;
    private readonly int _reserved;
}

/// <summary>Six averages of ten minutes each; 0 for one with too few samples.</summary>
[InlineArray(Count)]
public struct SettlementAverages
{
    public const int Count = 6;
    private Subticks _first;
}

/// <summary>Everything that is left will be closed at this price.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SettlementStarted : IEventBody
{
    public static EventKind Kind => EventKind.SettlementStarted;

    public Ticks Price;
    public SettlementAverages Averages;
    /// <summary>1: the last mark before notice, because fewer than three averages could be made.</summary>
    public int FromMark;
    private readonly int _reserved;
}

/// <summary>What the final settlement took from a winner, or gave to somebody who owed more than there was.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SettlementShared : IEventBody
{
    public static EventKind Kind => EventKind.SettlementShared;

    /// <summary>Won here since the position was opened or the end announced, whichever was later.</summary>
    public Micros Profit;
    public Micros Paid;
    public Micros Covered;
    public Micros Cash;
}

[StructLayout(LayoutKind.Sequential)]
public struct MarketSettled : IEventBody
{
    public static EventKind Kind => EventKind.MarketSettled;

    public Ticks Price;
    /// <summary>Owed by accounts that had nothing left, old bad debt included.</summary>
    public Micros Deficits;
    public Micros Insurance;
    public Micros Haircut;
    public Micros BadDebt;
    /// <summary>What roundings left over, for insurance.</summary>
    public Micros Residue;
    /// <summary>What the market's own insurance still had: it stands behind all markets now.</summary>
    public Micros Released;
    public Micros Profits;
    public int Positions;
    private readonly int _reserved;
}

/// <summary>Asked for by one administrator; <see cref="ExpiresNs"/> unless another approves.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChangeProposed : IEventBody
{
    public static EventKind Kind => EventKind.ChangeProposed;

    public long Proposal;
    public long Value;
    public long Before;
    public long EffectiveAtNs;
    public long ExpiresNs;
    /// <summary>The whole new table, for a change of tiers; the body, for a command.</summary>
    public ProposedTiers Tiers;
    public int Admin;
    public ushort Subject;
    public AdminParameter Parameter;
    public byte TierCount;
}

/// <summary>Approved: it will hold from <see cref="EffectiveAtNs"/> on.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChangeScheduled : IEventBody
{
    public static EventKind Kind => EventKind.ChangeScheduled;

    public long Proposal;
    public long EffectiveAtNs;
    public int Admin;
    public ushort Subject;
    public AdminParameter Parameter;
    private readonly byte _reserved;
}

/// <summary>A change holds, or one of the hourly steps by which it reaches open positions.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChangeApplied : IEventBody
{
    public static EventKind Kind => EventKind.ChangeApplied;

    public long Proposal;
    public long Value;
    public int Step;
    /// <summary>24 for what moves in steps, else 0.</summary>
    public int Steps;
    public ushort Subject;
    public AdminParameter Parameter;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

/// <summary>A change will not happen: nobody approved it, it was taken back, or it breaks a bound by now.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChangeDropped : IEventBody
{
    public static EventKind Kind => EventKind.ChangeDropped;

    public long Proposal;
    public int Admin;
    public RejectCode Code;
    private readonly ushort _reserved;
}

/// <summary>What was found broken. Nothing is repaired; markets that wait for it stay as they are.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InvariantViolated : IEventBody
{
    public static EventKind Kind => EventKind.InvariantViolated;

    public long Gap;
}
