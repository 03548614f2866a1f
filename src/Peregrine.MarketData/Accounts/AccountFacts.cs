using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>An account between two commands. <see cref="Status"/> is 0 for one that does not exist.</summary>
public struct AccountFacts
{
    /// <summary>Settle money outside isolated pots.</summary>
    public Micros Cash;
    /// <summary>The last command that told the account anything; the end of its private sequence.</summary>
    public long LastSeq;
    public int Account;
    /// <summary>Itself for a root.</summary>
    public int Root;
    public int Referrer;
    public int ReferralSharePpb;
    public int DiscountPpb;
    /// <summary>Orders that have not ended.</summary>
    public int OrderCount;
    public int FeeTier;
    public AccountStatus Status;
}
