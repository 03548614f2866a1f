using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.Engine.Tests.Ids;

[Collection(Alone.Name)]
public sealed class ClientIdsTests
{
    [Fact]
    public void An_entry_is_one_cache_line() => Assert.Equal(64, Unsafe.SizeOf<ClientIdEntry>());

    [Fact]
    public void An_id_is_found_while_its_order_lives_and_after()
    {
        EngineState state = World(capacity: 8);
        ClientIds ids = new(state);
        ClientOrderId name = Name(7);
        int entry = ids.Add(1, in name, new OrderId(5000), 99);

        Assert.Equal(entry, ids.Find(1, in name));
        Assert.Equal(0, ids.Find(2, in name));
        Assert.Equal(name, ids.TextOf(entry));
        Assert.Equal(OrderState.None, ids.StateOf(entry));

        state.Seq = 12;
        ids.Finish(entry, OrderState.Cancelled, new Lots(3));
        Assert.Equal(entry, ids.Find(1, in name));
        Assert.Equal(0, ids.Find(2, in name));
        Assert.False(ids.IsLive(entry));
        Assert.Equal(OrderState.Cancelled, ids.StateOf(entry));
        Assert.Equal(3, ids.FilledOf(entry).Value);
        Assert.Equal(99UL, ids.TermsOf(entry));
        Assert.Equal(5000, ids.OrderOf(entry).Value);
    }

    [Fact]
    public void A_full_pool_evicts_the_oldest_finished_and_refuses_when_all_live()
    {
        EngineState state = World(capacity: 3);
        ClientIds ids = new(state);
        int a = Add(ids, 1, 1), b = Add(ids, 2, 2);
        Add(ids, 1, 3);
        Assert.False(ids.HasRoom(1));
        Assert.Equal(0, Add(ids, 1, 4));

        state.Seq = 20;
        ids.Finish(b, OrderState.Filled, new Lots(1));
        state.Seq = 21;
        ids.Finish(a, OrderState.Filled, new Lots(1));
        Assert.NotEqual(0, Add(ids, 1, 4));
        Assert.Equal(20, ids.RetentionReachedSeq);
        Assert.Equal(0, Find(ids, 2, 2));
        Assert.NotEqual(0, Find(ids, 1, 1));
        Assert.Equal(0, state.Accounts[2].ClientIdCount);
    }

    [Fact]
    public void An_account_past_its_share_loses_its_own_oldest_only()
    {
        EngineState state = World(capacity: ClientIds.AccountMax + 100);
        ClientIds ids = new(state);
        int other = Add(ids, 2, 0);
        ids.Finish(other, OrderState.Filled, new Lots(1));
        for (int i = 0; i < ClientIds.AccountMax; i++) ids.Finish(Add(ids, 1, i), OrderState.Filled, new Lots(1));

        Assert.NotEqual(0, Add(ids, 1, ClientIds.AccountMax));
        Assert.Equal(ClientIds.AccountMax, state.Accounts[1].ClientIdCount);
        Assert.Equal(0, Find(ids, 1, 0));
        Assert.NotEqual(0, Find(ids, 1, 1));
        Assert.NotEqual(0, Find(ids, 2, 0));
        Assert.Equal(0, ids.RetentionReachedSeq);
    }

    [Fact]
    public void An_account_with_its_share_of_living_ids_is_refused()
    {
        EngineState state = World(capacity: ClientIds.AccountMax + 100);
        ClientIds ids = new(state);
        for (int i = 0; i < ClientIds.AccountMax; i++) Add(ids, 1, i);
        Assert.False(ids.HasRoom(1));
        Assert.Equal(0, Add(ids, 1, ClientIds.AccountMax));
        Assert.NotEqual(0, Add(ids, 2, 0));
    }

