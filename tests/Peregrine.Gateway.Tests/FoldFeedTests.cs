using System.Collections.Concurrent;
using Peregrine.Core;
using Peregrine.Gateway.Folds;
using Peregrine.MarketData;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Tests;

/// <summary>A fold that throws is the only one that stops, is told of, and comes back with everything that it missed.</summary>
public sealed class FoldFeedTests
{
    [Fact]
    public async Task One_fold_breaks_and_the_others_go_on_until_it_is_back_with_what_it_missed()
    {
        using var venue = new HostedVenue();
        for (int i = 0; i < 3; i++) await venue.OpenAccount();
        var time = new StoppedTime();
        int breaks = 0;
        var fragile = new FoldFeed<Counter>("fragile", () => new Counter(accounts => accounts == 5 && breaks++ == 0), time);
        var steady = new FoldFeed<Counter>("steady", static () => new Counter(static _ => false), time);
        var depth = new FoldFeed<DepthFold>("books", static () => new DepthFold(), time);
        var desk = new CountingDesk();
        using var pump = new EventPump(venue, [fragile, steady, depth], depth, desk);
        await Until(() => pump.IsNear);
        await Until(() => steady.Fold.Accounts == 3 && fragile.Fold.Accounts == 3);

        await Until(() => desk.Upsets == 1);
        await venue.OpenAccount();
        long broken = await venue.OpenAccount();
        await venue.OpenAccount();
        await Until(() => steady.Fold.Accounts == 6);
        Assert.Equal(("fragile", broken, 0, time.Ms, "five is too many"), fragile.Trouble is { } t ? (t.Fold, t.Seq, t.Index, t.SinceMs, t.Why) : default);
        Assert.Equal((null, null, null), (steady.Trouble, depth.Trouble, pump.Trouble));
        await Until(() => pump.Cursor > broken);
        Assert.NotNull(fragile.Trouble);
        await Until(() => desk.Upsets == 2);

        // The state that it is given has the event that broke it behind itself.
        time.Pass(TimeSpan.FromSeconds(1));
        await Until(() => fragile.Trouble is null);
        await Until(() => desk.Upsets == 3);
        Assert.Equal([$"fragile stand still at event {broken}/0: five is too many"], desk.Broken);
        await venue.OpenAccount();
        await Until(() => fragile.Fold.Accounts == 7 && steady.Fold.Accounts == 7);
        await Until(() => fragile.Fold.Cursor == steady.Fold.Cursor);
    }

    [Fact]
    public async Task One_that_cannot_begin_is_tried_again_with_longer_pauses_and_keeps_its_first_moment()
    {
        using var venue = new HostedVenue();
        await venue.OpenAccount();
        var time = new StoppedTime();
        bool isWrong = true;
        var feed = new FoldFeed<Counter>("fragile", () => new Counter(_ => Volatile.Read(ref isWrong)), time);
        var depth = new FoldFeed<DepthFold>("books", static () => new DepthFold(), time);
        using var pump = new EventPump(venue, [feed, depth], depth, new CountingDesk());
        await Until(() => feed.Trouble is not null);
        long since = feed.Trouble!.SinceMs;
        time.Pass(TimeSpan.FromSeconds(1));
        await Until(() => feed.Tries == 2);
        Volatile.Write(ref isWrong, false);
        time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(since, feed.Trouble?.SinceMs);
        time.Pass(TimeSpan.FromSeconds(1));
        await Until(() => feed.Trouble is null);
        Assert.Equal(1, feed.Fold.Accounts);
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo()) await Task.Delay(1, patience.Token);
    }

    /// <summary>Counts how often folds broke or were made anew, their first making included.</summary>
    private sealed class CountingDesk : INewsDesk
    {
        private int _upsets;

        public int Upsets => Volatile.Read(ref _upsets);

        public ConcurrentQueue<string> Broken { get; } = new();

        public void OnNews()
        {
        }

        public void OnBeat()
        {
        }

        public void OnUpset() => Interlocked.Increment(ref _upsets);

        public void OnBroken(string what) => Broken.Enqueue(what);
    }

    /// <summary>Counts accounts, and throws where the test says.</summary>
    private sealed class Counter(Func<int, bool> breaks) : Fold
    {
        private int _accounts;

        public int Accounts => Volatile.Read(ref _accounts);

        public override void Abandon()
        {
        }

        protected override void OnState(ref EventReader state)
        {
            if (state.Header.Kind == EventKind.StateAccount) Count();
        }

        protected override void OnEvent(ref EventReader happened)
        {
            if (happened.Header.Kind == EventKind.AccountCreated) Count();
        }

        protected override void OnCommandDone(in EventHeader done)
        {
        }

        private void Count()
        {
            if (breaks(_accounts + 1)) throw new InvalidOperationException("five is too many");
            _accounts++;
        }
    }

    private sealed class StoppedTime : TimeProvider
    {
        private long _ticks = TimeSpan.FromDays(20_000).Ticks;

        public long Ms => _ticks / TimeSpan.TicksPerMillisecond;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(Volatile.Read(ref _ticks));

        public void Pass(TimeSpan span) => Interlocked.Add(ref _ticks, span.Ticks);
    }
}
