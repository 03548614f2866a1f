namespace Peregrine.Identity.Secrets;

/// <summary>Lets a few slow hashes run at once and a few more wait: who tries passwords by the thousand must not take the venue's processors.</summary>
internal sealed class HashGate(int runningMax, int waitingMax) : IDisposable
{
    private readonly SemaphoreSlim _running = new(runningMax);
    private int _inside;

    /// <summary>Runs the work on another thread; null when too many wait already.</summary>
    public async ValueTask<T?> Run<T>(Func<T> work) where T : class
    {
        if (Interlocked.Increment(ref _inside) > runningMax + waitingMax)
        {
            Interlocked.Decrement(ref _inside);
            return null;
        }
        try
        {
            await _running.WaitAsync();
            try
            {
                return await Task.Run(work);
            }
            finally
            {
                _running.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Dispose() => _running.Dispose();
}
