using Peregrine.Core;
using Peregrine.MarketData.Depth;
using Xunit;

namespace Peregrine.MarketData.Tests.Depth;

public sealed class DepthFoldTests
{
    private const int Seeds = 16;
    private const int Commands = 2_500;

    [Fact]
    public void Books_are_the_engines_after_every_command()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            Venue venue = new();
            DepthFold depth = new();
            int next = 0;
            foreach (Command command in Venue.Stream(seed, Commands))
            {
                depth.Apply(venue.Apply(in command));
                if (!Venue.IsWhole(in command)) continue;
                BookAgreement.Check(depth.Views, venue);
                if (++next % 25 == 0) BookAgreement.CheckOrders(depth.Views, State.Of(venue));
            }
            Assert.Equal(venue.Engine.Seq, depth.Cursor);
        }
    }

    [Fact]
    public void Frames_of_every_interval_make_the_book_at_each_of_their_ends()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            foreach (BookInterval interval in Enum.GetValues<BookInterval>()) FollowFrames(seed, interval);
        }
    }

    // Two clients of one market: one reads each frame, the other when he likes, and both have the same book whenever they have the same number.
    private static void FollowFrames(ulong seed, BookInterval interval)
    {
        Rng rng = new(seed * 4 + (ulong)interval);
        Venue venue = new();
        DepthFold depth = new();
        BookClient quick = new();
        BookClient slow = new();
        LevelChange[] changes = new LevelChange[8192];
        (int shared, int merged) = (0, 0);
        foreach (Command command in Venue.Stream(seed, Commands))
        {
            depth.Apply(venue.Apply(in command));
            if (interval != BookInterval.Raw)
            {
                if (!rng.Chance(20)) continue;
                depth.Cut(interval);
            }
            shared += Follow(depth.Views, interval, quick, changes, (p, q) => Assert.Equal(p, q));
            BookAgrees(depth.Views, quick, $"SEED={seed} {interval} command {command.Header.Seq}");
            if (!rng.Chance(5)) continue;
            merged += Follow(depth.Views, interval, slow, changes, static (_, _) => { });
            BookAgrees(depth.Views, slow, $"SEED={seed} {interval} slow at command {command.Header.Seq}");
        }
        Assert.True(shared > 0 && merged > 0, $"SEED={seed} {interval}: nothing was told");
    }

    private static int Follow(BookViews views, BookInterval interval, BookClient client, LevelChange[] changes, Action<bool, bool> isShared)
    {
        BookFrame frame = views.ReadFrame(1, interval, client.MdSeq, changes);
        if (frame.Outcome == FrameOutcome.Snapshot)
        {
            BookLevel[] bids = new BookLevel[4096];
            BookLevel[] asks = new BookLevel[4096];
            BookStamp stamp = views.Read(1, bids, asks);
            client.Begin(stamp.MdSeq, bids.AsSpan(0, stamp.Bids), asks.AsSpan(0, stamp.Asks));
        }
        if (frame.Outcome != FrameOutcome.Changes) return 0;
        isShared(true, frame.IsShared);
        client.Apply(in frame, changes.AsSpan(0, frame.Count));
        return 1;
    }

    // Right after a cut a stream's end is the book itself.
    private static void BookAgrees(BookViews views, BookClient client, string where)
    {
        BookLevel[] bids = new BookLevel[4096];
        BookLevel[] asks = new BookLevel[4096];
        BookStamp stamp = views.Read(1, bids, asks);
        Assert.True(stamp.MdSeq == client.MdSeq && stamp.Checksum == client.Checksum(), where);
        Assert.Equal(bids[..stamp.Bids], client.Bids);
        Assert.Equal(asks[..stamp.Asks], client.Asks);
    }

    [Fact]
    public void A_client_far_behind_is_sent_for_a_snapshot()
    {
        Venue venue = new();
        DepthFold depth = new();
        foreach (Command command in Venue.Stream(2, 16 * Commands)) depth.Apply(venue.Apply(in command));
        LevelChange[] changes = new LevelChange[8192];
        BookStamp now = depth.Views.Read(1, [], []);
        Assert.Equal(FrameOutcome.Snapshot, depth.Views.ReadFrame(1, BookInterval.Raw, 0, changes).Outcome);
        Assert.Equal(FrameOutcome.None, depth.Views.ReadFrame(1, BookInterval.Raw, now.MdSeq, changes).Outcome);
        Assert.Equal(FrameOutcome.Changes, depth.Views.ReadFrame(1, BookInterval.Raw, now.MdSeq - 1, changes).Outcome);
        Assert.Equal(FrameOutcome.Snapshot, depth.Views.ReadFrame(1, BookInterval.Raw, now.MdSeq - 1, changes.AsSpan(0, 0)).Outcome);
        Assert.Equal(-1, depth.Views.ReadChanges(1, -1, new OrderChange[8]));
    }

    [Fact]
    public void Single_changes_follow_each_other_without_a_hole()
    {
        Venue venue = new();
        DepthFold depth = new();
        OrderChange[] changes = new OrderChange[64];
        long last = 0;
        foreach (Command command in Venue.Stream(6, Commands))
        {
            depth.Apply(venue.Apply(in command));
            for (int count; (count = depth.Views.ReadChanges(1, last, changes)) > 0;)
            {
                foreach (OrderChange change in changes[..count])
                {
                    Assert.Equal(++last, change.MdSeq);
                    Assert.Equal(command.Header.Seq, change.Seq);
                }
            }
        }
        Assert.Equal(depth.Views.Read(1, [], []).MdSeq, last);
    }

    [Fact]
    public void A_book_begun_in_the_middle_goes_on_like_the_others()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            Venue venue = new();
            AllFolds? late = null;
            int begin = 100 + new Rng(seed).Below(Commands / 2);
            foreach (Command command in Venue.Stream(seed, Commands))
            {
                ReadOnlySpan<byte> events = venue.Apply(in command);
                late?.Apply(events);
                if (late is null && command.Header.Seq >= begin && Venue.IsWhole(in command)) late = venue.FoldFromHere();
                if (late is not null && command.Header.Seq % 50 == 0 && Venue.IsWhole(in command))
                {
                    BookAgreement.Check(late.Depth.Views, venue);
                    BookAgreement.CheckOrders(late.Depth.Views, State.Of(venue));
                }
            }
            Assert.Equal(venue.Engine.Seq, late!.Cursor);
        }
    }
}
