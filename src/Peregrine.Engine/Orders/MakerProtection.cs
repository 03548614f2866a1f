using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Market-maker protection (domain §3.16): too much filled too fast, and the account's quotes leave the market.</summary>
internal sealed class MakerProtection(EngineState state, OwnOrders own)
{
    public bool IsFrozen(in Position position) => position.IsProtected && state.Mmps[position.Mmp].FrozenUntilNs > state.NowNs;

    public void Count(int positionSlot, Lots qty)
    {
        ref Position position = ref state.Positions[positionSlot];
        if (!position.IsProtected) return;
        ref MmpState mmp = ref state.Mmps[position.Mmp];
        if (state.NowNs - mmp.WindowStartNs > mmp.WindowNs || mmp.Filled.Value == 0)
        {
            mmp.WindowStartNs = state.NowNs;
            mmp.Filled = Lots.Zero;
        }
        mmp.Filled += qty;
        if (mmp.Filled > mmp.Qty) Fire(positionSlot, ref mmp);
    }

    private void Fire(int positionSlot, ref MmpState mmp)
    {
        mmp.FrozenUntilNs = state.NowNs + mmp.FreezeNs;
        ref Position position = ref state.Positions[positionSlot];
        state.Events.Add(position.Account, position.Market, new MmpFired { Filled = mmp.Filled, FrozenUntilNs = mmp.FrozenUntilNs });
        mmp.Filled = Lots.Zero;
        own.Cancel(positionSlot, new CancelFilter { KeepReduceOnly = true }, CancelReason.MmpActive);
    }
}
