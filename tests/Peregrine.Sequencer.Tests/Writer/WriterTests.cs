using Peregrine.Core;
using Peregrine.Sequencer.Tools;
using Peregrine.Sequencer.Writer;
using Peregrine.Simulation.Disk;
using Peregrine.Simulation.World;

namespace Peregrine.Sequencer.Tests.Writer;

public class WriterTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void What_waits_becomes_one_group_with_one_flush_and_everybody_is_answered()
    {
        using Stepped venue = Stepped.WithVenue();
        int flushes = venue.Disk.Flushes;
        ValueTask<CommandReceipt>[] answers = [.. Enumerable.Range(0, 50).Select(i => venue.Submit(Command.Of(Stepped.Order(i), account: 1 + i % SmallVenue.Accounts)))];
        venue.Open.Writer.Step();
        Assert.Equal(1, venue.Disk.Flushes - flushes);
        Assert.All(answers, a => Assert.False(a.IsCompleted));
        venue.Open.Dispatcher.Step();
        long seq = venue.Open.Engine.Seq - 50;
        foreach (ValueTask<CommandReceipt> answer in answers)
        {
            CommandReceipt receipt = answer.GetAwaiter().GetResult();
            Assert.Equal((RejectCode.None, ++seq, CommandKind.PlaceOrder), (receipt.Code, receipt.Seq, receipt.Done.Command));
            Assert.Equal(OrderId.Of(seq, 0).Value, receipt.Done.Detail1);
        }
    }

    [Fact]
    public void Nothing_is_told_before_it_is_on_the_disk()
    {
        using Stepped venue = Stepped.WithVenue();
        long published = 0;
        venue.WhileItIsFlushed(() => published = venue.Open.Events.Published);
        venue.Submit(Command.Of(Stepped.Order(1), account: 1));
        long before = venue.Open.Events.Published;
        venue.Open.Writer.Step();
        Assert.Equal(before, published);
        Assert.True(venue.Open.Events.Published > before);
        Assert.False(venue.Disk[Journal.Journals.First].HasPending);
    }

    [Fact]
    public void Recovery_is_the_replay_of_the_journal_and_ends_with_the_same_hashes()
    {
        using Stepped venue = Stepped.WithVenue();
        for (int i = 0; i < 500; i++)
        {
            venue.Clock.NowNs += 1 + i % 7;
            venue.Submit(Command.Of(Stepped.Order(i, i % 2 == 0 ? Side.Buy : Side.Sell), account: 1 + i % SmallVenue.Accounts));
            if (i % 9 == 0) venue.Step();
        }
        venue.Step();
        using var again = new Stepped(venue.Disk);
        Assert.Equal(venue.Open.Engine.Seq, again.Open.Recovered.Commands);
        Assert.Equal(venue.Open.Engine.RollingHash, again.Open.Engine.RollingHash);
        Assert.Equal(venue.Open.Engine.StateHash(), again.Open.Engine.StateHash());
        again.Open.Engine.CheckInvariants();
        again.Do(Command.Of(default(VenueReady)));
        Assert.Equal(RejectCode.None, again.Do(Command.Of(Stepped.Order(1000), account: 1)).Code);
    }

    [Fact]
    public void A_clock_that_is_set_back_stops_time_in_the_sequence_and_never_turns_it_round()
    {
        using Stepped venue = Stepped.WithVenue();
        long time = venue.Open.Engine.TimeNs;
        venue.Clock.NowNs -= 100 * Second;
        Assert.Equal(time, venue.Do(Command.Of(Stepped.Order(1), account: 1)).TimeNs);
        using var again = new Stepped(venue.Disk);
        again.Clock.NowNs = venue.Clock.NowNs;
        Assert.Equal(time, again.Do(Command.Of(Stepped.Order(2), account: 1)).TimeNs);
        again.Clock.NowNs = time + 5;
        Assert.Equal(time + 5, again.Do(Command.Of(Stepped.Order(3), account: 1)).TimeNs);
    }

    [Fact]
    public void Time_passes_every_second_and_when_something_is_due_and_not_before_genesis()
    {
        using (var empty = new Stepped())
        {
            empty.Clock.NowNs += 100 * Second;
            Assert.False(empty.Open.Writer.Step());
            Assert.Equal(long.MaxValue, empty.Open.Writer.NextTickNs);
        }
        using Stepped venue = Stepped.WithVenue();
        Assert.False(venue.Open.Writer.Step());
        long seq = venue.Open.Engine.Seq;
        venue.Clock.NowNs += Second;
        Assert.True(venue.Open.Writer.Step());
        Assert.False(venue.Open.Writer.Step());
        Assert.Equal(seq + 1, venue.Open.Engine.Seq);
    }

    [Fact]
    public void What_is_due_brings_a_tick_at_its_time_and_not_before()
    {
        using Stepped venue = Stepped.WithVenue(options: Stepped.Small with { Writer = Stepped.Small.Writer with { TickEveryNs = 1000 * Second } });
        PlaceOrder soon = Stepped.Order(1) with { Tif = TimeInForce.Gtd, ExpireAtNs = venue.Clock.NowNs + 100 * Second };
        Assert.Equal(RejectCode.None, venue.Do(Command.Of(in soon, account: 1)).Code);
        Assert.Equal(soon.ExpireAtNs, venue.Open.Writer.NextTickNs);
        venue.Clock.NowNs = soon.ExpireAtNs - 1;
        Assert.False(venue.Open.Writer.Step());
        venue.Clock.NowNs = soon.ExpireAtNs;
        Assert.True(venue.Open.Writer.Step());
        Assert.Equal(OrderState.Expired, venue.Do(Command.Of(new CancelOrder { ClientId = soon.ClientId }, account: 1)).Done.State);
    }

    [Fact]
    public void Refused_exits_are_stamped_into_the_next_tick()
    {
        using Stepped venue = Stepped.WithVenue();
        Command cancel = Command.Of(new CancelOrder { Order = new(1) }, account: 1);
        while (venue.Open.TrySubmit([cancel]).Code == RejectCode.None) { }
        venue.Open.TrySubmit([cancel]);
        while (venue.Open.Writer.Step()) venue.Open.Dispatcher.Step();
        venue.Clock.NowNs += Second;
        venue.Step();
        venue.Clock.NowNs += Second;
        venue.Step();
        using ICommandReader reader = venue.Open.Log.OpenReader(venue.Open.Engine.Seq - 1);
        List<int> refused = [];
        while (reader.TryRead(out CommandGroup group)) refused.Add(Command.Body<Tick>(in group.Commands[0]).RefusedExits);
        Assert.Equal([2, 0], refused);
    }

    [Fact]
    public void A_failed_flush_makes_the_venue_read_only_and_leaves_the_senders_in_doubt()
    {
        using Stepped venue = Stepped.WithVenue();
        long seq = venue.Open.Engine.Seq;
        ulong hash = venue.Open.Engine.RollingHash;
        venue.Disk.Faults = new DiskFaults { FlushFailsPerMille = 1000 };
        ValueTask<CommandReceipt> answer = venue.Submit(Command.Of(Stepped.Order(1), account: 1));
        venue.Step();
        Assert.False(answer.IsCompleted);
        venue.Open.AnswerOutstanding();
        Assert.Equal(RejectCode.InDoubt, answer.GetAwaiter().GetResult().Code);
        Assert.Equal((WriterState.ReadOnly, seq, hash), (venue.Open.Status.State, venue.Open.Engine.Seq, venue.Open.Engine.RollingHash));
        Assert.Contains("could not be written", venue.Open.Status.Reason, StringComparison.Ordinal);

        venue.Disk.Faults = DiskFaults.None;
        Assert.Equal(RejectCode.ReadOnly, venue.Open.TrySubmit([Command.Of(Stepped.Order(2), account: 1)]).Code);
        venue.Clock.NowNs += 10 * Second;
        Assert.False(venue.Open.Writer.Step());
    }

    [Fact]
    public void A_full_disk_makes_the_venue_read_only_and_says_that_nothing_was_done()
    {
        var disk = new SimDisk { Faults = new DiskFaults { CapacityBytes = Stepped.Small.Journal.SegmentBytes } };
        using Stepped venue = Stepped.WithVenue(disk);
        ValueTask<CommandReceipt> answer;
        int id = 0;
        do
        {
            answer = venue.Submit([.. Enumerable.Range(0, 60).Select(_ => Command.Of(Stepped.Order(++id), account: 1))]);
            venue.Step();
        }
        while (answer.IsCompleted);
        venue.Open.AnswerOutstanding();
        Assert.Equal(RejectCode.ReadOnly, answer.GetAwaiter().GetResult().Code);
        Assert.Contains("no room", venue.Open.Status.Reason, StringComparison.Ordinal);

        disk.Faults = DiskFaults.None;
        using var again = new Stepped(disk);
        Assert.Equal(venue.Open.Engine.Seq, again.Open.Engine.Seq);
        Assert.Equal(WriterState.Running, again.Open.Status.State);
    }

    [Fact]
    public void An_engine_that_throws_stops_the_venue_and_leaves_a_bundle()
    {
        using Stepped venue = Stepped.WithVenue();
        long published = venue.Open.Events.Published;
        venue.Submit(Command.Of(Stepped.Order(1), account: 1));
        // The engine's events have nowhere to go: as good as any other failure inside Apply.
        venue.Open.Events.Release(published - venue.Open.Events.Stride);
        venue.Open.Events.WaitWith(() => throw new InvariantException("poison"));
        venue.Open.Writer.Step();
        Assert.Equal(WriterState.Stopped, venue.Open.Status.State);
        Assert.Equal(published, venue.Open.Events.Published);
        string bundle = Assert.Single(venue.Disk.List(), name => name.StartsWith("crash-", StringComparison.Ordinal));
        byte[] text = venue.Disk[bundle].Platter;
        Assert.Contains("PlaceOrder account 1", System.Text.Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        Assert.Contains(bundle, venue.Open.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_stops_every_replay_is_named_and_can_be_skipped()
    {
        using Stepped venue = Stepped.WithVenue();
        long seq = venue.Open.Log.Tail + 1;
        Command poison = Command.Of(Stepped.Order(1), account: 1);
        (poison.Header.Seq, poison.Header.TimeNs, poison.Header.GroupCount) = (seq, venue.Clock.NowNs, 65);
        venue.Open.Log.Append(venue.Open.Log.Acquire(0), [poison], venue.Open.Engine.RollingHash);

        RecoveryException e = Assert.Throws<RecoveryException>(() => new Stepped(venue.Disk));
        Assert.Equal(seq, e.Seq);
        Assert.Contains($"journal skip {seq}", e.Message, StringComparison.Ordinal);
        JournalTools.Skip(venue.Disk, Stepped.Small.Journal, seq, "anna", "ben");
        using var again = new Stepped(venue.Disk);
        Assert.Equal(seq, again.Open.Engine.Seq);
        again.Do(Command.Of(default(VenueReady)));
        Assert.Equal(RejectCode.None, again.Do(Command.Of(Stepped.Order(2), account: 1)).Code);
        using var third = new Stepped(venue.Disk);
        Assert.Equal(again.Open.Engine.RollingHash, third.Open.Engine.RollingHash);
    }

    [Fact]
    public void A_journal_whose_hashes_another_engine_made_stops_the_start()
    {
        using Stepped venue = Stepped.WithVenue();
        Command tick = Command.Of(default(Tick));
        (tick.Header.Seq, tick.Header.TimeNs) = (venue.Open.Log.Tail + 1, venue.Clock.NowNs);
        venue.Open.Log.Append(venue.Open.Log.Acquire(0), [tick], eventHash: 42);
        RecoveryException e = Assert.Throws<RecoveryException>(() => new Stepped(venue.Disk));
        Assert.Contains("does not do what", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_all_waiters_are_taken_the_next_is_told_to_come_back()
    {
        using Stepped venue = Stepped.WithVenue(options: Stepped.Small with { WaitersMax = 2 });
        venue.Submit(Command.Of(Stepped.Order(1), account: 1));
        venue.Submit(Command.Of(Stepped.Order(2), account: 1));
        CommandReceipt receipt = venue.Submit(Command.Of(Stepped.Order(3), account: 1)).GetAwaiter().GetResult();
        Assert.Equal((RejectCode.Busy, 0L, true), (receipt.Code, receipt.Seq, receipt.RetryAfterMs > 0));
    }
}
