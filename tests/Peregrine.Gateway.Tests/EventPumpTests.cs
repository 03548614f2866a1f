using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Gateway.Folds;
using Peregrine.History;
using Peregrine.MarketData;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Tests;

/// <summary>The folds are fed whatever way events come, by the thread that does so and by who waits for them.</summary>
public sealed class EventPumpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Moment = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Who_waits_feeds_the_folds_while_the_thread_sleeps()
    {
        using var hosted = new HostedVenue();
        var venue = new OddVenue(hosted);
        var feed = new FoldFeed<Listener>("listener", static () => new Listener(), TimeProvider.System);
        using EventPump pump = Pump(venue, feed);
        await Follow(hosted, pump);
        venue.IsAsleep = true;
        long seq = await hosted.Knock();
        // The thread may be looking round at this very moment: then who waits comes again.
        await Until(() => pump.HasReached(seq, Moment).AsTask().GetAwaiter().GetResult());
        Assert.Contains(seq, feed.Fold.Heard);
    }

    [Fact]
    public async Task Many_who_feed_at_once_feed_each_event_once_and_in_order()
    {
        using var venue = new HostedVenue();
        var feed = new FoldFeed<Listener>("listener", static () => new Listener(), TimeProvider.System);
        using EventPump pump = Pump(venue, feed);
        await Until(() => pump.IsNear);
        ConcurrentBag<long> all = [];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                all.Add(await venue.Knock());
                Assert.True(await pump.HasReached(all.Max(), Patience));
            }
        })));
        Assert.Empty(all.Except(feed.Fold.Heard));
        Assert.Equal(feed.Fold.Heard.Order(), feed.Fold.Heard);
        Assert.Equal((null, null), (feed.Trouble, pump.Trouble));
    }

    [Fact]
    public async Task Who_asks_for_what_nobody_was_told_of_or_waits_too_long_leaves_nothing_behind()
    {
        using var hosted = new HostedVenue();
        var venue = new OddVenue(hosted);
        var feed = new FoldFeed<Listener>("listener", static () => new Listener(), TimeProvider.System);
        using EventPump pump = Pump(venue, feed);
        await Follow(hosted, pump);
        // Not after that patience: at once.
        Assert.False(await pump.HasReached(pump.Cursor + 1_000_000, Timeout.InfiniteTimeSpan));
        Assert.Equal(0, pump.Waiting);
        (venue.IsAsleep, venue.Stumbles) = (true, true);
        long seq = await hosted.Knock();
        await pump.HasReached(seq, Moment);
        Assert.Equal(0, pump.Waiting);
    }

    [Fact]
    public async Task What_fails_under_who_waits_is_the_thread_s_to_mend()
    {
        using var hosted = new HostedVenue();
        var venue = new OddVenue(hosted);
        var feed = new FoldFeed<Listener>("listener", static () => new Listener(), TimeProvider.System);
        using EventPump pump = Pump(venue, feed);
        await Follow(hosted, pump);
        (venue.IsAsleep, venue.Stumbles) = (true, true);
        long seq = await hosted.Knock();
        await Until(() =>
        {
            _ = pump.HasReached(seq, Moment).AsTask().GetAwaiter().GetResult();
            return !venue.Stumbles;
        });
        venue.IsAsleep = false;
        await Until(() => pump.Cursor >= seq && pump.Trouble is null);
        Assert.Equal(2, venue.Followed);
    }

    [Fact]
    public async Task A_command_that_comes_in_two_pieces_has_its_frame_when_it_is_whole()
    {
        using var hosted = new HostedVenue();
        var venue = new OddVenue(hosted);
        FoldFeed<DepthFold> depth = Books();
        using var pump = new EventPump(venue, [depth], depth, new SilentDesk());
        await Follow(hosted, pump);
        venue.IsAsleep = true;
        var header = new EventHeader { Seq = pump.Cursor + 1000, TimeNs = depth.Fold.TimeNs, Market = 1 };
        venue.Tell(EventOf(header, new BookChanged { MdSeq = 1, Priority = 1, Price = new Ticks(600_000), OrderVisible = new Lots(10), LevelTotal = new Lots(10), LevelCount = 1, Side = Side.Buy, Change = BookChange.Added }));
        // Several frames' time.
        await Task.Delay(5 * Moment);
        Assert.Null(depth.Trouble);
        venue.Tell(EventOf(header with { Index = 1 }, default(CommandDone)));
        await Until(() => depth.Fold.Cursor == header.Seq);
        Assert.Null(depth.Trouble);
    }

    private static EventPump Pump(IVenue venue, FoldFeed feed)
    {
        FoldFeed<DepthFold> depth = Books();
        return new EventPump(venue, [feed, depth], depth, new SilentDesk());
    }

    private static FoldFeed<DepthFold> Books() => new("books", static () => new DepthFold(), TimeProvider.System);

    private static byte[] EventOf<T>(EventHeader header, T body)
        where T : unmanaged, IEventBody
    {
        byte[] bytes = new byte[(EventHeader.Size + Unsafe.SizeOf<T>() + 7) / 8 * 8];
        (header.Length, header.Kind) = ((ushort)bytes.Length, T.Kind);
        MemoryMarshal.Write(bytes, header);
        MemoryMarshal.Write(bytes.AsSpan(EventHeader.Size), body);
        return bytes;
    }

    // It has found its way from the files into memory.
    private static async Task Follow(HostedVenue venue, EventPump pump)
    {
        long first = await venue.Knock();
        await Until(() => pump.Cursor >= first);
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo()) await Task.Delay(1, patience.Token);
    }

    private sealed class SilentDesk : INewsDesk
    {
        public void OnNews()
        {
        }

        public void OnBeat()
        {
        }

        public void OnUpset()
        {
        }

        public void OnBroken(string what)
        {
        }
    }

    /// <summary>Remembers which commands it was told of.</summary>
    private sealed class Listener : Fold
    {
        private readonly ConcurrentQueue<long> _heard = new();

        public IReadOnlyCollection<long> Heard => _heard;

        public override void Abandon()
        {
        }

        protected override void OnState(ref EventReader state)
        {
        }

        protected override void OnEvent(ref EventReader happened)
        {
        }

        protected override void OnCommandDone(in EventHeader done) => _heard.Enqueue(done.Seq);
    }

    /// <summary>Its events are hidden from the thread of the folds while that is to sleep, and cannot be read once by others; it tells what it is given before them.</summary>
    private sealed class OddVenue(HostedVenue venue) : IVenue
    {
        private readonly ConcurrentQueue<byte[]> _given = new();
        private volatile bool _isAsleep, _stumbles;

        public bool IsAsleep
        {
            get => _isAsleep;
            set => _isAsleep = value;
        }

        public bool Stumbles
        {
            get => _stumbles;
            set => _stumbles = value;
        }

        public int Followed { get; private set; }

        public ICommandPort Port => venue.Port;

        public IQuestions Questions => venue.Questions;

        public VenueFace Face => venue.Face;

        public IHistory History => venue.History;

        public IExplanations Explanations => venue.Explanations;

        public ILiabilities Liabilities => venue.Liabilities;

        public void Tell(byte[] events) => _given.Enqueue(events);

        public IEventReader Follow(long afterSeq)
        {
            Followed++;
            return new Reader(this, venue.Follow(afterSeq), Thread.CurrentThread);
        }

        private sealed class Reader(OddVenue owner, IEventReader events, Thread follower) : IEventReader
        {
            public long Cursor => events.Cursor;

            public bool IsGone => events.IsGone;

            public ReadOnlySpan<byte> Next()
            {
                bool isFollower = Thread.CurrentThread == follower;
                if (owner._given.TryDequeue(out byte[]? given)) return given;
                if (isFollower && owner.IsAsleep) return default;
                if (isFollower || !owner.Stumbles) return events.Next();
                owner.Stumbles = false;
                throw new IOException("the wire broke");
            }
        }
    }
}
