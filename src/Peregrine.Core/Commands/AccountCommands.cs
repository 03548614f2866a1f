using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>Opens a root account, or a sub-account below the header's account when it is not 0.</summary>
/// <remarks>The same <see cref="Request"/> again answers with the account made the first time.</remarks>
[StructLayout(LayoutKind.Sequential)]
public struct CreateAccount : ICommandBody
{
    public static CommandKind Kind => CommandKind.CreateAccount;

    public RequestKey Request;
}

/// <summary>Who brought the account, what the referrer earns and what the account saves. Roots only; sub-accounts follow.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetReferrer : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetReferrer;

    public int Referrer;
    public int SharePpb;
    public int DiscountPpb;
    private readonly int _reserved;
}

/// <summary>The most the account lets a builder charge; 0 takes the approval back.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ApproveBuilder : ICommandBody
{
    public static CommandKind Kind => CommandKind.ApproveBuilder;

    public int Builder;
    public int MaxPpb;
}

/// <summary>Sets the account's own limits. Tightening holds at once; loosening needs the owner and waits 24 h.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetLimits : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetLimits;

    public Limits Limits;
}

/// <summary>Makes an API key (<see cref="KeyId"/> 0), changes its limits, or revokes it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetKey : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetKey;

    public int KeyId;
    /// <summary>1: the key may do nothing any more, for ever.</summary>
    public byte Revoke;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    public Limits Limits;
    public RequestKey Request;
}

/// <summary>Credits collateral that is final elsewhere. The same <see cref="Source"/> never credits twice.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Deposit : ICommandBody
{
    public static CommandKind Kind => CommandKind.Deposit;

    /// <summary>Hash of chain, transaction and log index.</summary>
    public RequestKey Source;
    public long Amount;
    public ushort Asset;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>Debits the amount and queues it for payment, in one event.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RequestWithdrawal : ICommandBody
{
    public static CommandKind Kind => CommandKind.RequestWithdrawal;

    public RequestKey Request;
    public long Amount;
    public ushort Asset;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

public enum WithdrawalState : byte
{
    Debited = 1,
    Signed = 2,
    Sent = 3,
    Confirmed = 4,
    Refunded = 5,
}

/// <summary>What became of a withdrawal; the header's account is 0.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ResolveWithdrawal : ICommandBody
{
    public static CommandKind Kind => CommandKind.ResolveWithdrawal;

    /// <summary>The sequence number of the request.</summary>
    public long Withdrawal;
    public WithdrawalState State;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>Moves collateral between accounts of one root, at once.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Transfer : ICommandBody
{
    public static CommandKind Kind => CommandKind.Transfer;

    public RequestKey Request;
    public long Amount;
    public int ToAccount;
    public ushort Asset;
    private readonly ushort _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct SetLeverage : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetLeverage;

    public ushort Market;
    public ushort Leverage;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct SetMarginMode : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetMarginMode;

    public ushort Market;
    public MarginMode Mode;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

/// <summary>Adds to (positive) or takes from (negative) an isolated position's pot.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MoveMargin : ICommandBody
{
    public static CommandKind Kind => CommandKind.MoveMargin;

    public Micros Amount;
    public ushort Market;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>Sets market-maker protection for one market, or with everything 0 lifts it; a call always resets a fired one.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetMmp : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetMmp;

    public Lots Qty;
    public long WindowNs;
    public long FreezeNs;
    public ushort Market;
    /// <summary>1: keeps the settings and only ends the freeze.</summary>
    public byte ResetOnly;
    private readonly byte _reserved;
    private readonly int _reserved2;
}
