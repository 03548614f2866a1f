using Peregrine.Engine.Orders;
using Xunit;

namespace Peregrine.Engine.Tests.Ids;

public sealed class TimersTests
{
    [Fact]
    public void What_is_due_together_comes_by_kind_then_id_then_tie()
    {
        Timers timers = new(8);
        timers.Add(10, TimerKind.DeadMan, 1, 0, tie: 2);
        timers.Add(10, TimerKind.DeadMan, 1, 0, tie: 1);
        timers.Add(10, TimerKind.Gtd, 9, 0);
        timers.Add(10, TimerKind.Gtd, 8, 0);
        timers.Add(9, TimerKind.DayChange, 0, 0);
        Assert.Equal(9, timers.NextDueNs);
        Assert.False(timers.TryPeekDue(8, out _));
        Assert.Equal([(11, 0, 0), (1, 8, 0), (1, 9, 0), (5, 1, 1), (5, 1, 2)], Drained(timers));
        Assert.Equal(long.MaxValue, timers.NextDueNs);
        Assert.False(timers.TryPeekDue(long.MaxValue, out _));
    }

    [Fact]
    public void A_full_queue_says_so()
    {
        Timers timers = new(1);
        Assert.NotEqual(0, timers.Add(1, TimerKind.Gtd, 1, 0));
        Assert.Equal(0, timers.Add(1, TimerKind.Gtd, 2, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_random_stream_agrees_with_a_sorted_set(int seed)
    {
        Random rng = new(seed);
        Timers timers = new(300);
        SortedSet<(long Due, TimerKind Kind, long Id, int Handle)> model = [];
        for (int step = 0; step < 50_000; step++)
        {
            int what = rng.Next(10);
            if (what < 4)
            {
                (long due, TimerKind kind) = (rng.Next(500), (TimerKind)rng.Next(1, 12));
                int handle = timers.Add(due, kind, step, step);
                Assert.Equal(model.Count == 300, handle == 0);
                if (handle != 0) model.Add((due, kind, step, handle));
            }
            else if (what < 6 && model.Count > 0)
            {
                var any = model.ElementAt(rng.Next(model.Count));
                timers.Cancel(any.Handle);
                model.Remove(any);
            }
            else if (what < 8 && model.Count > 0)
            {
                var any = model.ElementAt(rng.Next(model.Count));
                long due = rng.Next(500);
                timers.Move(any.Handle, due);
                model.Remove(any);
                model.Add(any with { Due = due });
            }
            else if (timers.TryPeekDue(rng.Next(500), out DueTimer first))
            {
                Assert.Equal((first.DueNs, first.Kind, first.Id, first.Handle), model.Min);
                Assert.Equal(first, timers.Pop());
                model.Remove(model.Min);
            }
            Assert.Equal(model.Count, timers.Count);
            Assert.Equal(model.Count == 0 ? long.MaxValue : model.Min.Due, timers.NextDueNs);
        }
    }

    private static List<(int, long, long)> Drained(Timers timers)
    {
        List<(int, long, long)> all = [];
        while (timers.TryPeekDue(long.MaxValue, out _))
        {
            DueTimer timer = timers.Pop();
            all.Add(((int)timer.Kind, timer.Id, timer.Tie));
        }
        return all;
    }
}
