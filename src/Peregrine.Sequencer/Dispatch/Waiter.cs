using System.Threading.Tasks.Sources;
using Peregrine.Core;

namespace Peregrine.Sequencer.Dispatch;

/// <summary>Somebody who waits for one command's answer. Used again and again; the round tells one use from the next.</summary>
/// <remarks>Continuations run on the pool's threads, never on the dispatcher's; it only lets takers note their receipts.</remarks>
internal sealed class Waiter(WaiterPool pool, int index) : IValueTaskSource<CommandReceipt>
{
    private const int Idle = 0, Waiting = 1, Answered = 2;
    private ManualResetValueTaskSourceCore<CommandReceipt> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;
    private uint _round;
    private IReceiptTaker? _taker;
    private int _ticket;

    public int Index => index;

    /// <summary>What the command carries, and its answer brings back.</summary>
    public long Correlation => ((long)_round << 32) | (uint)index;

    public ValueTask<CommandReceipt> Begin()
    {
        _core.Reset();
        Wait();
        return new ValueTask<CommandReceipt>(this, _core.Version);
    }

    /// <returns>What the command carries.</returns>
    public long Begin(IReceiptTaker taker, int ticket)
    {
        (_taker, _ticket) = (taker, ticket);
        return Wait();
    }

    /// <summary>Answers whoever waits; false when nobody does, or he waits for something else.</summary>
    public bool TryAnswer(long correlation, in CommandReceipt receipt)
    {
        if (Correlation != correlation || Interlocked.CompareExchange(ref _state, Answered, Waiting) != Waiting) return false;
        if (_taker is not { } taker)
        {
            _core.SetResult(receipt);
            return true;
        }
        int ticket = _ticket;
        _taker = null;
        Free();
        taker.Take(ticket, in receipt);
        return true;
    }

    /// <summary>What he was to wait for was not handed over. False when he has been answered meanwhile.</summary>
    public bool TryTakeBack(long correlation)
    {
        if (Correlation != correlation || Interlocked.CompareExchange(ref _state, Answered, Waiting) != Waiting) return false;
        _taker = null;
        Free();
        return true;
    }

    public CommandReceipt GetResult(short token)
    {
        CommandReceipt receipt = _core.GetResult(token);
        Free();
        return receipt;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private long Wait()
    {
        unchecked
        {
            _round++;
        }
        long correlation = Correlation;
        // In one order with the look at the ring's closing that comes next: who closes it and then answers everybody finds this one.
        Interlocked.Exchange(ref _state, Waiting);
        return correlation;
    }

    private void Free()
    {
        Volatile.Write(ref _state, Idle);
        pool.Return(this);
    }
}
