using System.Runtime.InteropServices;

namespace Peregrine.Core;

[StructLayout(LayoutKind.Sequential)]
public struct AccountCreated : IEventBody
{
    public static EventKind Kind => EventKind.AccountCreated;

    /// <summary>Itself for a root.</summary>
    public int Root;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct ReferrerSet : IEventBody
{
    public static EventKind Kind => EventKind.ReferrerSet;

    public int Referrer;
    public int SharePpb;
    public int DiscountPpb;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct BuilderApproved : IEventBody
{
    public static EventKind Kind => EventKind.BuilderApproved;

    public int Builder;
    public int MaxPpb;
}

/// <summary>Limits of the account (<see cref="KeyId"/> 0) or of one of its keys, and when they hold.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LimitsSet : IEventBody
{
    public static EventKind Kind => EventKind.LimitsSet;

    public int KeyId;
    /// <summary>1: loosening, in force from <see cref="FromNs"/>.</summary>
    public int Pending;
    public long FromNs;
    public Limits Limits;
}

[StructLayout(LayoutKind.Sequential)]
public struct KeySet : IEventBody
{
    public static EventKind Kind => EventKind.KeySet;

    public int KeyId;
    public int Revoked;
}

[StructLayout(LayoutKind.Sequential)]
public struct AccountStatusChanged : IEventBody
{
    public static EventKind Kind => EventKind.AccountStatusChanged;

    public AccountStatus Status;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

public enum BalanceReason : byte
{
    Deposit = 1,
    Withdrawal = 2,
    Refund = 3,
    TransferIn = 4,
    TransferOut = 5,
    Referral = 6,
    Builder = 7,
    /// <summary>Collateral sold for a debt: what leaves and what comes for it, on both sides.</summary>
    Conversion = 8,
    Lend = 20,
    Unlend = 21,
    /// <summary>A share of what a final settlement lacked.</summary>
    Settlement = 23,
    /// <summary>A loss taken over by a settlement.</summary>
    Loss = 24,
}

/// <summary>A balance moved without a trade. Fills tell the settle balance in <see cref="PositionChanged"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BalanceChanged : IEventBody
{
    public static EventKind Kind => EventKind.BalanceChanged;

    /// <summary>In the asset's own units; micro-dollars for the settle asset.</summary>
    public long Change;
    public long Balance;
    /// <summary>The part of a capped collateral that counts.</summary>
    public long Counted;
    public int Counterparty;
    public ushort Asset;
    public BalanceReason Reason;
    private readonly byte _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct WithdrawalChanged : IEventBody
{
    public static EventKind Kind => EventKind.WithdrawalChanged;

    public long Withdrawal;
    public long Amount;
    public ushort Asset;
    public WithdrawalState State;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

/// <summary>A position after a fill, with what the fill did to its owner's money.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PositionChanged : IEventBody
{
    public static EventKind Kind => EventKind.PositionChanged;

    public Lots Size;
    public Micros Cost;
    public Micros IsolatedMargin;
    /// <summary>The account's settle balance after the fill and its fees.</summary>
    public Micros Cash;
    public Micros Realised;
    /// <summary>All fees of this fill for this account; negative when rebates exceed them.</summary>
    public Micros Fees;
    public FillReason Reason;
    public MarginMode Mode;
    public ushort Leverage;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct MarginMoved : IEventBody
{
    public static EventKind Kind => EventKind.MarginMoved;

    public Micros Amount;
    public Micros IsolatedMargin;
    public Micros Cash;
}

[StructLayout(LayoutKind.Sequential)]
public struct LeverageChanged : IEventBody
{
    public static EventKind Kind => EventKind.LeverageChanged;

    public ushort Leverage;
    public MarginMode Mode;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

[StructLayout(LayoutKind.Sequential)]
public struct MmpSet : IEventBody
{
    public static EventKind Kind => EventKind.MmpSet;

    public Lots Qty;
    public long WindowNs;
    public long FreezeNs;
}

/// <summary>A root account's fee tier for the new day.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FeeTierChanged : IEventBody
{
    public static EventKind Kind => EventKind.FeeTierChanged;

    public Micros Volume30Days;
    public int Tier;
    private readonly int _reserved;
}
