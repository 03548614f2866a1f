using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Does what breached limits ask beyond refusing orders: everything that waits or rests goes, and positions are closed (domain §6.9).</summary>
internal sealed class BreachDesk(EngineState state, LossWatch losses, OrderCancels cancels, CloseDesk closes)
{
    /// <summary>Acts on the breaches found since it was asked last. False when there were none.</summary>
    public bool Act()
    {
        bool acted = false;
        while (losses.TryTakeBreach(out int slot))
        {
            ref LimitRecord record = ref state.Limits[slot];
            bool flattens = record.InForce.OnBreach == BreachAction.Flatten;
            if (flattens && !closes.HasIndicesFor(record.Account, 0))
            {
                losses.Forget(slot);
                continue;
            }
            cancels.All(record.Account, 0, new CancelFilter { Scope = CancelScope.All }, CancelReason.Limit);
            if (flattens) closes.Flatten(record.Account, 0, CancelReason.Limit);
            acted = true;
        }
        return acted;
    }
}
