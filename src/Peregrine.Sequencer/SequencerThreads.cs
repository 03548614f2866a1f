using Peregrine.Core;
using Peregrine.Sequencer.Ring;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer;

/// <summary>Runs a sequencer: one thread writes, one answers, one looks after the files.</summary>
public sealed class SequencerThreads : IDisposable
{
    // Longer than a flush, so that the one who answers is awake when there is something to answer.
    private static readonly TimeSpan DispatcherLooksAround = TimeSpan.FromMicroseconds(250);
    // Long enough for an answer to reach its sender and his next command to come back.
    private static readonly TimeSpan WriterLooksAround = TimeSpan.FromMicroseconds(100);
    private static readonly TimeSpan SleepMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TendEvery = TimeSpan.FromMilliseconds(100);

    private readonly Sequencer _sequencer;
    private readonly IClock _clock;
    private readonly Doorbell _answers = new();
    private readonly ManualResetEventSlim _ending = new(initialState: false);
    private readonly Thread[] _threads;
    private volatile bool _writerEnded;
    private volatile bool _dispatcherEnded;
    private string? _trouble;

    public SequencerThreads(Sequencer sequencer, IClock clock)
    {
        (_sequencer, _clock) = (sequencer, clock);
        sequencer.Writer.OnAppending = _answers.Ring;
        sequencer.Events.WaitWith(WaitForDispatcher);
        _threads =
        [
            new Thread(Write) { Name = "writer" },
            new Thread(Dispatch) { Name = "dispatcher" },
            new Thread(Tend) { Name = "journal keeper", IsBackground = true },
        ];
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>What the keeper of the files ran into, while the venue still writes; null when all is well.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Takes nothing more, works off what was taken, answers everybody, and ends.</summary>
    public void Dispose()
    {
        _sequencer.Ring.Close();
        _ending.Set();
        _sequencer.Ring.Bell.Ring();
        foreach (Thread thread in _threads) thread.Join();
        _answers.Dispose();
        _ending.Dispose();
    }

    private void Write()
    {
        WriterLoop writer = _sequencer.Writer;
        var idle = new IdleWait(_sequencer.Ring.Bell, WriterLooksAround, () => _sequencer.Ring.HasWork || _sequencer.Ring.IsClosed);
        try
        {
            while (true)
            {
                if (writer.Step()) _answers.Ring();
                else if (_sequencer.Ring.IsClosed) break;
                else idle.Wait(UntilTick(writer));
            }
        }
        catch (Exception e)
        {
            writer.Fail(e);
        }
        _writerEnded = true;
        _answers.Ring();
    }

    private void WaitForDispatcher()
    {
        Invariant.That(!_dispatcherEnded, "nobody answers any more");
        Thread.Yield();
    }

    private TimeSpan UntilTick(WriterLoop writer)
    {
        long ns = Math.Clamp(writer.NextTickNs - _clock.NowNs, 0, SleepMax.Ticks * 100);
        return TimeSpan.FromMicroseconds(ns / 1000 + 1);
    }

    private void Dispatch()
    {
        var idle = new IdleWait(_answers, DispatcherLooksAround, () => _sequencer.Dispatcher.HasWork || _writerEnded);
        try
        {
            while (true)
            {
                bool ended = _writerEnded;
                if (_sequencer.Dispatcher.Step()) continue;
                if (ended) break;
                idle.Wait(SleepMax);
            }
        }
        finally
        {
            // Also when it ends by a bug of its own: the writer would wait for it for ever.
            _dispatcherEnded = true;
            _sequencer.AnswerOutstanding();
        }
    }

    private void Tend()
    {
        while (!_ending.Wait(TendEvery))
        {
            try
            {
                _sequencer.Log.Tend();
                Volatile.Write(ref _trouble, null);
            }
            catch (StorageException e)
            {
                // The present segment has room left; the writer finds out for itself when it has not.
                Volatile.Write(ref _trouble, e.Message);
            }
        }
    }
}
