using Peregrine.Sequencer.Dispatch;

namespace Peregrine.Sequencer.Tests.Writer;

public sealed class WaiterPoolTests
{
    [Fact]
    public void Some_at_once_are_all_that_were_asked_for_or_none()
    {
        var pool = new WaiterPool(5);
        Span<int> three = stackalloc int[3];
        Assert.True(pool.TryRent(three));
        Assert.Equal(3, three.ToArray().Distinct().Count());
        Assert.False(pool.TryRent(stackalloc int[3]));
        Span<int> two = stackalloc int[2];
        Assert.True(pool.TryRent(two));
        Assert.Empty(two.ToArray().Intersect(three.ToArray()));
        Assert.False(pool.TryRent(out _));
        pool.Return(pool[two[0]]);
        Assert.True(pool.TryRent(out Waiter? waiter));
        Assert.Equal(two[0], waiter.Index);
    }

    [Fact]
    public void Nobody_is_lent_twice_however_many_ask_at_once()
    {
        const int Capacity = 64, Threads = 4, Rounds = 40_000;
        var pool = new WaiterPool(Capacity);
        var lent = new int[Capacity];
        int twice = 0;
        Thread[] threads = [.. Enumerable.Range(1, Threads).Select(seed => new Thread(() => Borrow(seed)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, twice);
        // All of them came back.
        Assert.True(pool.TryRent(new int[Capacity]));

        void Borrow(int seed)
        {
            var random = new Random(seed);
            var room = new int[Capacity / 2];
            for (int round = 0; round < Rounds; round++)
            {
                Span<int> some = room.AsSpan(0, random.Next(1, room.Length));
                if (!pool.TryRent(some)) continue;
                foreach (int index in some) if (Interlocked.Increment(ref lent[index]) != 1) Interlocked.Increment(ref twice);
                foreach (int index in some)
                {
                    Interlocked.Decrement(ref lent[index]);
                    pool.Return(pool[index]);
                }
            }
        }
    }
}
