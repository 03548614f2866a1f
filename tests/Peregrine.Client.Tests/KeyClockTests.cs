using Peregrine.Client.Signing;

namespace Peregrine.Client;

public sealed class KeyClockTests
{
    [Fact]
    public void A_burst_runs_a_few_milliseconds_ahead_and_then_waits_for_the_clock()
    {
        var clock = new KeyClock();
        List<long> taken = [];
        while (clock.TryNext(1_000_000, out long stamp)) taken.Add(stamp);
        Assert.Equal(Enumerable.Range(0, (int)KeyClock.AheadMaxMs + 1).Select(static i => 1_000_000L + i), taken);
        Assert.True(clock.TryNext(1_000_001, out long next));
        Assert.Equal(taken[^1] + 1, next);
    }

    [Fact]
    public void A_clock_that_was_set_back_is_followed_and_one_that_trembles_is_not()
    {
        var clock = new KeyClock();
        Assert.True(clock.TryNext(5_000_000, out _));
        Assert.True(clock.TryNext(4_999_998, out long trembling));
        Assert.Equal(5_000_001, trembling);
        Assert.True(clock.TryNext(1_000_000, out long back));
        Assert.Equal(1_000_000, back);
    }

    [Fact]
    public async Task No_two_of_many_threads_get_the_same()
    {
        // So few that a thread which read the time and was held up is never a second late: that would be a clock that was set back.
        const int Rounds = 80, Threads = 8, Each = 120;
        for (int round = 0; round < Rounds; round++)
        {
            var clock = new KeyClock();
            long now = 0;
            long[][] taken = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() => Enumerable.Range(0, Each).Select(_ =>
            {
                long stamp;
                while (!clock.TryNext(Interlocked.Increment(ref now), out stamp)) Thread.Yield();
                return stamp;
            }).ToArray())));
            Assert.Equal(Threads * Each, taken.SelectMany(static t => t).Distinct().Count());
            Assert.All(taken, static own => Assert.Equal(own.Order(), own));
        }
    }

    [Fact]
    public void A_key_has_one_clock_and_each_its_own()
    {
        Assert.Same(KeyClock.Of("a"), KeyClock.Of("a"));
        Assert.NotSame(KeyClock.Of("a"), KeyClock.Of("b"));
    }
}
