using Peregrine.Explain;
using Peregrine.Gateway;
using Peregrine.Identity;

namespace Peregrine.Server.Run;

/// <summary>Explains one event at a time, of each person one, in the order in which they were asked for; what was explained lately is remembered, with what came along.</summary>
/// <param name="tell">Makes one, in bounded time and memory.</param>
internal sealed class ExplainQueue(Func<long, int, CancellationToken, Task<ExplainReply>> tell) : IExplanations, IDisposable
{
    /// <summary>At most this many wait or are made; whoever comes then is told at once.</summary>
    public const int WaitingMax = 8;

    // Some kilobytes each.
    private const int RememberedMax = 2048;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<(long, int), Explanation> _known = [];
    private readonly Queue<(long, int)> _order = new();
    private readonly Dictionary<(long, int), Task<ExplainAnswer>> _making = [];
    private readonly HashSet<PersonId> _askers = [];

    public async Task<ExplainAnswer> Of(PersonId asker, long seq, int index, CancellationToken stop)
    {
        Task<ExplainAnswer>? making;
        lock (_gate)
        {
            if (_known.TryGetValue((seq, index), out Explanation? known)) return new ExplainAnswer(ExplainOutcome.Told, known);
            if (!_making.TryGetValue((seq, index), out making))
            {
                if (_askers.Contains(asker)) return new ExplainAnswer(ExplainOutcome.AskerWaits);
                if (_making.Count == WaitingMax) return new ExplainAnswer(ExplainOutcome.Full);
                _askers.Add(asker);
                making = Task.Run(() => Make(asker, seq, index), CancellationToken.None);
                _making.Add((seq, index), making);
            }
        }
        // Who goes away leaves it to whoever else waits for the same, and to the memory.
        return await making.WaitAsync(stop);
    }

    public void Dispose()
    {
        Task[] making;
        lock (_gate) making = [.. _making.Values];
        _closing.Cancel();
        Task.WhenAll(making).ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _closing.Dispose();
        _turn.Dispose();
    }

    private async Task<ExplainAnswer> Make(PersonId asker, long seq, int index)
    {
        bool isTurn = false;
        try
        {
            await _turn.WaitAsync(_closing.Token);
            isTurn = true;
            // What came before it may have brought it along.
            if (Recall(seq, index) is { } known) return known;
            ExplainReply reply = await tell(seq, index, _closing.Token);
            Remember(reply.Told);
            return Recall(seq, index) ?? new ExplainAnswer(reply.Outcome == ExplainOutcome.Told ? ExplainOutcome.NotThere : reply.Outcome, Why: reply.Why);
        }
        finally
        {
            if (isTurn) _turn.Release();
            lock (_gate)
            {
                _making.Remove((seq, index));
                _askers.Remove(asker);
            }
        }
    }

    private ExplainAnswer? Recall(long seq, int index)
    {
        lock (_gate) return _known.TryGetValue((seq, index), out Explanation? known) ? new ExplainAnswer(ExplainOutcome.Told, known) : null;
    }

    private void Remember(IReadOnlyList<Explanation> told)
    {
        lock (_gate)
        {
            foreach (Explanation explanation in told)
            {
                if (!_known.TryAdd((explanation.Seq, explanation.Index), explanation)) continue;
                _order.Enqueue((explanation.Seq, explanation.Index));
                if (_order.Count > RememberedMax) _known.Remove(_order.Dequeue());
            }
        }
    }
}
