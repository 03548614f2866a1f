using Peregrine.Core;

namespace Peregrine.Engine.Orders;

/// <summary>What a plan does to each account's cash: fills, fees, and what referrers and builders earn on the way.</summary>
internal sealed class PlannedCash(int accountsMax)
{
    // Valid when stamped with the present plan: no clearing between plans.
    private readonly (ulong Plan, long Change)[] _changes = new (ulong, long)[accountsMax + 1];
    private ulong _plan;

    public void Begin() => _plan++;

    public Micros Of(int account) => _changes[account].Plan == _plan ? new(_changes[account].Change) : Micros.Zero;

    public void Add(int account, Micros change)
    {
        if (account != 0) _changes[account] = (_plan, Of(account).Value + change.Value);
    }
}
