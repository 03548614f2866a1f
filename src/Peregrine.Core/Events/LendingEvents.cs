using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>What an account lends and whether it may borrow on purpose, and the vault after it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LendChanged : IEventBody
{
    public static EventKind Kind => EventKind.LendChanged;

    public Micros Amount;
    public long Shares;
    public long TotalShares;
    public Micros Supplied;
    public Micros Borrowed;
    public int MayBorrow;
    private readonly int _reserved;
}

/// <summary>Interest of one loan: with these inputs anybody can compute it again.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InterestPaid : IEventBody
{
    public static EventKind Kind => EventKind.InterestPaid;

    public Micros Loan;
    public Micros Interest;
    /// <summary>The lenders' part; the rest is insurance's.</summary>
    public Micros ToLenders;
    public Micros Cash;
    public long RatePpb;
    /// <summary>Under the hour before this one's rate, when the loan is from then.</summary>
    public long BeforeRatePpb;
    public int Milliseconds;
    public int BeforeMilliseconds;
}

/// <summary>Collateral of a loan was sold to the backstop.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CollateralConverted : IEventBody
{
    public static EventKind Kind => EventKind.CollateralConverted;

    public long Units;
    public Micros Index;
    public Micros Proceeds;
    public Micros Loan;
    public Micros CollateralMaint;
    public int Backstop;
    public ushort Asset;
    private readonly ushort _reserved;
}

/// <summary>A loan that nothing stands behind any more: insurance first, then the lenders.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LendLoss : IEventBody
{
    public static EventKind Kind => EventKind.LendLoss;

    public Micros Loan;
    public Micros Insurance;
    public Micros Lenders;
    public Micros Supplied;
    /// <summary>Everything that nobody could carry so far.</summary>
    public Micros BadDebt;
}
