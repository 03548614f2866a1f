using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Writer;
using Peregrine.Simulation.Disk;

namespace Peregrine.Simulation.World;

/// <summary>One venue's bad day: commands, faults, crashes and recoveries in one thread, in an order that the seed alone decides.</summary>
internal sealed class SimRun
{
    private readonly SimOptions _options;
    private readonly SimDisk _disk;
    private readonly SimClock _clock = new();
    private readonly Auditor _auditor = new();
    private readonly SimFold _fold = new();
    private readonly Workload _workload;
    private readonly List<(Command Last, ValueTask<CommandReceipt> Answer)> _waiting = [];
    private Rng _rng;
    private Sequencer.Sequencer? _venue;

    private SimRun(ulong seed)
    {
        _rng = new Rng(seed);
        _options = SimOptions.Swarm(ref _rng);
        _disk = new SimDisk(_rng.Next()) { Faults = _options.Disk, Passes = ns => _clock.NowNs += ns, Deleting = Deleting };
        _workload = new Workload(_options.GroupPerMille);
    }

    public SimTally Tally { get; private set; } = new();

    /// <summary>Runs a day; the seed and what it drew are in every exception that comes out.</summary>
    public static SimTally Run(ulong seed, int steps)
    {
        var run = new SimRun(seed);
        try
        {
            for (int step = 0; step < steps; step++) run.Step();
            run.Crash(isPowerCut: false);
            while (run._venue is null) run.Recover();
            run.ComeToRest();
            return run.Tally with { Commands = run._venue.Engine.Seq, Acknowledged = run._auditor.Acknowledged, Gaps = run._fold.Gaps, Rebuilds = run._fold.Rebuilds };
        }
        catch (Exception e)
        {
            throw new AuditException(string.Create(CultureInfo.InvariantCulture, $"SEED={seed} {run._options}: {e.Message}"), e);
        }
    }

    private void Step()
    {
        try
        {
            if (_venue is null) Open();
            if (_venue is null) return;
            Submit();
            _clock.NowNs += _rng.Below(2_000_000);
            if (_rng.PerMille(_options.ClockJumpPerMille)) _clock.NowNs += (_rng.Below(20) - 10) * 1_000_000_000L;
            _venue.Writer.Step();
            if (_rng.PerMille(_options.DispatchPerMille)) _venue.Dispatcher.Step();
            if (_rng.PerMille(_options.TendPerMille)) Tend();
            Beside(_venue);
            Collect();
            if (_venue.Status.State != WriterState.Running) Restart();
            else if (_rng.PerMille(_options.KillPerMille)) Crash(isPowerCut: false);
            else if (_rng.PerMille(_options.PowerCutPerMille)) Crash(isPowerCut: true);
        }
        catch (PowerCut)
        {
            Crash(isPowerCut: true);
        }
    }

    private void Submit()
    {
        int count = _workload.IsFounded ? 1 + _rng.Below(_options.SubmitPerStep) : 1;
        if (!_workload.IsFounded && _waiting.Count > 0) return;
        for (int i = 0; i < count; i++)
        {
            Command[] group = _workload.IsFounded ? _workload.Next(ref _rng) : _workload.Founding;
            _waiting.Add((group[^1], _venue!.Submit(group)));
        }
    }

