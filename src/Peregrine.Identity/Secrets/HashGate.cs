namespace Peregrine.Identity.Secrets;

/// <summary>Lets a few slow hashes run at once and a few more wait: who tries passwords by the thousand must not take the venue's processors.</summary>
/// <remarks>A place is taken before anything is written down, so that what attempts leave behind grows no faster than they are hashed.</remarks>
internal sealed class HashGate(int runningMax, int waitingMax) : IDisposable
{
    private readonly SemaphoreSlim _running = new(runningMax);
    private int _inside;

    /// <summary>Takes a place until it is disposed; null when too many wait already.</summary>
    public Place? TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= runningMax + waitingMax) return new Place(this);
        Interlocked.Decrement(ref _inside);
        return null;
    }

    public void Dispose() => _running.Dispose();

    internal sealed class Place(HashGate gate) : IDisposable
    {
        /// <summary>Runs the work on another thread when its turn has come.</summary>
        public async ValueTask<T> Run<T>(Func<T> work)
        {
            await gate._running.WaitAsync();
            try
            {
                return await Task.Run(work);
            }
            finally
            {
                gate._running.Release();
            }
        }

        public void Dispose() => Interlocked.Decrement(ref gate._inside);
    }
}
