using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>TWAPs by id, then the dead-man switches by account, market, label and session. Their timers follow from them.</summary>
internal sealed class AlgoTeller(EngineState state, ClientIds clientIds)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateTwap>();
        foreach (int slot in ById()) TellTwap(ref sink, in state.Twaps[slot]);
        sink.End();
        sink.Begin<StateDeadMan>();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            for (int slot = state.Accounts[id].FirstDeadMan; slot != 0; slot = state.DeadMans[slot].Next) TellSwitch(ref sink, in state.DeadMans[slot]);
        }
        sink.End();
    }

    private int[] ById()
    {
        int[] slots = new int[state.Twaps.Count];
        long[] ids = new long[slots.Length];
        int count = 0;
        for (int slot = 1; slot <= state.Twaps.HighWater; slot++)
        {
            if (state.Twaps[slot].Id.IsNone) continue;
            (slots[count], ids[count]) = (slot, state.Twaps[slot].Id.Value);
            count++;
        }
        ids.AsSpan().Sort(slots.AsSpan());
        return slots;
    }

    private void TellTwap<TSink>(ref TSink sink, in TwapOrder twap) where TSink : struct, IStateSink
    {
        StateTwap told = new()
        {
            Order = twap.Id,
            Qty = twap.Qty,
            Executed = twap.Executed,
            StartNs = twap.StartNs,
            IntervalNs = twap.IntervalNs,
            JitterNs = twap.JitterNs,
            Salt = twap.Salt,
            LimitPrice = twap.LimitPrice,
            SlipPpb = twap.SlipPpb,
            Slices = twap.Slices,
            NextSlice = twap.NextSlice,
            Label = twap.Label,
            Session = twap.Session,
            Key = twap.Key,
            Builder = twap.Builder,
            BuilderPpb = twap.BuilderPpb,
            Flags = twap.Flags,
            Side = twap.Side,
            Stp = twap.Stp,
            Paused = twap.Paused ? (byte)1 : (byte)0,
        };
        if (twap.Client != 0) (told.Terms, told.ClientId) = (clientIds.TermsOf(twap.Client), clientIds.TextOf(twap.Client));
        sink.Tell(twap.Account, twap.Market, in told);
    }

    private static void TellSwitch<TSink>(ref TSink sink, in DeadManSwitch armed) where TSink : struct, IStateSink =>
        sink.Tell(armed.Account, armed.Market, new StateDeadMan
        {
            DueNs = armed.DueNs,
            Label = armed.Label,
            Session = armed.Session,
            DropProtective = armed.DropProtective ? (byte)1 : (byte)0,
            Flatten = armed.Flatten ? (byte)1 : (byte)0,
        });
}