    [Fact]
    public void Remembering_allocates_nothing()
    {
        EngineState state = World(capacity: 64);
        ClientIds ids = new(state);
        ClientOrderId[] names = [.. Enumerable.Range(0, 1_000).Select(Name)];
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < names.Length; i++)
            {
                if (ids.Find(1, in names[i]) == 0) ids.Finish(ids.Add(1, in names[i], new OrderId(i + 1), 1), OrderState.Filled, Lots.Zero);
            }
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_random_stream_agrees_with_a_list(int seed)
    {
        Random rng = new(seed);
        EngineState state = World(capacity: 64);
        ClientIds ids = new(state);
        List<Known> model = [];
        for (int step = 0; step < 30_000; step++)
        {
            state.Seq = step + 1;
            int account = rng.Next(1, 5), number = rng.Next(120);
            Known? known = model.Find(k => k.Account == account && k.Number == number);
            int entry = Find(ids, account, number);
            Assert.Equal(known is not null, entry != 0);
            if (known is null) AddBoth(ids, model, account, number, step);
            else if (known.State != OrderState.None) Agree(ids, entry, known);
            else if (rng.Next(8) == 0)
            {
                ids.Forget(entry);
                model.Remove(known);
            }
            else if (rng.Next(3) == 0)
            {
                ids.Finish(entry, OrderState.Filled, new Lots(number));
                model.Remove(known);
                model.Add(known with { State = OrderState.Filled, FinishedSeq = state.Seq });
            }
            if (step % 1000 == 999) ids = Reloaded(state, ids, model);
        }
    }

    private static void AddBoth(ClientIds ids, List<Known> model, int account, int number, int step)
    {
        Known? oldest = model.Find(k => k.State != OrderState.None);
        bool full = model.Count == 64;
        int entry = Add(ids, account, number, step);
        Assert.Equal(full && oldest is null, entry == 0);
        if (entry == 0) return;
        if (full) model.Remove(oldest!);
        model.Add(new Known(account, number, step, OrderState.None, 0));
    }

    private static void Agree(ClientIds ids, int entry, Known known)
    {
        FinishedClientId told = ids.FinishedAt(entry);
        Assert.Equal((known.Account, known.State, known.FinishedSeq, (ulong)known.Step), (told.Account, told.State, told.FinishedSeq, told.Terms));
        Assert.Equal(known.Number, told.Filled.Value);
    }

    // What a snapshot does: living ids come back with their orders, finished ones in queue order.
    private static ClientIds Reloaded(EngineState state, ClientIds old, List<Known> model)
    {
        List<FinishedClientId> finished = [];
        for (int at = old.OldestFinished; at != 0; at = old.NextFinished(at)) finished.Add(old.FinishedAt(at));
        Assert.Equal(model.Where(k => k.State != OrderState.None).Select(k => k.FinishedSeq), finished.Select(f => f.FinishedSeq));
        Assert.Equal(model.Count, old.Count);
        for (int i = 1; i < 5; i++) state.Accounts[i] = default;
        ClientIds loaded = new(state, salt: (ulong)model.Count);
        foreach (Known live in model.Where(k => k.State == OrderState.None)) Add(loaded, live.Account, live.Number, live.Step);
        foreach (FinishedClientId told in finished) loaded.Restore(in told);
        loaded.RestoreRetention(old.RetentionReachedSeq);
        return loaded;
    }

    private sealed record Known(int Account, int Number, int Step, OrderState State, long FinishedSeq);

    private static EngineState World(int capacity) => new(Small.Genesis with { ClientIdsMax = capacity }, new EventWriter());
    private static ClientOrderId Name(int number) => ClientOrderId.Parse($"order-{number:D12}");

    private static int Add(ClientIds ids, int account, int number, int terms = 1)
    {
        ClientOrderId name = Name(number);
        return ids.Add(account, in name, new OrderId(number + 1), (ulong)terms);
    }

    private static int Find(ClientIds ids, int account, int number)
    {
        ClientOrderId name = Name(number);
        return ids.Find(account, in name);
    }
}
