using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>What the insurance fund behind all markets has paid within its hour, and whether users are locked out.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateInsurance : IEventBody
{
    public static EventKind Kind => EventKind.StateInsurance;

    /// <summary>UTC hour since the epoch, the fund when it began, and what was drawn in it.</summary>
    public long Hour;
    public Micros HourBegan;
    public Micros HourDrawn;
    /// <summary>Losses of no market that insurance could not pay; at or below 0.</summary>
    public Micros BadDebt;
    public long LockoutUntilNs;
    public long LockoutBeganNs;
    public long LockoutWindowNs;
    public long LockoutUsedNs;
}

/// <summary>A market's terms of liquidation, its insurance, its backstop, and how long it has been trusted.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateMarketRisk : IEventBody
{
    public static EventKind Kind => EventKind.StateMarketRisk;

    public SetLiquidation Terms;
    public SetBackstop Backstop;
    public Micros Insurance;
    public Micros BadDebt;
    public long Hour;
    public Micros HourBegan;
    public Micros HourDrawn;
    public long IntakeHour;
    public Micros HourIntake;
    /// <summary>Lots traded in all, and until the minute that the backstop works in began.</summary>
    public Lots Traded;
    public Lots MinuteBegan;
    public long Minute;
    public long OpenedNs;
    public long FreshFromNs;
    public Subticks LockoutIndex;
    public int FreshUpdates;
    /// <summary>What the market's prices let liquidation do: 1 nothing, 3 bankrupt accounts, 4 everything.</summary>
    public byte ByPrice;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>Who buys an asset that is sold for debts.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateCollateralBuyer : IEventBody
{
    public static EventKind Kind => EventKind.StateCollateralBuyer;

    public SetCollateralBuyer Terms;
}

/// <summary>A liquidation under way: those that wait for their turn first, in order, then those that cool down.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateLiquidation : IEventBody
{
    public static EventKind Kind => EventKind.StateLiquidation;

    /// <summary>When it is tried again; 0 while it waits for its turn.</summary>
    public long DueNs;
    public long LastSeq;
    /// <summary>What the account had borrowed when it began, less what its collateral brought.</summary>
    public Micros Loan;
    public AccountStatus StatusBefore;
    public byte HasStarted;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}
