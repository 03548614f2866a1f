using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>The venue's own pots. Every micro-dollar that leaves a user lands with another user or here.</summary>
internal struct SystemAccounts
{
    public Micros Fees;
    public Micros Insurance;
    public Micros PendingWithdraw;
    public Micros Deposited;
    public Micros Withdrawn;
}
