using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Snapshots;

/// <summary>Lets every waiting order wait again: for its price, for its entry, or in its queue.</summary>
/// <remarks>By id, oldest first: an account's own list then begins with the newest, as it does where they were placed.</remarks>
internal sealed class TriggerRestorer(SnapshotReader reader, EngineState state, OrderRestorer orders, TriggerKeeper keeper)
{
    private int _queued;

    public void Restore()
    {
        long last = 0;
        reader.Open<StateTrigger>();
        while (reader.Next(out StateRecord<StateTrigger> record))
        {
            reader.Check(record.Body.Order.Value > last, "waiting orders come by id");
            last = record.Body.Order.Value;
            Load(record.Account, record.Market, in record.Body);
        }
    }

    private void Load(int account, int market, in StateTrigger told)
    {
        int position = orders.FindOwner(account, market, told.Order);
        bool sound = told.Side is Side.Buy or Side.Sell && told.TriggerBy is >= TriggerRef.Mark and <= TriggerRef.Last
            && told.Trigger is > TriggerKind.None and <= TriggerKind.Trailing && told.WaitsFor is >= WaitingFor.Price and <= WaitingFor.Queue;
        reader.Check(sound && !state.Triggers.Triggers.Full, "a waiting order has a side, a kind, a reference and room");
        Trigger trigger = new()
        {
            Id = told.Order,
            TriggerPrice = told.TriggerPrice,
            ActivationPrice = told.ActivationPrice,
            Offset = told.Offset,
            WorstPrice = told.WorstPrice,
            Price = told.Price,
            Qty = told.Qty,
            Rest = told.Rest,
            Filled = told.Filled,
            Display = told.Display,
            ExpireAtNs = told.ExpireAtNs,
            Peak = told.Peak,
            FiredAt = told.FiredAt,
            CallbackPpb = told.CallbackPpb,
            SlipPpb = told.SlipPpb,
            Label = told.Label,
            Session = told.Session,
            Key = told.Key,
            Builder = told.Builder,
            BuilderPpb = told.BuilderPpb,
            Flags = told.Flags,
            Type = told.Type,
            Side = told.Side,
            Tif = told.Tif,
            Stp = told.Stp,
            Kind = told.Trigger,
            By = told.TriggerBy,
            Group = orders.FindGroup(told.Group),
            GroupIndex = told.GroupIndex,
            Market = (ushort)market,
            Account = account,
            Position = position,
            Client = orders.NewClientId(account, told.Order, told.Terms, in told.ClientId),
        };
        int slot = keeper.Keep(in trigger);
        state.Triggers.IsBeyondLiquidation[slot] = told.BeyondLiquidation != 0;
        if (told.WaitsFor == WaitingFor.Price) state.Markets[market].Triggers.Add(slot, Subticks.Zero);
        if (told.WaitsFor == WaitingFor.Queue) _queued++;
    }

    /// <summary>The queues, in their own order.</summary>
    public void RestoreQueues()
    {
        reader.Open<StateQueued>();
        while (reader.Next(out StateRecord<StateQueued> record))
        {
            if (record.Body.Work == QueuedWork.Breach) QueueBreach(record.Account, record.Body.KeyId);
            else QueueTrigger(in record.Body);
        }
        reader.Check(_queued == 0, "what waits for its turn stands in a queue");
    }

    private void QueueTrigger(in StateQueued told)
    {
        IndexCode code = state.FindOrder(told.Order);
        reader.Check(code.Exists && code.Kind == IndexKind.Trigger && told.Work is QueuedWork.Trigger or QueuedWork.Retry, "what is queued waits");
        reader.Check(state.Triggers.Triggers[code.Slot].State == TriggerState.Inactive, "a waiting order stands in one queue");
        _queued--;
        if (told.Work == QueuedWork.Trigger) state.Triggers.Latched.Append(code.Slot);
        else state.Triggers.Retrying.Append(code.Slot);
    }

    private void QueueBreach(int account, int key)
    {
        bool known = state.HasAccount(account) && key >= 0 && key <= state.Limits.KeyCount;
        reader.Check(known, "a breach is one of limits that exist");
        int slot = key == 0 ? state.Accounts[account].Limits : key;
        reader.Check(slot != 0 && state.Limits[slot].Account == account, "a breach is one of its account's limits");
        state.Limits.QueueBreach(slot);
    }
}
