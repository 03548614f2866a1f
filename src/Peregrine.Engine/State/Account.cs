using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>One account, root or sub. Its id is its place in the table.</summary>
internal struct Account
{
    /// <summary>Itself for a root; 0 marks an id not given out yet.</summary>
    public int Root;
    /// <summary>Settle money outside isolated pots; negative is a loan.</summary>
    public Micros Cash;
    /// <summary>First of its positions, in market order.</summary>
    public int FirstPosition;
    public int PositionCount;
    /// <summary>First of its non-settle balances, in asset order.</summary>
    public int FirstHolding;
    public int FirstTwap;
    public int FirstDeadMan;
    /// <summary>Triggers that wait and can only reduce; 0 spares the account every question about them.</summary>
    public int Protections;
    /// <summary>Its record among the limits; made with its first limit or key, 0 before.</summary>
    public int Limits;
    /// <summary>First of its living keys, in order of id.</summary>
    public int FirstKey;
    public int KeyCount;
    public AccountStatus Status;

    // Below: meaningful for roots, whom the subs follow.
    public byte FeeTier;
    public short SubCount;
    /// <summary>UTC day for which <see cref="FeeTier"/> holds.</summary>
    public int FeeDay;
    public int Referrer;
    public int ReferralSharePpb;
    public int DiscountPpb;
    /// <summary>First of its approvals of builders.</summary>
    public int FirstBuilder;
    public int BuilderCount;
    /// <summary>First of its days with volume, newest first.</summary>
    public int FirstVolume;
    /// <summary>Live and remembered client order ids; see the pool.</summary>
    public int ClientIdCount;
    public int FirstClientId;
    public int LastClientId;
}
