using Peregrine.Core;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Ring;

namespace Peregrine.Sequencer.Writer;

/// <summary>The one writer: takes what waits, stamps it, makes it durable, applies it, and only then lets anybody see.</summary>
/// <remarks>One <see cref="Step"/> is one group, from the ring to the events. A thread repeats it; a simulation calls it when it likes.</remarks>
internal sealed class WriterLoop
{
    // A large group is told piece by piece: all of its events at once may be more than there is room for, and whoever answers begins earlier.
    private const int TellEveryBytes = 64 * 1024;
    private readonly CommandRing _ring;
    private readonly ICommandLog _log;
    private readonly Engine.Engine _engine;
    private readonly EventRing _events;
    private readonly IClock _clock;
    private readonly WriterOptions _options;
    private readonly CrashReporter _crash;
    private readonly Command[] _group;
    private readonly long _epoch;
    private string? _halted;
    private WriterStatus _status = WriterStatus.Running;
    private Command _tick = Command.Of(default(Tick));
    private long _lastTickNs;
    private long _lastRefusedExits;
    private int _count;

    public WriterLoop(CommandRing ring, ICommandLog log, Engine.Engine engine, EventRing events, IClock clock, WriterOptions options, CrashReporter crash)
    {
        options.Validate();
        Invariant.That(engine.Seq == log.Tail, "the engine has applied the whole journal before it is continued");
        (_ring, _log, _engine, _events, _clock, _options, _crash) = (ring, log, engine, events, clock, options, crash);
        _group = new Command[options.GroupCommandsMax];
        _epoch = log.Acquire(0);
        _lastTickNs = NowNs;
        events.Publish(engine.Seq);
        Live.Set(engine.Seq, engine.TimeNs, engine.RollingHash);
    }

    /// <summary>How far it has come; the shadow goes no further.</summary>
    public LiveMark Live { get; } = new();

    /// <summary>As which it writes.</summary>
    public long Epoch => _epoch;

    public WriterStatus Status => Volatile.Read(ref _status);

    /// <summary>Commands of the group that was worked off last.</summary>
    public int GroupCount => _count;

    /// <summary>When there will be something to do though nothing comes in.</summary>
    public long NextTickNs => _engine.Seq == 0 ? long.MaxValue : Math.Min(_engine.NextDueNs, _lastTickNs + _options.TickEveryNs);

    // A clock that was set back stands still until it is where it was: time in the sequence never runs backwards, not over a restart either.
    private long NowNs => Math.Max(_clock.NowNs, _engine.TimeNs);

    /// <summary>Works off one group; false when there was nothing to do.</summary>
    public bool Step()
    {
        if (_status.State != WriterState.Running || IsHalted()) return false;
        int count = _ring.Take(_group.AsSpan(0, _group.Length - 1));
        long now = NowNs;
        if (IsTickDue(now, count)) AddTick(ref count, now);
        _count = count;
        if (count == 0) return false;
        Span<Command> group = _group.AsSpan(0, count);
        Stamp(group, now);
        if (!Append(group)) return true;
        Apply(group);
        _ring.ReportPace((_clock.NowNs - now) / count);
        return true;
    }

    /// <summary>Nothing is written any more; what waits is answered accordingly.</summary>
    public void Stop(WriterState state, string reason, RejectCode outstanding)
    {
        Volatile.Write(ref _status, new WriterStatus(state, reason, outstanding));
        _ring.Close();
    }

    /// <summary>From another thread: the shadow found that one of the two engines went wrong. Nothing more is published.</summary>
    public void Halt(string reason)
    {
        Volatile.Write(ref _halted, reason);
        _ring.Close();
        _ring.Bell.Ring();
    }

    /// <summary>A bug of ours outside the engine: the group under way is written down, and nothing more is done.</summary>
    public void Fail(Exception e) =>
        Stop(WriterState.Stopped, _count == 0 ? $"the writer stopped: {e.Message}" : _crash.Report(e, _group.AsSpan(0, _count), _count - 1, _engine.RollingHash), RejectCode.InDoubt);

    // Queued work goes on behind the present group, so that waiting commands come in between.
    private bool IsTickDue(long now, int waiting)
    {
        // Nothing comes before genesis.
        if (_engine.Seq == 0) return false;
        if (_engine.NextDueNs == 0 || now >= _lastTickNs + _options.TickEveryNs) return true;
        return waiting == 0 && now >= _engine.NextDueNs;
    }

    private void AddTick(ref int count, long now)
    {
        long refused = _ring.Refused(CommandClass.Exit);
        Command.Begin<Tick>(ref _tick).RefusedExits = (int)Math.Min(refused - _lastRefusedExits, int.MaxValue);
        _group[count++] = _tick;
        _lastRefusedExits = refused;
        _lastTickNs = now;
    }

    private void Stamp(Span<Command> group, long now)
    {
        long seq = _engine.Seq;
        foreach (ref Command command in group)
        {
            command.Header.Seq = ++seq;
            command.Header.TimeNs = now;
        }
    }

    private bool Append(ReadOnlySpan<Command> group)
    {
        AppendResult result = _log.Append(_epoch, group, _engine.RollingHash);
        switch (result)
        {
            case AppendResult.Committed:
                return true;
            case AppendResult.Full:
                Stop(WriterState.ReadOnly, "the disk has no room for the journal; nothing was lost, make room and restart", RejectCode.ReadOnly);
                return false;
            case AppendResult.Fenced:
                Stop(WriterState.ReadOnly, "another writer took the journal over", RejectCode.InDoubt);
                return false;
            case AppendResult.Unknown:
            default:
                Stop(WriterState.ReadOnly, $"the journal could not be written, and what became of the last {group.Length} commands is known after a restart only", RejectCode.InDoubt);
                return false;
        }
    }

    private void Apply(ReadOnlySpan<Command> group)
    {
        for (int at = 0; at < group.Length; at++)
        {
            try
            {
                _engine.Expect(group[at..]);
                _engine.Apply(in group[at]);
            }
            catch (Exception e)
            {
                // Whatever it is: the state is between two commands, and nothing that follows from it may be told.
                Stop(WriterState.Stopped, _crash.Report(e, group, at, _engine.RollingHash), RejectCode.InDoubt);
                return;
            }
            if (at < group.Length - 1 && _events.UntoldBytes < TellEveryBytes) continue;
            if (IsHalted()) return;
            _events.Publish(group[at].Header.Seq);
        }
        Live.Set(_engine.Seq, _engine.TimeNs, _engine.RollingHash);
    }

    private bool IsHalted()
    {
        if (Volatile.Read(ref _halted) is not { } reason) return false;
        Stop(WriterState.Stopped, reason, RejectCode.InDoubt);
        return true;
    }
}
