using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Tests.Writer;
using Peregrine.Sequencer.Writer;
using Peregrine.Simulation.Disk;
using Peregrine.Simulation.World;

namespace Peregrine.Sequencer.Tests.Shadow;

public class ShadowTests
{
    [Fact]
    public void It_follows_to_the_same_state_and_writes_what_the_first_engine_tells()
    {
        using Stepped venue = Stepped.WithVenue(options: Beside.Often);
        venue.Trade(1, 300);
        Assert.True(venue.Open.Shadow.HasCaughtUp);
        Assert.Equal(venue.Open.Engine.StateHash(), venue.Open.Shadow.Engine!.StateHash());
        Assert.Equal(venue.Open.Engine.Seq, venue.Open.EventFiles.LastSeq);
        ulong hash = 0;
        using var reader = new EventFileReader(venue.Open.EventFiles, 0);
        for (ReadOnlySpan<byte> events = reader.Next(); !events.IsEmpty; events = reader.Next()) hash = Hash64.Extend(hash, events);
        Assert.NotEqual(0UL, hash);
        Assert.Equal(venue.Open.Engine.Seq, reader.Cursor);
        Assert.False(reader.IsGone);
    }

    [Fact]
    public void When_the_engines_disagree_nothing_more_is_published_and_a_bundle_says_why()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Do(Command.Of(Stepped.Order(1), account: 1));
        LivePoint live = venue.Open.Writer.Live.Read();
        // As if the first engine had told something else.
        venue.Open.Writer.Live.Set(live.Seq, live.TimeNs, live.Hash ^ 1);
        while (venue.Open.Shadow.Failure is null) Assert.True(venue.Open.Shadow.Step());
        long published = venue.Open.Events.Published;
        Assert.False(venue.Open.Writer.Step());
        Assert.Equal(WriterState.Stopped, venue.Open.Status.State);
        Assert.Contains("one of them went wrong", venue.Open.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(published, venue.Open.Events.Published);
        Assert.Equal(RejectCode.ReadOnly, venue.Submit(Command.Of(Stepped.Order(2), account: 1)).GetAwaiter().GetResult().Code);
        Assert.Contains(venue.Disk.List(), static name => name.StartsWith($"shadow-crash-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_group_that_is_under_way_when_the_engines_disagree_is_not_published_either()
    {
        using Stepped venue = Stepped.WithVenue();
        ValueTask<CommandReceipt> answer = venue.Submit(Command.Of(Stepped.Order(1), account: 1));
        long published = venue.Open.Events.Published;
        venue.WhileItIsFlushed(() => venue.Open.Writer.Halt("the shadow says no"));
        venue.Step();
        Assert.Equal(published, venue.Open.Events.Published);
        Assert.False(answer.IsCompleted);
        venue.Open.AnswerOutstanding();
        Assert.Equal(RejectCode.InDoubt, answer.GetAwaiter().GetResult().Code);
    }

    [Fact]
    public void It_never_comes_before_the_first_engine()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Rest();
        long? reached = null;
        venue.WhileItIsFlushed(() =>
        {
            while (venue.Open.Shadow.Step()) { }
            reached = venue.Open.Shadow.Seq;
        });
        venue.Submit(Command.Of(Stepped.Order(1), account: 1));
        venue.Step();
        Assert.Equal((venue.Open.Engine.Seq - 1, venue.Open.Engine.Seq - 1), (reached, venue.Open.Shadow.Seq));
    }

    [Fact]
    public void It_stands_back_while_commands_wait_unless_it_is_far_behind_or_asked()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Rest();
        venue.Do(Command.Of(Stepped.Order(1), account: 1));
        long seq = venue.Open.Shadow.Seq;
        venue.Submit(Command.Of(Stepped.Order(2), account: 1));
        Assert.False(venue.Open.Shadow.Step());
        Assert.Equal(seq, venue.Open.Shadow.Seq);
        ValueTask<Answer<AccountFigures>> asked = venue.Open.Asking.Ask<AskAccount, AccountFigures>(new(1), seq + 1, default);
        Assert.True(venue.Open.Shadow.Step());
        Assert.Equal(seq + 1, asked.GetAwaiter().GetResult().AsOfSeq);
        // A second of engine time between what it has and what the first engine has.
        venue.Clock.NowNs += 1_000_000_000;
        venue.Step();
        venue.Submit(Command.Of(Stepped.Order(3), account: 1));
        Assert.True(venue.Open.Shadow.Step());
        Assert.True(venue.Open.Shadow.Seq > seq + 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_disk_that_refuses_events_stops_snapshots_too_and_nothing_else_until_it_takes_them(bool isStartedAgain)
    {
        using Stepped venue = Stepped.WithVenue(options: Beside.Often);
        venue.Rest();
        venue.Disk.Faults = new DiskFaults { CapacityBytes = 0 };
        for (int i = 0; i < 200; i++)
        {
            venue.Open.TrySubmit([Command.Of(Stepped.Order(i, i % 2 == 0 ? Side.Buy : Side.Sell), account: 1 + i % SmallVenue.Accounts)]);
            if (i % 50 == 0) venue.Step();
            while (venue.Open.Shadow.Step()) { }
        }
        venue.Step();
        while (venue.Open.Shadow.Step()) { }
        Pass(venue);
        Assert.Equal(WriterState.Running, venue.Open.Status.State);
        Assert.Contains("events are no longer written", venue.Open.EventKeeper.Trouble, StringComparison.Ordinal);
        Assert.False(venue.Open.SnapshotKeeper.IsBusy);
        Assert.True(venue.Open.Shadow.HasCaughtUp);
        Assert.True(venue.Open.EventFiles.LastSeq < venue.Open.Engine.Seq);
        // There is room: what is missing is told once more.
        venue.Disk.Faults = DiskFaults.None;
        if (isStartedAgain)
        {
            using var again = new Stepped(venue.Disk, Beside.Often);
            again.Clock.NowNs = venue.Clock.NowNs;
            HasAllEvents(again);
        }
        else
        {
            Pass(venue);
            HasAllEvents(venue);
            // A snapshot that could not be taken is tried again after a minute.
            for (int i = 0; i < 6; i++) Pass(venue);
            Assert.Null(venue.Open.EventKeeper.Trouble);
            venue.Trade(1_000, 200);
            HasAllEvents(venue);
            Assert.True(venue.Open.Snapshots.Newest > venue.Open.Engine.Seq - 150);
        }
    }

    [Fact]
    public void Whatever_the_disk_refuses_now_and_then_is_told_in_the_end()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            using Stepped venue = Stepped.WithVenue(options: Beside.Often);
            venue.Rest();
            var rng = new Rng(seed);
            int failures = 0;
            for (int i = 0; i < 400; i++)
            {
                venue.Open.TrySubmit([Command.Of(Stepped.Order(i, i % 2 == 0 ? Side.Buy : Side.Sell), account: 1 + i % SmallVenue.Accounts)]);
                venue.Clock.NowNs += 100_000_000;
                venue.Step();
                // The journal has a disk of its own as long as only the shadow steps.
                venue.Disk.Faults = rng.PerMille(500) ? new DiskFaults { WriteFailsPerMille = 300, LacksHandles = rng.PerMille(100) } : DiskFaults.None;
                for (int step = 0; step < 4; step++) venue.Open.Shadow.Step();
                venue.Disk.Faults = DiskFaults.None;
                if (venue.Open.EventKeeper.Writer.Failure is not null) failures++;
            }
            Assert.True(failures > 20, $"seed {seed}: {failures}");
            Pass(venue);
            Pass(venue);
            HasAllEvents(venue);
            using var again = new Stepped(venue.Disk, Beside.Often);
            again.Clock.NowNs = venue.Clock.NowNs;
            HasAllEvents(again);
        }
    }

    [Fact]
    public void A_shadow_that_could_not_read_begins_again_when_it_can_and_one_that_broke_does_not()
    {
        using Stepped venue = Stepped.WithVenue(options: Beside.Often);
        venue.Trade(1, 150);
        // Enough for the segment that it reads to end.
        for (int i = 0; i < 600; i++)
        {
            venue.Open.TrySubmit([Command.Of(Stepped.Order(1_000 + i), account: 1)]);
            venue.Step();
            venue.Open.Log.Tend();
        }
        venue.Disk.Faults = new DiskFaults { LacksHandles = true };
        while (venue.Open.Shadow.Step()) { }
        Assert.Contains("too many open files", venue.Open.Shadow.Failure, StringComparison.Ordinal);
        Assert.Equal(RejectCode.Lagging, Ask(venue));
        Pass(venue);
        Assert.Contains("too many open files", venue.Open.Shadow.Failure, StringComparison.Ordinal);
        venue.Disk.Faults = DiskFaults.None;
        Assert.False(venue.Open.Shadow.Step());
        Pass(venue);
        HasAllEvents(venue);
        Assert.Equal(RejectCode.None, Ask(venue));
        venue.Open.Shadow.Fail(new InvariantException("a bug"));
        Pass(venue);
        Pass(venue);
        Assert.Contains("a bug", venue.Open.Shadow.Failure, StringComparison.Ordinal);
    }

    private static RejectCode Ask(Stepped venue)
    {
        ValueTask<Answer<AccountFigures>> asked = venue.Open.Asking.Ask<AskAccount, AccountFigures>(new(1), 1, default);
        while (venue.Open.Shadow.Step()) { }
        return asked.GetAwaiter().GetResult().Code;
    }

    // Ten seconds go by.
    private static void Pass(Stepped venue)
    {
        venue.Clock.NowNs += 10_000_000_000;
        venue.Step();
        while (venue.Open.Shadow.Step()) { }
    }

    private static void HasAllEvents(Stepped venue)
    {
        venue.Rest();
        Assert.Equal(venue.Open.Engine.Seq, venue.Open.EventFiles.LastSeq);
        Assert.Equal(venue.Open.Engine.StateHash(), venue.Open.Shadow.Engine!.StateHash());
        using var reader = new EventFileReader(venue.Open.EventFiles, 0);
        ulong hash = 0;
        for (ReadOnlySpan<byte> events = reader.Next(); !events.IsEmpty; events = reader.Next())
        {
            int from = 0;
            int to = 0;
            var each = new EventReader(events);
            while (each.Next())
            {
                to += each.Bytes.Length;
                if (each.Header.Kind != EventKind.CommandDone) continue;
                hash = Hash64.Roll(hash, MemoryMarshal.Cast<byte, ulong>(events[from..to]));
                from = to;
            }
        }
        // To the last byte what the first engine told.
        Assert.Equal(venue.Open.Engine.RollingHash, hash);
        Assert.Equal(venue.Open.Engine.Seq, reader.Cursor);
    }
}
