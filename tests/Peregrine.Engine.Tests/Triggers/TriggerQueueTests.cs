using Peregrine.Core;
using Peregrine.Engine.Triggers;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.Engine.Tests.Triggers;

[Collection(Alone.Name)]
public sealed class TriggerQueueTests
{
    [Fact]
    public void What_is_latched_waits_across_updates_in_order_of_firing_and_survives_a_reload()
    {
        TriggerStore store = new(8);
        TriggerBook book = new(store);
        for (int id = 1; id <= 4; id++) Waiting.Place(store, book, Waiting.Stop(id, Side.Sell, 50 + id));
        book.Collect(TriggerRef.Mark, new(53_500), new(53_500));
        book.Collect(TriggerRef.Mark, new(40_000), new(40_000));

        TriggerStore loaded = new(16);
        loaded.Triggers.Rent();
        for (int slot = store.Latched.First; slot != 0; slot = store.Latched.Next(slot))
        {
            int copy = loaded.Triggers.Rent();
            loaded.Triggers[copy] = store.Triggers[slot];
            loaded.Latched.Append(copy);
        }
        Assert.Equal(4, loaded.Latched.Count);
        Assert.Equal([4, 3, 2, 1], Waiting.Drain(store));
        Assert.Equal([4, 3, 2, 1], Waiting.Drain(loaded));
    }

    [Fact]
    public void A_trigger_that_may_fire_at_once_takes_its_turn_behind_those_latched_before()
    {
        TriggerStore store = new(8);
        TriggerBook book = new(store);
        Waiting.Place(store, book, Waiting.Stop(2, Side.Sell, 50));
        book.Collect(TriggerRef.Mark, new(50_000), new(50_000));
        int slot = store.Triggers.Rent();
        store.Triggers[slot] = Waiting.Stop(1, Side.Sell, 60);
        store.FireAtOnce(slot, new(50_000));
        Assert.Equal(50_000, store.Triggers[slot].FiredAt.Value);
        Assert.Equal([2, 1], Waiting.Drain(store));
    }

    [Fact]
    public void Both_queues_and_the_prices_let_go_of_a_cancelled_trigger()
    {
        TriggerStore store = new(8);
        TriggerBook book = new(store);
        int[] slots = [.. Enumerable.Range(1, 3).Select(id => Waiting.Place(store, book, Waiting.Stop(id, Side.Sell, 50)))];
        book.Remove(slots[1]);
        Assert.Equal(2, book.Collect(TriggerRef.Mark, new(50_000), new(50_000)));
        int firing = store.Latched.TryNext();
        Assert.Equal(TriggerState.Firing, store.Triggers[firing].State);
        store.Retrying.Append(firing);
        Assert.Equal((slots[0], TriggerState.Retrying), (firing, store.Triggers[firing].State));
        foreach (int slot in slots) book.Remove(slot);
        Assert.Equal((0, 0), (store.Latched.Count, store.Retrying.Count));
        Assert.Equal((0, 0), (store.Latched.TryNext(), store.Retrying.TryNext()));
    }

    [Fact]
    public void Watching_allocates_nothing()
    {
        TriggerStore store = new(2_000);
        TriggerBook book = new(store);
        Random rng = new(1);
        long least = long.MaxValue;
        for (int round = 0; round < 4; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int id = 1; id <= 1_000; id++)
            {
                Trigger stop = Waiting.Stop(id, Side.Sell, rng.Next(1, 900));
                Trigger trailing = Waiting.Trailing(id + 1_000, Side.Buy, rng.Next(1, 100) * 1_000_000);
                Waiting.Place(store, book, in stop, 1_000_000);
                Waiting.Place(store, book, in trailing, 1_000_000 + id);
                book.Collect(TriggerRef.Mark, new(1_000_000 - id), new(1_000_000));
            }
            book.Collect(TriggerRef.Mark, new(1), new(1));
            book.Collect(TriggerRef.Mark, new(2_000_000), new(1));
            // The runtime makes things of its own for code that it meets or compiles again, whenever that is; what watching made would be made in every round.
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(2_000, Waiting.Drain(store).Count);
            Assert.Equal((0, 0), (store.Nodes.Count, store.Groups.Count));
        }
        Assert.Equal(0, least);
    }
}
