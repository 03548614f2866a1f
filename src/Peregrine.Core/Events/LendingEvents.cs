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

/// <summary>What is left of a loan when its collateral is sold and insurance has paid: the lenders carry it, each by its shares.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LendLoss : IEventBody
{
    public static EventKind Kind => EventKind.LendLoss;

    /// <summary>Of the loan, when they were asked.</summary>
    public Micros Loan;
    public Micros Lenders;
    /// <summary>The vault after it.</summary>
    public Micros Supplied;
    /// <summary>The borrower's, after it.</summary>
    public Micros Cash;
}
