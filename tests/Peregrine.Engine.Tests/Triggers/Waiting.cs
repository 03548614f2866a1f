using Peregrine.Core;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Tests.Triggers;

/// <summary>Makes triggers with only what the watching needs.</summary>
internal static class Waiting
{
    public static Trigger Stop(long id, Side side, long price, TriggerKind kind = TriggerKind.Stop, OrderFlags flags = OrderFlags.None) => new()
    {
        Id = new OrderId(id),
        Side = side,
        Kind = kind,
        By = TriggerRef.Mark,
        TriggerPrice = new Ticks(price),
        Type = OrderType.Market,
        Flags = flags,
    };

    public static Trigger Trailing(long id, Side side, int callbackPpb, long offset = 0, long activation = 0) => new()
    {
        Id = new OrderId(id),
        Side = side,
        Kind = TriggerKind.Trailing,
        By = TriggerRef.Mark,
        CallbackPpb = callbackPpb,
        Offset = new Ticks(offset),
        ActivationPrice = new Ticks(activation),
        Type = OrderType.Market,
    };

    public static int Place(TriggerStore store, TriggerBook book, in Trigger terms, long value = 0)
    {
        int slot = store.Triggers.Rent();
        store.Triggers[slot] = terms;
        book.Add(slot, new Subticks(value));
        return slot;
    }

    public static List<long> Drain(TriggerStore store)
    {
        List<long> ids = [];
        for (int slot = store.Latched.TryNext(); slot != 0; slot = store.Latched.TryNext())
        {
            ids.Add(store.Triggers[slot].Id.Value);
            store.Triggers.Return(slot);
        }
        return ids;
    }
}