    // Answers are heard in any order and at any time after they were given.
    private void Collect()
    {
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            (Command last, ValueTask<CommandReceipt> answer) = _waiting[i];
            if (!answer.IsCompleted) continue;
            CommandReceipt receipt = answer.GetAwaiter().GetResult();
            _waiting.RemoveAt(i);
            if (receipt.Code is RejectCode.Busy or RejectCode.ReadOnly or RejectCode.InDoubt)
            {
                Tally = Tally with { Refused = Tally.Refused + 1 };
                continue;
            }
            _auditor.Told(in last, receipt);
            if (!_workload.IsFounded) _workload.Founded();
        }
    }

    // What the other threads do meanwhile: each at its own pace, which may be next to none.
    private void Beside(Sequencer.Sequencer venue)
    {
        for (int steps = Steps(_options.ShadowPerMille); steps > 0; steps--) venue.Shadow.Step();
        if (venue.Shadow.Failure is { } failure) throw new AuditException(failure);
        for (int steps = Steps(_options.SnapshotPerMille); steps > 0; steps--) KeepSnapshots(venue);
        for (int steps = Steps(_options.FoldPerMille); steps > 0; steps--) _fold.Step(venue, ref _rng);
        if (_rng.PerMille(20)) Ask(venue);
    }

    private void KeepSnapshots(Sequencer.Sequencer venue)
    {
        long newest = venue.Snapshots.Newest;
        venue.SnapshotKeeper.Step();
        if (venue.Snapshots.Newest > newest) Tally = Tally with { Snapshots = Tally.Snapshots + 1 };
    }

    private int Steps(int perMille) => perMille / 1000 + (_rng.PerMille(perMille % 1000) ? 1 : 0);

    // Whoever was told of a command asks about it: he is told of a state that has it, or that there is none yet.
    private void Ask(Sequencer.Sequencer venue)
    {
        long seq = venue.Engine.Seq;
        ValueTask<Answer<AccountFigures>> asked = venue.Asking.Ask<AskAccount, AccountFigures>(new(1), seq, default);
        for (int i = 0; i < 100 && !asked.IsCompleted; i++) venue.Shadow.Step();
        if (!asked.IsCompleted)
        {
            _clock.NowNs += 300_000_000;
            // One of them may be the shadow's new beginning behind a disk that refused, in which nobody is answered.
            for (int i = 0; i < 10 && !asked.IsCompleted; i++) venue.Shadow.Step();
        }
        Answer<AccountFigures> answer = asked.GetAwaiter().GetResult();
        if (answer.Code == RejectCode.Lagging) return;
        if (answer.AsOfSeq < seq) throw new AuditException($"a question about command {seq} was answered as of {answer.AsOfSeq}");
        Tally = Tally with { Answers = Tally.Answers + 1 };
    }

    private void Deleting(string name)
    {
        if (!RawJournal.IsName(name) || RawJournal.ReadFile(_disk[name]).Count == 0) return;
        _auditor.Forgets(_disk, name);
        Tally = Tally with { Forgotten = Tally.Forgotten + 1 };
    }

    // The disk behaves for once: everything beside the writer catches up, and event files and fold must have it all.
    private void ComeToRest()
    {
        _disk.Faults = DiskFaults.None;
        Sequencer.Sequencer venue = _venue!;
        for (int round = 0; round < 3; round++)
        {
            // Files are looked after as time passes: only then does a fold hear that it was cut off, and one that had more in hand, that it is once more.
            // For the venue it stands still while the clock is behind what it was.
            _clock.NowNs = Math.Max(_clock.NowNs, venue.Engine.TimeNs) + 2 * _options.Sequencer.Writer.TickEveryNs;
            CatchUp(venue);
            venue.EventKeeper.Writer.Sync();
            for (int i = 0; i < 100_000 && _fold.Cursor < venue.Engine.Seq; i++) _fold.Step(venue, ref _rng);
        }
        _auditor.Check(_disk, venue.Engine);
        if (!_auditor.CheckEvents(_disk) && venue.Engine.Seq > 0) throw new AuditException("the event files do not reach to the end of the journal");
        if (_fold.Cursor != venue.Engine.Seq)
            throw new AuditException($"the fold came to command {_fold.Cursor}, there are {venue.Engine.Seq}, events from {venue.EventFiles.FirstSeq} on, and it is {venue.Followers.All[0]}");
        _auditor.CheckFold(_fold);
    }

    private static void CatchUp(Sequencer.Sequencer venue)
    {
        while (venue.Writer.Step() | venue.Dispatcher.Step() | venue.Shadow.Step())
        {
            if (venue.Shadow.Failure is { } failure) throw new AuditException(failure);
        }
    }

    private void Tend()
    {
        try
        {
            _venue!.Log.Tend();
        }
        catch (StorageException)
        {
            // The keeper tries again later, as the real one does.
        }
    }

    // The venue went read-only: its operators hear why, tell those who wait, and restart it.
    private void Restart()
    {
        Tally = Tally with { ReadOnly = Tally.ReadOnly + 1 };
        if (_venue!.Status.State == WriterState.Stopped) throw new AuditException($"the engine stopped: {_venue.Status.Reason}");
        _venue.Dispatcher.Step();
        _venue.AnswerOutstanding();
        Collect();
        Crash(isPowerCut: _rng.PerMille(500));
        // Somebody made room.
        if (_options.Disk.CapacityBytes < long.MaxValue) _disk.Faults = _disk.Faults with { CapacityBytes = _disk.Faults.CapacityBytes + 400_000 };
    }

    private void Crash(bool isPowerCut)
    {
        Tally = isPowerCut ? Tally with { PowerCuts = Tally.PowerCuts + 1 } : Tally with { Kills = Tally.Kills + 1 };
        _waiting.Clear();
        _venue = null;
        // Who is only killed leaves to the system what he has written, flushed or not.
        if (isPowerCut) _disk.Crash(ref _rng);
        Rot();
        _clock.NowNs += (_rng.Below(40) - 10) * 100_000_000L;
    }

    // Only the newest of two: what is left must do.
    private void Rot()
    {
        string[] snapshots = [.. _disk.List().Where(static n => n.EndsWith(".snapshot", StringComparison.Ordinal))];
        if (snapshots.Length == 0 || !_rng.PerMille(_options.RotPerMille)) return;
        SimFile file = _disk[snapshots[^1]];
        file.Platter[_rng.Below(file.Platter.Length)] ^= (byte)(1 << _rng.Below(8));
        file.Reload();
    }

    private void Recover()
    {
        try
        {
            Open();
        }
        catch (PowerCut)
        {
            Crash(isPowerCut: true);
        }
    }

    private void Open()
    {
        // While it starts the disk behaves, except that the power may fail again at any moment.
        DiskFaults faults = _disk.Faults;
        _disk.Faults = faults with { WriteFailsPerMille = 0, FlushFailsPerMille = 0 };
        try
        {
            _venue = Sequencer.Sequencer.Open(_disk, _clock, _options.Sequencer, patience: _clock);
        }
        catch (StorageException e) when (e.IsFull)
        {
            faults = faults with { CapacityBytes = faults.CapacityBytes + 400_000 };
            return;
        }
        finally
        {
            _disk.Faults = faults;
        }
        if (_venue.Cut is not null) Tally = Tally with { TornTails = Tally.TornTails + 1 };
        _auditor.Check(_disk, _venue.Engine);
        _auditor.CheckEvents(_disk);
        _auditor.CheckFold(_fold);
        _fold.Start(_venue);
        Tally = Tally with
        {
            Audits = Tally.Audits + 1,
            FromSnapshot = Tally.FromSnapshot + (_venue.Recovered.FromSeq > 0 ? 1 : 0),
            BadSnapshots = Tally.BadSnapshots + _venue.Recovered.Refused.Count,
            EventCuts = Tally.EventCuts + (_venue.EventsCut is null ? 0 : 1),
        };
    }
}
