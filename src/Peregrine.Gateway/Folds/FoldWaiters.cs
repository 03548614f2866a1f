namespace Peregrine.Gateway.Folds;

/// <summary>Those who wait until the folds know a command: told by the feeding thread the moment they do.</summary>
internal sealed class FoldWaiters
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource<bool>, long> _waiting = new();
    private int _count;

    /// <summary>Those who wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// Its task is true once the folds have the command, false when they have stopped. Who adds looks at how far they are afterwards: what they reached before is told to nobody.
    /// Who waits no more says so.
    /// </summary>
    public TaskCompletionSource<bool> Add(long seq)
    {
        var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(waiter, seq);
            Volatile.Write(ref _count, _waiting.Count);
        }
        return waiter;
    }

    /// <summary>It waits no more.</summary>
    public void Remove(TaskCompletionSource<bool> waiter)
    {
        lock (_lock)
        {
            _waiting.Remove(waiter, out _, out _);
            Volatile.Write(ref _count, _waiting.Count);
        }
    }

    /// <summary>By the feeding thread, after it has written down how far it is.</summary>
    public void Reached(long cursor)
    {
        // Between that and this look: whoever adds now either is seen here or sees what was written.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _count) == 0) return;
        lock (_lock)
        {
            while (_waiting.TryPeek(out TaskCompletionSource<bool>? waiter, out long seq) && seq <= cursor)
            {
                _waiting.Dequeue();
                waiter.TrySetResult(true);
            }
            Volatile.Write(ref _count, _waiting.Count);
        }
    }

    /// <summary>The folds follow no more.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out TaskCompletionSource<bool>? waiter, out _)) waiter.TrySetResult(false);
            Volatile.Write(ref _count, 0);
        }
    }
}
