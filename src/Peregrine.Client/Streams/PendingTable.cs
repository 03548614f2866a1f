namespace Peregrine.Client.Streams;

/// <summary>Who waits for which answer. Whoever takes an entry out completes it, so nobody is answered twice.</summary>
internal sealed class PendingTable
{
    private readonly Dictionary<long, PendingAsk> _waiting = [];
    private readonly Lock _lock = new();
    private long _last;

    public long Add(PendingAsk ask)
    {
        lock (_lock)
        {
            // Fits a binary frame's correlation as well, and skips whoever still waits after four billion others.
            do _last = _last % uint.MaxValue + 1;
            while (!_waiting.TryAdd(_last, ask));
            return _last;
        }
    }

    public PendingAsk? Take(long id)
    {
        lock (_lock) return _waiting.Remove(id, out PendingAsk? ask) ? ask : null;
    }

    public void RefuseAll(Refusal refusal)
    {
        PendingAsk[] all;
        lock (_lock)
        {
            all = [.. _waiting.Values];
            _waiting.Clear();
        }
        foreach (PendingAsk ask in all) ask.Refuse(refusal);
    }
}
