using Peregrine.Core;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Tests.Shadow;
using Peregrine.Simulation.World;

namespace Peregrine.Sequencer.Tests.Writer;

/// <summary>Events that the ring has no room for at once: many commands of one group, and one command alone.</summary>
public sealed class MoreThanTheRingTests
{
    private const int Makers = 6000;

    private static readonly SequencerOptions Large = Stepped.Small with
    {
        Journal = new() { SegmentBytes = 4 << 20, GroupCommandsMax = 8192 },
        Writer = new() { GroupCommandsMax = 8192 },
        Events = new() { FileBytes = 8 << 20 },
        RingCommands = 16 * 1024,
        WaitersMax = 8192,
    };

    private static readonly Genesis Wide = SmallVenue.Capacities with { OrdersMax = 2 * Makers, ClientIdsMax = 4 * Makers };

    [Fact]
    public async Task A_group_is_told_piece_by_piece_while_another_thread_answers()
    {
        using Stepped venue = WithWideVenue();
        Task<CommandReceipt>[] answers = [.. Enumerable.Range(0, Makers).Select(i => venue.Submit(Command.Of(Stepped.Order(i, Side(i)), Account(i))).AsTask())];
        // They wait already when the threads begin, and so are one group.
        using (new SequencerThreads(venue.Open, venue.Clock))
        {
            CommandReceipt[] receipts = await Task.WhenAll(answers).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.All(receipts, r => Assert.Equal(RejectCode.None, r.Code));
        }
        Assert.True(venue.Open.Events.Published > venue.Open.Events.Stride);
    }

    [Fact]
    public void An_order_through_all_of_a_deep_book_is_answered_and_every_one_of_its_events_reaches_who_follows()
    {
        using Stepped venue = WithWideVenue();
        for (int i = 0; i < Makers; i++) Assert.Equal(RejectCode.None, venue.Do(Command.Of(Stepped.Order(i) with { Qty = new(1) }, Account(i))).Code);
        venue.Rest();
        long before = venue.Open.Engine.Seq;
        using Follower follower = venue.Open.Followers.Register("all", before, 0);
        Assert.True(follower.Next().IsEmpty);

        long told = venue.Open.Events.Published;
        CommandReceipt receipt = venue.Do(Command.Of(Stepped.Order(Makers, Core.Side.Sell) with { Qty = new(Makers) }, account: SmallVenue.Accounts));
        Assert.Equal((RejectCode.None, OrderState.Filled), (receipt.Code, receipt.Done.State));
        Assert.True(venue.Open.Events.Published - told > venue.Open.Events.Stride);

        int trades = 0;
        int next = 0;
        // What the ring no longer has is in the files as soon as the shadow has come so far.
        venue.Rest();
        while (follower.Cursor < receipt.Seq)
        {
            EventReader events = new(follower.Next());
            while (events.Next())
            {
                Assert.Equal((receipt.Seq, next++), (events.Header.Seq, events.Header.Index));
                if (events.Header.Kind == EventKind.Trade) trades++;
            }
        }
        Assert.Equal(Makers, trades);
        using var again = new Stepped(venue.Disk, Large);
        Assert.Equal(venue.Open.Engine.RollingHash, again.Open.Engine.RollingHash);
    }

    private static Side Side(int order) => order % 2 == 0 ? Core.Side.Buy : Core.Side.Sell;

    // The last one trades against the others.
    private static int Account(int order) => 1 + order % (SmallVenue.Accounts - 1);

    private static Stepped WithWideVenue()
    {
        var venue = new Stepped(options: Large);
        foreach (Command[] group in SmallVenue.Groups(Wide, openOrders: Makers)) Assert.Equal(RejectCode.None, venue.Do(group).Code);
        return venue;
    }
}
