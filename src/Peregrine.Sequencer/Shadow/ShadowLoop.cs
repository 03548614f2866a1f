using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Questions;
using Peregrine.Sequencer.Ring;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer.Shadow;

/// <summary>The second engine at work: follows and proves the first, writes event files, takes snapshots, answers questions.</summary>
/// <remarks>One <see cref="Step"/> is one group or less. A thread repeats it; a simulation calls it when it likes.</remarks>
internal sealed class ShadowLoop : IDisposable
{
    // Of engine time: whatever was in its way, a disk without room or a process without handles, may be over.
    private const long BeginsAgainNs = 10_000_000_000;

    private readonly LiveMark _live;
    private readonly CommandRing _ring;
    private readonly Func<List<string>, ShadowEngine> _begin;
    private readonly EventKeeper _events;
    private readonly SnapshotSchedule _schedule;
    private readonly QuestionDesk _questions;
    private readonly Action<string> _halt;
    private readonly long _yieldsBelowNs;
    private readonly List<string> _told = [];
    private ShadowEngine? _shadow;
    private string? _failure;
    // Never, when there is nothing that time could mend.
    private long _againNs = long.MaxValue;
    private long _seq;

    public ShadowLoop(
        LiveMark live, CommandRing ring, Func<List<string>, ShadowEngine> begin, EventKeeper events, SnapshotSchedule schedule, QuestionDesk questions,
        ShadowOptions options, Action<string> halt)
    {
        options.Validate();
        (_live, _ring, _begin, _events, _schedule, _questions, _halt) = (live, ring, begin, events, schedule, questions, halt);
        _yieldsBelowNs = options.YieldsBelow.Ticks * 100;
    }

    /// <summary>The last command it has applied.</summary>
    public long Seq => Volatile.Read(ref _seq);

    /// <summary>Why it does nothing any more; null while all is well.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>What an operator should hear about its start.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_told) return [.. _told];
        }
    }

    /// <summary>True when it has applied all that the first engine has.</summary>
    public bool HasCaughtUp => _failure is null && _shadow is not null && _shadow.Engine.Seq >= _live.Read().Seq;

    /// <summary>For the simulation, which compares.</summary>
    internal Peregrine.Engine.Engine? Engine => _shadow?.Engine;

    /// <summary>False when there is nothing to do, or it stands back for the writer.</summary>
    public bool Step()
    {
        LivePoint live = _live.Read();
        if (_failure is not null && live.TimeNs < _againNs) return _questions.RefuseAll(RejectCode.Lagging);
        try
        {
            _events.TryAgain(live.TimeNs);
            if (_failure is not null || (_shadow is not null && _events.HasMissed(_shadow.Engine.Seq))) End();
            return _shadow is null ? Begin() : Work(_shadow, in live);
        }
        catch (ShadowException e)
        {
            _halt(e.Message);
            Fail(e);
        }
        catch (Exception e) when (e is JournalException or StorageException or SnapshotException)
        {
            // What it needs cannot be read. The first engine needs nothing of that and goes on, without its proof. What is damaged stays so.
            Fail(e);
            if (e is StorageException) _againNs = live.TimeNs + BeginsAgainNs;
        }
        return true;
    }

    /// <summary>It does nothing any more, and whoever asks is told so.</summary>
    public void Fail(Exception e)
    {
        Volatile.Write(ref _failure, string.Create(CultureInfo.InvariantCulture, $"the shadow stopped behind command {Seq}: {e.Message}"));
        _questions.RefuseAll(RejectCode.Lagging);
    }

    /// <summary>An operator wants a snapshot now; from any thread.</summary>
    public void AskForSnapshot() => _schedule.Ask();

    /// <summary>The venue ends: how far followers are is written down, and in good order a snapshot taken when there is anything new.</summary>
    public void Finish(bool takesSnapshot)
    {
        if (!HasCaughtUp) return;
        Peregrine.Engine.Engine engine = _shadow!.Engine;
        _events.Finish(engine.TimeNs);
        if (takesSnapshot) _schedule.TakeLast(engine);
    }

    public void Dispose()
    {
        _shadow?.Dispose();
        _events.Dispose();
    }

    // It takes as long as loading a snapshot takes. The doors are open meanwhile.
    private bool Begin()
    {
        List<string> told = [];
        _shadow = _begin(told);
        lock (_told) _told.AddRange(told);
        Volatile.Write(ref _seq, _shadow.Engine.Seq);
        return true;
    }

    // It begins from a snapshot once more, as after a start, and tells the event files what they lack.
    private void End()
    {
        _shadow?.Dispose();
        _shadow = null;
        _againNs = long.MaxValue;
        Volatile.Write(ref _failure, null);
    }

    private bool Work(ShadowEngine shadow, in LivePoint live)
    {
        long lagNs = live.Seq > shadow.Engine.Seq ? live.TimeNs - shadow.Engine.TimeNs : 0;
        bool stands = _ring.HasWork && !_ring.IsClosed && lagNs < _yieldsBelowNs && !_questions.AnybodyWaitsBeyond(shadow.Engine.Seq);
        bool followed = !stands && shadow.Follow(in live);
        Volatile.Write(ref _seq, shadow.Engine.Seq);
        bool answered = _questions.Answer(shadow.Engine);
        // As long as there is more to come, blocks fill up first.
        bool wrote = !followed && !stands && _events.WriteOut();
        _events.Tend(shadow.Engine.TimeNs);
        bool took = !stands && _schedule.Step(shadow.Engine, lagNs);
        return followed || answered || wrote || took;
    }
}
