using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>Puts settle money into the vault that loans come from, for shares of it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Lend : ICommandBody
{
    public static CommandKind Kind => CommandKind.Lend;

    public RequestKey Request;
    public Micros Amount;
}

/// <summary>Gives shares back for what they are worth, as far as it is not lent out.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Unlend : ICommandBody
{
    public static CommandKind Kind => CommandKind.Unlend;

    public RequestKey Request;
    public long Shares;
}

public enum BorrowSwitch : byte
{
    Off = 1,
    On = 2,
}

/// <summary>Whether the account may take settle money out against its collateral. Losses and fees become loans either way.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetBorrowing : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetBorrowing;

    public BorrowSwitch Switch;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>A sealed, firm quote in an order's auction. A second one of the same account must be better in price and no smaller.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct QuoteAuction : ICommandBody
{
    public static CommandKind Kind => CommandKind.QuoteAuction;

    /// <summary>Its name, as <see cref="AuctionOpened"/> told it.</summary>
    public long Auction;
    public Ticks Price;
    public Lots Qty;
}
