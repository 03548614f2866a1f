using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Snapshots;

/// <summary>Waiting orders by id. Trees, heaps and groups of trailing stops are caches over them and are not told.</summary>
internal sealed class TriggerTeller(EngineState state, ClientIds clientIds)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateTrigger>();
        foreach (int slot in ById()) TellTrigger(ref sink, slot);
        sink.End();
    }

    private int[] ById()
    {
        int[] slots = new int[state.Triggers.Triggers.Count];
        long[] ids = new long[slots.Length];
        int count = 0;
        for (int slot = 1; slot <= state.Triggers.Triggers.HighWater; slot++)
        {
            if (state.Triggers.Triggers[slot].Id.IsNone) continue;
            (slots[count], ids[count]) = (slot, state.Triggers.Triggers[slot].Id.Value);
            count++;
        }
        ids.AsSpan().Sort(slots.AsSpan());
        return slots;
    }

    private void TellTrigger<TSink>(ref TSink sink, int slot) where TSink : struct, IStateSink
    {
        ref readonly Trigger trigger = ref state.Triggers.Triggers[slot];
        StateTrigger told = new()
        {
            Order = trigger.Id,
            TriggerPrice = trigger.TriggerPrice,
            ActivationPrice = trigger.ActivationPrice,
            Offset = trigger.Offset,
            WorstPrice = trigger.WorstPrice,
            Price = trigger.Price,
            Qty = trigger.Qty,
            Rest = trigger.Rest,
            Filled = trigger.Filled,
            Display = trigger.Display,
            ExpireAtNs = trigger.ExpireAtNs,
            Peak = state.Markets[trigger.Market].Triggers.PeakOf(in trigger),
            FiredAt = trigger.FiredAt,
            CallbackPpb = trigger.CallbackPpb,
            SlipPpb = trigger.SlipPpb,
            Label = trigger.Label,
            Session = trigger.Session,
            Key = trigger.Key,
            Builder = trigger.Builder,
            BuilderPpb = trigger.BuilderPpb,
            Flags = trigger.Flags,
            Type = trigger.Type,
            Side = trigger.Side,
            Tif = trigger.Tif,
            Stp = trigger.Stp,
            Trigger = trigger.Kind,
            TriggerBy = trigger.By,
            WaitsFor = WaitsFor(trigger.State),
            Group = state.Groups[trigger.Group].Id,
            GroupIndex = trigger.GroupIndex,
            BeyondLiquidation = state.Triggers.IsBeyondLiquidation[slot] ? (byte)1 : (byte)0,
        };
        if (trigger.Client != 0) (told.Terms, told.ClientId) = (clientIds.TermsOf(trigger.Client), clientIds.TextOf(trigger.Client));
        sink.Tell(trigger.Account, trigger.Market, in told);
    }

    private static WaitingFor WaitsFor(TriggerState state)
    {
        Invariant.That(state != TriggerState.Firing, "between commands nothing is executing");
        return state switch
        {
            TriggerState.Waiting => WaitingFor.Price,
            TriggerState.Inactive => WaitingFor.Entry,
            TriggerState.Latched or TriggerState.Retrying or TriggerState.Firing => WaitingFor.Queue,
        };
    }
}
