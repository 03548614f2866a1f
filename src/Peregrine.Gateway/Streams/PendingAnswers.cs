using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Peregrine.Core;

namespace Peregrine.Gateway.Streams;

/// <summary>Commands under way whose answers nobody awaits in a method: each is handed on when it comes. Those who wait are used again, so a command under way allocates nothing.</summary>
/// <typeparam name="T">What is needed to write the answer.</typeparam>
internal sealed class PendingAnswers<T>(Action<T, CommandReceipt> answer)
{
    private readonly ConcurrentBag<Pending> _free = [];

    public void Add(T what, ValueTask<CommandReceipt> submitted)
    {
        if (!_free.TryTake(out Pending? pending)) pending = new Pending(this);
        pending.Begin(what, submitted);
    }

    private sealed class Pending
    {
        private readonly PendingAnswers<T> _owner;
        private readonly Action _onDone;
        private ValueTaskAwaiter<CommandReceipt> _awaiter;
        private T _what = default!;

        public Pending(PendingAnswers<T> owner) => (_owner, _onDone) = (owner, Done);

        public void Begin(T what, ValueTask<CommandReceipt> submitted)
        {
            (_what, _awaiter) = (what, submitted.GetAwaiter());
            if (_awaiter.IsCompleted) Done();
            else _awaiter.UnsafeOnCompleted(_onDone);
        }

        private void Done()
        {
            CommandReceipt receipt = _awaiter.GetResult();
            T what = _what;
            (_what, _awaiter) = (default!, default);
            _owner._free.Add(this);
            _owner.Answer(what, receipt);
        }
    }

    private void Answer(T what, CommandReceipt receipt) => answer(what, receipt);
}
