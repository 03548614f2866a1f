using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>One account, root or sub. Its id is its place in the table.</summary>
/// <remarks>Two cache lines: every order and every fill need the first, nothing that happens often needs the second.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct Account
{
    /// <summary>Settle money outside isolated pots; negative is a loan.</summary>
    public Micros Cash;
    /// <summary>Itself for a root; 0 marks an id not given out yet.</summary>
    public int Root;
    /// <summary>First of its positions, in market order.</summary>
    public int FirstPosition;
    /// <summary>The position it used last: where to look first. Derived, no part of the state that is told.</summary>
    public int RecentPosition;
    public int PositionCount;
    /// <summary>First of its non-settle balances, in asset order.</summary>
    public int FirstHolding;
    /// <summary>Triggers that wait and can only reduce; 0 spares the account every question about them.</summary>
    public int Protections;
    /// <summary>Its record among the limits; made with its first limit or key, 0 before.</summary>
    public int Limits;

    // Of this line, meaningful for roots, whom the subs follow.
    /// <summary>UTC day for which <see cref="FeeTier"/> holds.</summary>
    public int FeeDay;
    public int Referrer;
    public int ReferralSharePpb;
    public int DiscountPpb;
    /// <summary>First of its days with volume, newest first.</summary>
    public int FirstVolume;
    public byte FeeTier;

    public AccountStatus Status;
    public short SubCount;
    /// <summary>Margin warnings told of its cross part.</summary>
    public byte Warnings;

    // The second line begins about here.
    public int FirstTwap;
    public int FirstDeadMan;
    /// <summary>First of its living keys, in order of id.</summary>
    public int FirstKey;
    public int KeyCount;
    /// <summary>First of its approvals of builders.</summary>
    public int FirstBuilder;
    public int BuilderCount;
    /// <summary>Live and remembered client order ids; see the pool.</summary>
    public int ClientIdCount;
    public int FirstClientId;
    public int LastClientId;
    /// <summary>The liquidation of its cross part, while there is one.</summary>
    public int Case;
    /// <summary>Of the lending vault, when they are of its present epoch.</summary>
    public long LendShares;
    /// <summary>Interest of its loan is paid or put aside up to here.</summary>
    public long AccruedNs;
    public int LendEpoch;
    /// <summary>Settle money may leave against collateral.</summary>
    public bool MayBorrow;
}
