using System.Threading.Tasks.Sources;

namespace Peregrine.Gateway.Streams;

/// <summary>Wakes one who waits; ringing while nobody does is remembered, once.</summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0, Rung = 1, Waiting = 2;
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    public void Ring()
    {
        while (true)
        {
            int seen = Volatile.Read(ref _state);
            if (seen == Rung) return;
            if (seen == Idle && Interlocked.CompareExchange(ref _state, Rung, Idle) == Idle) return;
            if (seen == Waiting && Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting)
            {
                _core.SetResult(true);
                return;
            }
        }
    }

    /// <summary>For one waiter at a time.</summary>
    public ValueTask Wait()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Rung) == Rung) return default;
        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle) return new ValueTask(this, _core.Version);
        Volatile.Write(ref _state, Idle);
        return default;
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
