using System.Threading.Tasks.Sources;
using Peregrine.Core;

namespace Peregrine.Sequencer.Dispatch;

/// <summary>Somebody who waits for one command's answer. Used again and again; the round tells one use from the next.</summary>
/// <remarks>Continuations run on the pool's threads, never on the dispatcher's.</remarks>
internal sealed class Waiter(WaiterPool pool, int index) : IValueTaskSource<CommandReceipt>
{
    private const int Free = 0, Waiting = 1, Answered = 2;
    private ManualResetValueTaskSourceCore<CommandReceipt> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;
    private uint _round;

    public int Index => index;

    /// <summary>What the command carries, and its answer brings back.</summary>
    public long Correlation => ((long)_round << 32) | (uint)index;

    public ValueTask<CommandReceipt> Begin()
    {
        _core.Reset();
        unchecked
        {
            _round++;
        }
        // In one order with the look at the ring's closing that comes next: who closes it and then answers everybody finds this one.
        Interlocked.Exchange(ref _state, Waiting);
        return new ValueTask<CommandReceipt>(this, _core.Version);
    }

    /// <summary>Answers whoever waits; false when nobody does, or he waits for something else.</summary>
    public bool TryAnswer(long correlation, in CommandReceipt receipt)
    {
        if (Correlation != correlation || Interlocked.CompareExchange(ref _state, Answered, Waiting) != Waiting) return false;
        _core.SetResult(receipt);
        return true;
    }

    public CommandReceipt GetResult(short token)
    {
        CommandReceipt receipt = _core.GetResult(token);
        Volatile.Write(ref _state, Free);
        pool.Return(this);
        return receipt;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
