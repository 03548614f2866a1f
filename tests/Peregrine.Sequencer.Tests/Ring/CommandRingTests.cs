using Peregrine.Core;
using Peregrine.Sequencer.Ring;

namespace Peregrine.Sequencer.Tests.Ring;

public class CommandRingTests
{
    private static readonly Command Order = Command.Of(new PlaceOrder { Market = 1 }, account: 1);
    private static readonly Command Cancel = Command.Of(default(CancelOrder), account: 1);

    [Fact]
    public void A_clock_that_leaps_says_nothing_of_the_pace()
    {
        using var ring = new CommandRing(1024);
        for (int i = 0; i < 20; i++) ring.ReportPace(i % 2 == 0 ? long.MinValue : long.MaxValue);
    }

    [Fact]
    public void Exits_find_room_when_everything_else_is_refused()
    {
        using var ring = new CommandRing(1024);
        int orders = Fill(ring, Order);
        Assert.InRange(orders, 1, 1024 * 7 / 10);
        Command amend = Command.Of(new AmendOrder { Qty = new(1) }, account: 1);
        int amends = Fill(ring, amend);
        Assert.InRange(orders + amends, orders + 1, 1024 * 7 / 10);
        Assert.Equal(1024, orders + amends + Fill(ring, Cancel));
        Assert.Equal((1, 1, 1), (ring.Refused(CommandClass.Other), ring.Refused(CommandClass.Protective), ring.Refused(CommandClass.Exit)));
    }

    [Theory]
    [MemberData(nameof(Exits))]
    public void What_lowers_risk_is_an_exit(Command command) => Assert.Equal(CommandClass.Exit, CommandClasses.Of([command]));

    public static TheoryData<Command> Exits => new(
        Cancel,
        Command.Of(default(MassCancel), 1),
        Command.Of(default(CloseAll), 1),
        Command.Of(default(SetDeadMan), 1),
        Command.Of(default(CloseSession), 1),
        Command.Of(new PlaceOrder { Flags = OrderFlags.ReduceOnly }, 1),
        Command.Of(new PlaceOrder { Type = OrderType.ClosePosition }, 1),
        Command.Of(new PlaceOrder { Percent = 50 }, 1),
        Command.Of(new MoveMargin { Amount = new(1) }, 1),
        Command.Of(new SetKey { Revoke = 1 }, 1),
        Command.Of(default(SetPrices)),
        Command.Of(default(SetMarketState)));

    [Fact]
    public void Taking_margin_away_is_none_and_a_group_is_as_urgent_as_its_least_urgent_member()
    {
        Assert.Equal(CommandClass.Other, CommandClasses.Of([Command.Of(new MoveMargin { Amount = new(-1) }, 1)]));
        Assert.Equal(CommandClass.Other, CommandClasses.Of([Cancel, Order]));
        Assert.Equal(CommandClass.Exit, CommandClasses.Of([Cancel, Cancel]));
    }

    [Fact]
    public void Busy_says_when_to_come_back_from_how_fast_the_writer_is()
    {
        using var ring = new CommandRing(1024);
        ring.ReportPace(100_000);
        int orders = Fill(ring, Order);
        SubmitResult result = ring.TrySubmit([Order]);
        Assert.Equal(SubmitResult.Busy(orders / 10), result);
    }

    [Fact]
    public void A_group_is_taken_whole_or_left()
    {
        using var ring = new CommandRing(1024);
        ring.TrySubmit([Order]);
        ring.TrySubmit([Order, Order, Order]);
        var taken = new Command[3];
        Assert.Equal(1, ring.Take(taken));
        Assert.Equal(3, ring.Take(taken));
        Assert.Equal([0, 1, 2], taken.Select(c => (int)c.Header.GroupIndex));
        Assert.All(taken, c => Assert.Equal(3, c.Header.GroupCount));
    }

    [Fact]
    public void Commands_of_their_own_are_let_in_together_or_not_at_all()
    {
        using var ring = new CommandRing(1024);
        long[] correlations = [7, 8, 9];
        Assert.True(ring.TrySubmitEach([Order, Cancel, Order], origin: 1, correlations));
        var taken = new Command[8];
        Assert.Equal(3, ring.Take(taken));
        Assert.Equal([(0, 7L), (0, 8L), (0, 9L)], taken.Take(3).Select(c => ((int)c.Header.GroupCount, c.Header.Correlation)));
        int orders = Fill(ring, Order);
        // Cancels would find room, one by one.
        Assert.False(ring.TrySubmitEach([Cancel, Cancel], origin: 1, correlations));
        Assert.Equal(SubmitResult.Accepted, ring.TrySubmit([Cancel]));
        Assert.Equal(orders + 1, ring.Take(new Command[1024]));
        ring.Close();
        Assert.False(ring.TrySubmitEach([Order], origin: 1, correlations));
    }

    [Fact]
    public void A_closed_ring_says_that_it_is_closed()
    {
        using var ring = new CommandRing(1024);
        ring.Close();
        Assert.Equal(SubmitResult.ReadOnly, ring.TrySubmit([Order]));
    }

    [Fact]
    public void Many_threads_lose_nothing_double_nothing_and_keep_their_order_and_their_groups()
    {
        const int Producers = 4, Each = 20_000;
        using var ring = new CommandRing(256);
        Thread[] threads = [.. Enumerable.Range(1, Producers).Select(p => new Thread(() => Produce(ring, p, Each)))];
        foreach (Thread thread in threads) thread.Start();

        var next = new long[Producers + 1];
        var taken = new Command[100];
        for (int total = 0; total < Producers * Each;)
        {
            int count = ring.Take(taken);
            if (count == 0) Thread.Yield();
            total += count;
            for (int i = 0; i < count; i++)
            {
                CommandHeader header = taken[i].Header;
                Assert.Equal(next[header.Account]++, header.Correlation);
                int members = Math.Max((ushort)1, header.GroupCount);
                // Members stand side by side, and a group never lies over the end of what was taken.
                Assert.True(i - header.GroupIndex >= 0 && i - header.GroupIndex + members <= count);
                Assert.Equal(header.Account, taken[i - header.GroupIndex].Header.Account);
            }
        }
        foreach (Thread thread in threads) thread.Join();
        Assert.All(next[1..], n => Assert.Equal(Each, n));
    }

    private static void Produce(CommandRing ring, int producer, int count)
    {
        var group = new Command[5];
        var correlations = new long[group.Length];
        for (int sent = 0; sent < count;)
        {
            int size = Math.Min(1 + sent % 5, count - sent);
            for (int i = 0; i < size; i++)
            {
                group[i] = Command.Of(new PlaceOrder { Market = 1 }, account: producer);
                group[i].Header.Correlation = correlations[i] = sent + i;
            }
            // Those of every other round have nothing to do with each other but their order.
            if (sent % 2 == 0 && ring.TrySubmitEach(group.AsSpan(0, size), origin: 1, correlations)) sent += size;
            else if (ring.TrySubmit(group.AsSpan(0, size)).Code == RejectCode.None) sent += size;
            else Thread.Yield();
        }
    }

    private static int Fill(CommandRing ring, in Command command)
    {
        int count = 0;
        while (ring.TrySubmit([command]).Code == RejectCode.None) count++;
        return count;
    }
}
