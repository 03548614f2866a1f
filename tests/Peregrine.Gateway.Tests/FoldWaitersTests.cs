using Peregrine.Gateway.Folds;

namespace Peregrine.Gateway;

public sealed class FoldWaitersTests
{
    [Fact]
    public async Task Each_is_told_when_its_command_is_reached_and_not_before()
    {
        var waiters = new FoldWaiters();
        Task<bool> late = waiters.Add(9).Task, early = waiters.Add(3).Task, same = waiters.Add(3).Task;
        waiters.Reached(2);
        Assert.False(early.IsCompleted || same.IsCompleted || late.IsCompleted);
        waiters.Reached(8);
        Assert.True(await early && await same);
        Assert.False(late.IsCompleted);
        waiters.Reached(9);
        Assert.True(await late);
    }

    [Fact]
    public async Task Nobody_waits_for_folds_that_have_stopped()
    {
        var waiters = new FoldWaiters();
        Task<bool> waiting = waiters.Add(5).Task;
        waiters.Stop();
        Assert.False(await waiting);
        Task<bool> next = waiters.Add(6).Task;
        waiters.Reached(6);
        Assert.True(await next);
    }

    [Fact]
    public async Task Who_waits_no_more_is_forgotten_and_the_others_are_told()
    {
        var waiters = new FoldWaiters();
        TaskCompletionSource<bool> gone = waiters.Add(5), stays = waiters.Add(5);
        waiters.Remove(gone);
        Assert.Equal(1, waiters.Count);
        waiters.Reached(5);
        Assert.True(await stays.Task);
        Assert.False(gone.Task.IsCompleted);
        waiters.Remove(stays);
        Assert.Equal(0, waiters.Count);
    }

    // A waiter that adds itself while the other thread counts is told, or sees that it need not wait.
    [Fact]
    public async Task A_waiter_that_comes_as_its_command_is_reached_is_never_forgotten()
    {
        var waiters = new FoldWaiters();
        long cursor = 0;
        const long Last = 20_000;
        Task feeding = Task.Run(() =>
        {
            for (long seq = 1; seq <= Last; seq++)
            {
                Volatile.Write(ref cursor, seq);
                waiters.Reached(seq);
            }
        });
        for (long seq = 1; seq <= Last; seq = Math.Max(seq + 1, Volatile.Read(ref cursor)))
        {
            Task<bool> reached = waiters.Add(seq).Task;
            if (Volatile.Read(ref cursor) < seq) Assert.True(await reached);
        }
        await feeding;
    }
}
