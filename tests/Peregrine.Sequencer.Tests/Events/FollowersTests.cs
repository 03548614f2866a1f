using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Tests.Shadow;
using Peregrine.Sequencer.Tests.Writer;

namespace Peregrine.Sequencer.Tests.Events;

public class FollowersTests
{
    private static readonly SequencerOptions Few = Beside.Often with
    {
        EventRingBytes = 1 << 20,
        Events = new() { FileBytes = 8 * 1024, BlockBytes = 1024, KeepBytes = 16 * 1024, BytesMax = 32 * 1024 },
        Shadow = new() { TendsEvery = TimeSpan.FromTicks(1) },
    };

    [Fact]
    public void One_whose_store_was_put_back_from_an_older_copy_gets_what_it_lacks_or_is_told_that_it_is_gone()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Trade(1, 100);
        venue.Rest();
        using (Follower first = venue.Open.Followers.Register("store", 0, 1))
        {
            Assert.Equal(venue.Open.Engine.Seq, ReadAll(first).Last);
            first.Stored(first.Cursor, 2);
        }
        using Follower again = venue.Open.Followers.Register("store", 5, 3);
        Assert.Equal((5, 5), (again.State.Cursor, venue.Open.Followers.Cursors.LowestHeld));
        Assert.Equal((6, venue.Open.Engine.Seq), ReadAll(again));

        using Stepped late = CutOff(out Follower slow);
        late.Open.Followers.ContinueBehindGap("slow");
        ReadAll(slow);
        slow.Stored(slow.Cursor, 9);
        slow.Dispose();
        // In the gap is where an operator let it go on; before it is what nobody decided about.
        using (Follower inGap = late.Open.Followers.Register("slow", 4, 10)) Assert.Equal((late.Open.Followers.FirstSeq, late.Open.Engine.Seq), ReadAll(inGap));
        using Follower before = late.Open.Followers.Register("slow", 2, 11);
        Assert.True(before.Next().IsEmpty && before.IsGone);
        Assert.Equal((FollowerState.Broken, 2), (before.State.State, before.State.Cursor));
    }

    [Fact]
    public void One_that_was_cut_off_gets_nothing_until_an_operator_lets_it_go_on_behind_the_gap()
    {
        using Stepped venue = CutOff(out Follower follower);
        Assert.True(follower.Next().IsEmpty && follower.IsGone);
        Assert.Equal(FollowerState.Broken, follower.State.State);
        long first = venue.Open.Followers.FirstSeq;
        venue.Open.Followers.ContinueBehindGap("slow");
        Assert.Equal((first, venue.Open.Engine.Seq), ReadAll(follower));
        Assert.Equal((5, first - 1), (follower.State.GapFrom, follower.State.GapTo));
        follower.Stored(follower.Cursor, 9);
        Assert.Equal(venue.Open.Engine.Seq, venue.Open.Followers.All.Single().Cursor);
        follower.Dispose();
    }

    [Fact]
    public void One_that_has_half_a_command_is_let_over_no_gap_but_registers_anew()
    {
        using Stepped venue = Stepped.WithVenue(options: Few);
        long cursor;
        using (Follower follower = venue.Open.Followers.Register("slow", 0, 0))
        {
            // The end of the ring lies within a command sooner or later.
            int trades = 1;
            for (; !ReadsIntoCommand(follower); trades += 10)
            {
                Assert.True(trades < 20_000, "it never had half a command");
                venue.Trade(trades, 10);
            }
            cursor = follower.Cursor;
            follower.Stored(cursor, 1);
            TradeUntilGone(venue, cursor, trades);
            venue.Open.Followers.ContinueBehindGap("slow");
            Assert.True(follower.Next().IsEmpty && follower.IsGone);
        }
        using Follower again = venue.Open.Followers.Register("slow", cursor, 2);
        Assert.Equal((venue.Open.Followers.FirstSeq, venue.Open.Engine.Seq), ReadAll(again));
        Assert.Equal(cursor + 1, again.State.GapFrom);
    }

    [Fact]
    public void One_that_is_to_be_rebuilt_forgets_and_begins_with_the_oldest_there_is()
    {
        using Stepped venue = CutOff(out Follower follower);
        Assert.False(follower.IsToRebuild);
        venue.Open.Followers.Rebuild("slow");
        Assert.True(follower.IsToRebuild);
        // It had this under way, and has not looked yet.
        follower.Stored(4, 8);
        Assert.Equal(FollowerState.Rebuilding, follower.State.State);
        follower.BeginAnew();
        Assert.False(follower.IsToRebuild);
        Assert.Equal((venue.Open.Followers.FirstSeq, venue.Open.Engine.Seq), ReadAll(follower));
        follower.Stored(follower.Cursor, 9);
        Assert.False(follower.IsToRebuild);
        venue.Open.Followers.Forget("slow");
        Assert.Empty(venue.Open.Followers.All);
        follower.Dispose();
    }

    // It has four commands, and then so much happens that what it needs next is kept neither in memory nor in files.
    private static Stepped CutOff(out Follower follower)
    {
        Stepped venue = Stepped.WithVenue(options: Few);
        follower = venue.Open.Followers.Register("slow", 4, 0);
        TradeUntilGone(venue, 4, 1);
        return venue;
    }

    private static void TradeUntilGone(Stepped venue, long cursor, int firstTrade)
    {
        for (int i = 0; venue.Open.Followers.All.Single().State != FollowerState.Broken || !IsGone(venue, cursor); i += 100)
        {
            Assert.True(i < 20_000, "it was never cut off");
            venue.Clock.NowNs += 1_000_000;
            venue.Trade(firstTrade + i, 100);
            venue.Open.EventKeeper.Writer.Sync();
        }
    }

    private static bool IsGone(Stepped venue, long cursor)
    {
        var reader = (EventFollower)venue.Open.Followers.Follow(cursor);
        bool isEmpty = reader.Next().IsEmpty;
        reader.Dispose();
        return isEmpty && reader.IsGone;
    }

    // True when the last that comes is not the end of a command: then it reads no further.
    private static bool ReadsIntoCommand(Follower follower)
    {
        while (true)
        {
            ReadOnlySpan<byte> bytes = follower.Next();
            if (bytes.IsEmpty) return false;
            bool isWithin = false;
            EventReader events = new(bytes);
            while (events.Next()) isWithin = events.Header.Kind != EventKind.CommandDone;
            if (isWithin) return true;
        }
    }

    private static (long First, long Last) ReadAll(Follower follower)
    {
        long first = 0;
        for (ReadOnlySpan<byte> bytes = follower.Next(); !bytes.IsEmpty; bytes = follower.Next())
        {
            EventReader events = new(bytes);
            while (events.Next())
            {
                if (first == 0) first = events.Header.Seq;
            }
        }
        return (first, follower.Cursor);
    }
}
