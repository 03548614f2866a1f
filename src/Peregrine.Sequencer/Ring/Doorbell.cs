namespace Peregrine.Sequencer.Ring;

/// <summary>Wakes one sleeper, and costs whoever rings next to nothing while the sleeper is awake.</summary>
/// <remarks>Waking a thread takes it about 25 µs, so the sleeper looks around for a while before it sleeps.</remarks>
internal sealed class Doorbell : IDisposable
{
    private readonly AutoResetEvent _signal = new(initialState: false);
    private int _asleep;

    /// <summary>To be called after the work is visible.</summary>
    public void Ring()
    {
        // The work must be visible before the look at the sleeper, as he makes himself visible before his last look at the work.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0) _signal.Set();
    }

    /// <summary>Announces sleep. The caller then looks for work once more, and either sleeps or stays up.</summary>
    public void LieDown() => Interlocked.Exchange(ref _asleep, 1);

    public void StayUp()
    {
        // Somebody rang in between: his signal is taken, or it would wake the next sleep for nothing.
        if (Interlocked.Exchange(ref _asleep, 0) == 0) _signal.WaitOne();
    }

    public void Sleep(TimeSpan atMost)
    {
        if (!_signal.WaitOne(atMost)) StayUp();
    }

    public void Dispose() => _signal.Dispose();
}
