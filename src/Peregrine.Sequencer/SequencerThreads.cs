using Peregrine.Core;
using Peregrine.Sequencer.Questions;
using Peregrine.Sequencer.Ring;
using Peregrine.Sequencer.Shadow;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer;

/// <summary>Runs a sequencer: one thread writes, one answers, one is the shadow, one brings its snapshots to the disk, one looks after the journal.</summary>
public sealed class SequencerThreads : IDisposable
{
    // So many commands are answered by the writer himself: 14 ns each and what their takers do, where waking another thread takes 25 µs.
    private const int FewCommands = 64;
    // Long enough for an answer to reach its sender and his next command to come back.
    private static readonly TimeSpan WriterLooksAround = TimeSpan.FromMicroseconds(100);
    private static readonly TimeSpan SleepMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TendEvery = TimeSpan.FromMilliseconds(100);
    // Nobody rings for the shadow but who asks it: the writer has better things to do.
    private static readonly TimeSpan ShadowLooksEvery = TimeSpan.FromMilliseconds(10);
    // Whoever waits for another thread's step looks again.
    private static readonly TimeSpan LooksAgain = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SnapshotLooksEvery = TimeSpan.FromMilliseconds(100);
    // Between two slices the disk is the journal's: with 64 KiB every two milliseconds a flush hardly ever finds it busy, and a million accounts take three seconds.
    private static readonly TimeSpan BetweenSlices = TimeSpan.FromMilliseconds(2);

    private readonly Sequencer _sequencer;
    private readonly IClock _clock;
    private readonly Doorbell _answers = new();
    private readonly ManualResetEventSlim _ending = new(initialState: false, spinCount: 0);
    private readonly Thread[] _threads;
    private volatile bool _writerEnded;
    private volatile bool _dispatcherEnded;
    private volatile bool _shadowEnded;
    private string? _trouble;

    public SequencerThreads(Sequencer sequencer, IClock clock)
    {
        (_sequencer, _clock) = (sequencer, clock);
        sequencer.Events.WaitWith(WaitForDispatcher);
        _threads =
        [
            new Thread(Write) { Name = "writer" },
            new Thread(Dispatch) { Name = "dispatcher" },
            new Thread(Tend) { Name = "journal keeper", IsBackground = true },
            new Thread(Shadow) { Name = "shadow" },
            new Thread(KeepSnapshots) { Name = "snapshots" },
        ];
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>What the keeper of the files ran into, while the venue still writes; null when all is well.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Takes nothing more, works off what was taken, answers everybody, leaves a snapshot, and ends.</summary>
    public void Dispose()
    {
        _sequencer.Ring.Close();
        _ending.Set();
        _sequencer.Ring.Bell.Ring();
        _sequencer.Questions.Bell.Ring();
        foreach (Thread thread in _threads) thread.Join();
        _answers.Dispose();
        _ending.Dispose();
    }

    private void Write()
    {
        // Everybody waits for him.
        _ = Posix.TryGoFirst();
        WriterLoop writer = _sequencer.Writer;
        var idle = new IdleWait(_sequencer.Ring.Bell, WriterLooksAround, () => _sequencer.Ring.HasWork || _sequencer.Ring.IsClosed);
        try
        {
            while (true)
            {
                if (writer.Step()) Answer(writer.GroupCount);
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

    private void Answer(int commands)
    {
        // The dispatcher may be at it and about to look for the last time: it is told as well.
        if (commands > FewCommands || !_sequencer.Dispatcher.Step()) _answers.Ring();
    }

    private void WaitForDispatcher()
    {
        Invariant.That(!_dispatcherEnded, "nobody answers any more");
        // A writer who goes first would keep the core from the one he waits for, so he does the work himself, or sleeps.
        if (!_sequencer.Dispatcher.Step()) Thread.Sleep(LooksAgain);
    }

    private TimeSpan UntilTick(WriterLoop writer)
    {
        long ns = Math.Clamp(writer.NextTickNs - _clock.NowNs, 0, SleepMax.Ticks * 100);
        // Waits know whole milliseconds and drop the rest: the last one before a tick would be none, again and again.
        return TimeSpan.FromMilliseconds(ns / 1_000_000 + 1);
    }

    private void Dispatch()
    {
        // It sleeps at once: who looks around yields, and comes back behind all others long after there was something to answer.
        var idle = new IdleWait(_answers, TimeSpan.Zero, () => _sequencer.Dispatcher.WaitsForSomebody || _writerEnded);
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

    private void Shadow()
    {
        ShadowLoop shadow = _sequencer.Shadow;
        QuestionDesk questions = _sequencer.Questions;
        var idle = new IdleWait(questions.Bell, TimeSpan.Zero, () => questions.HasIncoming || _ending.IsSet);
        try
        {
            while (true)
            {
                // A venue that only reads is still asked.
                bool ends = _ending.IsSet && _writerEnded;
                if (shadow.Step()) continue;
                if (ends && (shadow.HasCaughtUp || shadow.Failure is not null)) break;
                if (_ending.IsSet) Thread.Sleep(LooksAgain);
                else idle.Wait(questions.AnybodyWaits ? LooksAgain : ShadowLooksEvery);
            }
            // The last snapshot waits for the one before it.
            while (_sequencer.SnapshotKeeper.IsBusy) Thread.Sleep(LooksAgain);
            // A disk that took no more commands gets no snapshot.
            shadow.Finish(takesSnapshot: _sequencer.Status.State == WriterState.Running);
        }
        catch (Exception e)
        {
            shadow.Fail(e);
        }
        questions.Close();
        _shadowEnded = true;
    }

    private void KeepSnapshots()
    {
        while (true)
        {
            bool ends = _shadowEnded;
            // A venue that ends waits for nothing between them.
            if (_sequencer.SnapshotKeeper.Step()) _ending.Wait(BetweenSlices);
            else if (ends) break;
            else if (_ending.IsSet) Thread.Sleep(LooksAgain);
            else _ending.Wait(SnapshotLooksEvery);
        }
    }

    private void Tend()
    {
        // The writer waits for a segment that is not ready.
        _ = Posix.TryGoFirst();
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
