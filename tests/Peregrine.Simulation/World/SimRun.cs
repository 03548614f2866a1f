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
    private readonly Workload _workload;
    private readonly List<(Command Last, ValueTask<CommandReceipt> Answer)> _waiting = [];
    private Rng _rng;
    private Sequencer.Sequencer? _venue;

    private SimRun(ulong seed)
    {
        _rng = new Rng(seed);
        _options = SimOptions.Swarm(ref _rng);
        _disk = new SimDisk(_rng.Next()) { Faults = _options.Disk, Passes = ns => _clock.NowNs += ns };
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
            return run.Tally with { Commands = run._venue.Engine.Seq, Acknowledged = run._auditor.Acknowledged };
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
        _clock.NowNs += (_rng.Below(40) - 10) * 100_000_000L;
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
            _venue = Sequencer.Sequencer.Open(_disk, _clock, _options.Sequencer);
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
        Tally = Tally with { Audits = Tally.Audits + 1 };
    }
}
