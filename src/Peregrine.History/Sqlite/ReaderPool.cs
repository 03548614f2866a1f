using System.Collections.Concurrent;

namespace Peregrine.History.Sqlite;

/// <summary>Connections that read, lent to whoever asks; more askers than there may be connections wait for their turn.</summary>
internal sealed class ReaderPool(string path, int max) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(max);
    private readonly ConcurrentBag<SqliteReads> _free = [];

    public async Task<T> Ask<T>(Func<IHistoryReader, T> question, CancellationToken stop)
    {
        await _turns.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Answer(question), stop).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        while (_free.TryTake(out SqliteReads? reads)) reads.Dispose();
        _turns.Dispose();
    }

    /// <summary>The file is another one now: connections to the old are not used again.</summary>
    public void Renew()
    {
        while (_free.TryTake(out SqliteReads? reads)) reads.Dispose();
    }

    private T Answer<T>(Func<IHistoryReader, T> question)
    {
        SqliteReads reads = _free.TryTake(out SqliteReads? free) ? free : SqliteReads.OpenFile(path);
        try
        {
            T answer = question(reads);
            _free.Add(reads);
            return answer;
        }
        catch
        {
            reads.Dispose();
            throw;
        }
    }
}
