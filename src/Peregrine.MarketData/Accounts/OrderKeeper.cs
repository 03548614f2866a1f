using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>Orders that have not ended, from what their owners are told.</summary>
internal sealed class OrderKeeper(AccountStore store, AccountLog log)
{
    private readonly LongIndex _byId = new();
    private readonly QueuePlaces _places = new(store.Orders);
    private readonly List<int> _touched = [];

    /// <summary>Events that named an order nobody was told of.</summary>
    public long StrayCount { get; private set; }

    /// <summary>The order's slot, or 0.</summary>
    public int Find(OrderId order)
    {
        int slot = _byId.Find(order.Value);
        if (slot == 0) StrayCount++;
        return slot;
    }

    public ref OrderFacts this[int slot] => ref store.Orders[slot].Facts;

    /// <summary>The order, to be changed by this event; its owner is told when the command is over.</summary>
    public ref OrderFacts Touch(int slot, EventKind kind)
    {
        ref OrderRecord record = ref store.Orders[slot];
        if (record.Touched == 0)
        {
            record.Touched = (byte)kind;
            _touched.Add(slot);
            store.Touch(record.Facts.Account);
        }
        return ref record.Facts;
    }

    public int Add(in OrderFacts facts)
    {
        int slot = store.Orders.Rent();
        ref AccountRecord owner = ref store.Touch(facts.Account);
        store.Orders[slot] = new OrderRecord { Facts = facts, Next = owner.FirstOrder };
        if (owner.FirstOrder != 0) store.Orders[owner.FirstOrder].Prev = slot;
        owner.FirstOrder = slot;
        owner.Facts.OrderCount++;
        _byId.Add(facts.Order.Value, slot);
        return slot;
    }

    /// <summary>An order of a told state; an exit is told with its bracket first and then where it is.</summary>
    public void Load(in OrderFacts facts)
    {
        int slot = _byId.Find(facts.Order.Value);
        if (slot == 0)
        {
            slot = Add(in facts);
        }
        else
        {
            store.Orders[slot].Facts = facts with { IsExit = store.Orders[slot].Facts.IsExit };
        }
        if (facts.Priority != 0) _places.Rested(slot);
        Settle(ref store.Orders[slot].Facts);
    }

    /// <summary>A stop of a told state that fired and is tried again and again.</summary>
    public void LoadRetry(OrderId order)
    {
        ref OrderFacts facts = ref this[Find(order)];
        facts.HasFired = 1;
        Settle(ref facts);
    }

    public void Accept(in EventHeader header, in OrderAccepted accepted)
    {
        int slot = Add(OrderFacts.Of(in header, in accepted));
        Touch(slot, header.Kind);
        if (MayRest(in this[slot]) && accepted.State == OrderState.New) _places.MayRest(slot);
    }

    public void Fire(OrderId order)
    {
        if (Find(order) is not (var slot and not 0)) return;
        ref OrderFacts facts = ref Touch(slot, EventKind.OrderTriggered);
        facts.HasFired = 1;
        if (MayRest(in facts)) _places.MayRest(slot);
    }

    public void Amend(in OrderAmended amended)
    {
        if (Find(amended.Order) is not (var slot and not 0)) return;
        ref OrderFacts facts = ref Touch(slot, EventKind.OrderAmended);
        // A total that stays leaves what trims took away; if it was asked for again, the order's next word says so.
        if (amended.Qty != facts.Qty) facts.Rest = amended.Qty - facts.Filled;
        (facts.Price, facts.Qty) = (amended.Price, amended.Qty);
        // Whatever put it into the book, it runs now because its owner changed it.
        if (facts.Priority != 0 && amended.KeptPriority == 0) facts.HasFired = 0;
        if (facts.Trigger == TriggerKind.None || facts.Priority != 0) return;
        (facts.TriggerPrice, facts.Offset, facts.CallbackPpb) = (amended.TriggerPrice, amended.Offset, amended.CallbackPpb);
    }

    public void Trim(in OrderTrimmed trimmed)
    {
        if (Find(trimmed.Order) is not (var slot and not 0)) return;
        ref OrderFacts facts = ref Touch(slot, EventKind.OrderTrimmed);
        // What a slice loses against own orders it asks for again later.
        if (facts.IsTwap == 0) facts.Rest = trimmed.Rest;
    }

    public void Cancel(in OrderCancelled cancelled)
    {
        if (Find(cancelled.Order) is not (var slot and not 0)) return;
        ref OrderFacts facts = ref Touch(slot, EventKind.OrderCancelled);
        (facts.State, facts.Reason, facts.Code, facts.Rest) = (cancelled.State, cancelled.Reason, cancelled.Code, cancelled.Rest);
        LearnQty(ref facts);
    }

