using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>The venue's own pots. Every micro-dollar that leaves a user lands with another user or here.</summary>
internal struct SystemAccounts
{
    public Micros Fees;
    /// <summary>The fund behind those of the markets.</summary>
    public InsurancePot Insurance;
    /// <summary>At or below 0: losses of no market that insurance could not pay.</summary>
    public Micros BadDebt;
    public Micros PendingWithdraw;
    public Micros Deposited;
    public Micros Withdrawn;
}
