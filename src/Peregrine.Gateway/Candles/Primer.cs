using Peregrine.Core;
using Peregrine.History;

namespace Peregrine.Gateway.Candles;

/// <summary>Gives a fold that began with a told state what history knows of the time before, once it is stored so far.</summary>
/// <remarks>Read on a thread of history's and given by the one that feeds the fold, between two commands: nobody waits for either.</remarks>
internal abstract class Primer<T>
{
    private static readonly TimeSpan TriesEvery = TimeSpan.FromMilliseconds(250);

    private Task<T>? _reading;

    /// <summary>The fold has what there is.</summary>
    public bool IsDone { get; private set; }

    /// <param name="history">Which is asked.</param>
    /// <param name="seq">The last command in the state that the fold began with.</param>
    /// <param name="timeNs">Engine time of it.</param>
    /// <param name="stop">Ends the waiting.</param>
    public void Begin(IHistory history, long seq, long timeNs, CancellationToken stop) =>
        (IsDone, _reading) = (false, Task.Run(() => Wait(history, seq, timeNs, stop), stop));

    /// <summary>Gives what was read, when it was. For the thread that feeds, between two commands.</summary>
    public void Step()
    {
        if (_reading is not { IsCompletedSuccessfully: true } read) return;
        Give(read.Result);
        (IsDone, _reading) = (true, null);
    }

    protected abstract T Read(IHistoryReader history, long seq, long timeNs);

    protected abstract void Give(T what);

    private async Task<T> Wait(IHistory history, long seq, long timeNs, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                if (await history.HasStored(seq)) return await history.Ask(reader => Read(reader, seq, timeNs), stop);
            }
            catch (StorageException)
            {
                // It cannot be read now; history says so itself.
            }
            await Task.Delay(TriesEvery, stop);
        }
    }
}
