using System.Runtime.InteropServices;

namespace Peregrine.Core;

// Market 0 in the header means the account's cross part. Every figure that decided is told, so that a reader of the events can recompute the decision.

/// <summary>Equity fell below a multiple of the maintenance margin. Told once a line, until the account's own doing brings it back above.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MarginWarning : IEventBody
{
    public static EventKind Kind => EventKind.MarginWarning;

    public Micros Equity;
    public Micros MaintenanceMargin;
    /// <summary>The lowest line it is below, in thousandths of the margin: 1500, 1200 or 1050.</summary>
    public int LinePermille;
    private readonly int _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct LiquidationStarted : IEventBody
{
    public static EventKind Kind => EventKind.LiquidationStarted;

    public Micros Equity;
    public Micros MaintenanceMargin;
    /// <summary>The account's cash, or the isolated pot.</summary>
    public Micros Cash;
    /// <summary>Maintenance value of the collateral; 0 for a pot.</summary>
    public Micros Collateral;
}

/// <summary>One attempt to close through the book: what it began with, what followed from that, and what came of it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LiquidationStep : IEventBody
{
    public static EventKind Kind => EventKind.LiquidationStep;

    public OrderId Order;
    public Subticks Mark;
    public Lots Size;
    public Micros Cost;
    public Micros Equity;
    public Micros MaintenanceMargin;
    /// <summary>Of this market's position.</summary>
    public Micros MarketMargin;
    /// <summary>φ of the partial size: taker fee, liquidation fee and slippage allowance.</summary>
    public int ClosingCostPpb;
    public int FeeRatePpb;
    /// <summary>Lots that were to be closed.</summary>
    public Lots Asked;
    public Lots Filled;
    public Ticks Bankruptcy;
    public Ticks Limit;
    /// <summary>What insurance would have paid for fills beyond bankruptcy.</summary>
    public Micros Budget;
    /// <summary>Liquidation fees collected, into the market's insurance fund.</summary>
    public Micros Fee;
    public Micros EquityAfter;
}

public enum LiquidationEnd : byte
{
    /// <summary>Equity is at or above the maintenance margin again.</summary>
    Recovered = 1,
    /// <summary>Nothing is left to close.</summary>
    Closed = 2,
    /// <summary>No market of it can be traded now; it begins anew when one can and it is still below.</summary>
    Suspended = 3,
}

[StructLayout(LayoutKind.Sequential)]
public struct LiquidationEnded : IEventBody
{
    public static EventKind Kind => EventKind.LiquidationEnded;

    public Micros Equity;
    public Micros MaintenanceMargin;
    public LiquidationEnd End;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>The market's backstop took over lots of the account in the header; the positions of both follow.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BackstopTaken : IEventBody
{
    public static EventKind Kind => EventKind.BackstopTaken;

    public Lots Qty;
    public Ticks Price;
    public Ticks Bankruptcy;
    public Subticks Mark;
    /// <summary>Lots the book left over.</summary>
    public Lots Asked;
    /// <summary>What insurance would have paid below bankruptcy.</summary>
    public Micros Budget;
    /// <summary>Notional taken in within the hour, this included.</summary>
    public Micros HourIntake;
    public int Vault;
    public Side Side;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>Insurance paid what a closed account or pot lacked.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InsuranceDrawn : IEventBody
{
    public static EventKind Kind => EventKind.InsuranceDrawn;

    public Micros FromMarket;
    public Micros FromGlobal;
    public Micros MarketFund;
    public Micros GlobalFund;
    /// <summary>The account's cash afterwards.</summary>
    public Micros Cash;
    public Micros IsolatedMargin;
}

/// <summary>A loss that insurance could not pay, kept as a debt of the market until later income repays it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BadDebtBooked : IEventBody
{
    public static EventKind Kind => EventKind.BadDebtBooked;

    public Micros Amount;
    public Micros BadDebt;
    public Micros Cash;
    public Micros IsolatedMargin;
}

/// <summary>Lots that nobody took are closed against the other side; an <see cref="AdlApplied"/> each follows.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AdlStarted : IEventBody
{
    public static EventKind Kind => EventKind.AdlStarted;

    public Lots Qty;
    /// <summary>0 when it is done at mark.</summary>
    public Ticks Price;
    public Subticks Mark;
    public Micros Equity;
    /// <summary>Accounts that could be asked, and Σ score · available over those with a profit, as two words.</summary>
    public long Candidates;
    public ulong WeightLow;
    public ulong WeightHigh;
    /// <summary>Over position, score and available lots of each, in order.</summary>
    public ulong CandidatesHash;
    public Side Side;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>A position was reduced to close another's; both positions follow.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AdlApplied : IEventBody
{
    public static EventKind Kind => EventKind.AdlApplied;

    public Lots Qty;
    /// <summary>In subticks: a close at mark may lie between ticks.</summary>
    public Subticks Price;
    /// <summary>What changed hands for it.</summary>
    public Micros Notional;
    public long ScorePpb;
    public Lots Available;
    public Lots Requested;
    /// <summary>Stands for the account that failed, so that its own receipts can be told apart without its name.</summary>
    public ulong FailedHash;
}

/// <summary>Collateral was sold to its buyer because the account owed cash; both balances follow.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CollateralConverted : IEventBody
{
    public static EventKind Kind => EventKind.CollateralConverted;

    public long Amount;
    public Micros Value;
    public Micros Index;
    public Micros Owed;
    /// <summary>What all of the account's collateral counted for before.</summary>
    public Micros CollateralMaint;
    public int Buyer;
    public ushort Asset;
    private readonly ushort _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct InsuranceFunded : IEventBody
{
    public static EventKind Kind => EventKind.InsuranceFunded;

    public Micros Amount;
    public Micros Fund;
    /// <summary>What of it repaid the market's bad debt.</summary>
    public Micros Repaid;
    public Micros BadDebt;
}

[StructLayout(LayoutKind.Sequential)]
public struct LiquidationSet : IEventBody
{
    public static EventKind Kind => EventKind.LiquidationSet;

    public SetLiquidation Terms;
}

[StructLayout(LayoutKind.Sequential)]
public struct BackstopSet : IEventBody
{
    public static EventKind Kind => EventKind.BackstopSet;

    public SetBackstop Terms;
}

[StructLayout(LayoutKind.Sequential)]
public struct CollateralBuyerSet : IEventBody
{
    public static EventKind Kind => EventKind.CollateralBuyerSet;

    public SetCollateralBuyer Terms;
}

/// <summary>A backstop lost too much of what it was given: it takes nothing until an operator names it again.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BackstopStopped : IEventBody
{
    public static EventKind Kind => EventKind.BackstopStopped;

    public Micros Equity;
    public Micros Allotment;
    public Lots Excess;
}

/// <summary>Users cannot reach the venue: accounts with half their margin are left alone for a while, or no longer.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LockoutChanged : IEventBody
{
    public static EventKind Kind => EventKind.LockoutChanged;

    public long UntilNs;
    public int RefusedExits;
    public int Active;
}