    public void Retry(in StopRetried retried)
    {
        if (Find(retried.Order) is not (var slot and not 0)) return;
        ref OrderFacts facts = ref Touch(slot, EventKind.StopRetried);
        facts.Rest = retried.Rest;
        LearnQty(ref facts);
    }

    public void Activate(in ExitActivated activated)
    {
        if (Find(activated.Order) is not (var slot and not 0)) return;
        ref OrderFacts facts = ref Touch(slot, EventKind.ExitActivated);
        facts.Rest = activated.Active;
        if (facts.Trigger == TriggerKind.None) _places.Named(slot);
    }

    public void EndTwap(in TwapEnded ended)
    {
        if (Find(ended.Order) is not (var slot and not 0)) return;
        ref OrderFacts facts = ref Touch(slot, EventKind.TwapEnded);
        if (!facts.HasEnded) facts.State = OrderState.Filled;
    }

    /// <summary>A fill of one side; the slot, or 0 for an order nobody was told of.</summary>
    public int Fill(OrderId order, Lots qty, Lots rest)
    {
        if (Find(order) is not (var slot and not 0)) return 0;
        ref OrderFacts facts = ref Touch(slot, EventKind.Trade);
        facts.Filled += qty;
        facts.Rest = facts.IsTwap != 0 ? facts.Qty - facts.Filled : rest;
        LearnQty(ref facts);
        if (facts.IsTwap == 0 && rest.Value == 0 && !Sleeps(in facts)) facts.State = OrderState.Filled;
        return slot;
    }

    public void Place(in EventHeader header, in BookChanged change) => _places.Change(header.Market, in change);

    /// <summary>Any event but a change of a book: an exit that was named goes no further.</summary>
    public void Forget() => _places.Forget();

    /// <summary>The command is over: owners are told of their orders, and what ended goes.</summary>
    public void Finish()
    {
        _places.Finish();
        foreach (int slot in _touched)
        {
            ref OrderRecord record = ref store.Orders[slot];
            Settle(ref record.Facts);
            EventKind kind = (EventKind)record.Touched;
            record.Touched = 0;
            log.Tell(record.Facts.Account, record.Facts.Market, PrivateChannel.Orders, kind, in record.Facts);
            if (!record.Facts.HasEnded) continue;
            log.Keep(record.Facts.Account, in record.Facts);
            Drop(slot);
        }
        _touched.Clear();
    }

    // A close has no quantity before it executes, and then as much as its position.
    private static void LearnQty(ref OrderFacts facts)
    {
        if (facts.Qty.Value == 0) facts.Qty = facts.Filled + facts.Rest;
    }

    // A limit that filled all it was given may be given more while the entry lives; with a trigger it is over.
    private bool Sleeps(in OrderFacts facts) =>
        facts.IsExit != 0 && facts.Trigger == TriggerKind.None && facts.Filled < facts.Qty
        && _byId.Find(facts.Group.Value) is var entry and not 0 && !store.Orders[entry].Facts.HasEnded;

    private static bool MayRest(in OrderFacts facts) => facts.Type == OrderType.Limit && facts.Tif is TimeInForce.Gtc or TimeInForce.Gtd;

    // Where an order is follows from what was told of it.
    private static void Settle(ref OrderFacts facts)
    {
        if (facts.HasEnded) return;
        if (facts.Priority != 0) ForgetTrigger(ref facts);
        bool isAsleep = facts.IsExit != 0 && facts.Rest.Value == 0;
        if (isAsleep) facts.State = OrderState.Inactive;
        else if (facts.Trigger != TriggerKind.None && facts.HasFired == 0) facts.State = OrderState.PendingTrigger;
        else facts.State = facts.Filled.Value > 0 ? OrderState.PartiallyFilled : OrderState.Live;
    }

    private static void ForgetTrigger(ref OrderFacts facts)
    {
        (facts.TriggerPrice, facts.ActivationPrice, facts.Offset, facts.WorstPrice) = (default, default, default, default);
        (facts.CallbackPpb, facts.SlipPpb, facts.Trigger, facts.TriggerBy) = (0, 0, TriggerKind.None, 0);
    }

    private void Drop(int slot)
    {
        ref OrderRecord record = ref store.Orders[slot];
        ref AccountRecord owner = ref store.Touch(record.Facts.Account);
        if (record.Prev == 0) owner.FirstOrder = record.Next;
        else store.Orders[record.Prev].Next = record.Next;
        if (record.Next != 0) store.Orders[record.Next].Prev = record.Prev;
        owner.Facts.OrderCount--;
        _byId.Remove(record.Facts.Order.Value);
        store.Orders.Return(slot);
    }
}
