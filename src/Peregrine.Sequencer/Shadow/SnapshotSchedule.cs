using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Snapshots;

namespace Peregrine.Sequencer.Shadow;

/// <summary>Takes a snapshot of the shadow when one is due: into memory here, from where somebody else brings it to the disk.</summary>
internal sealed class SnapshotSchedule(SnapshotSet set, SnapshotKeeper keeper, EventFileWriter events, ulong venueId, SnapshotOptions options)
{
    // A shadow further behind than this has more urgent things to do, unless it never catches up.
    private const long NearNs = 1_000_000_000;
    private long _takenSeq = set.Newest;
    private long _takenNs = long.MinValue;
    private bool _isAsked;

    /// <summary>The next step takes one, from any thread.</summary>
    public void Ask() => Volatile.Write(ref _isAsked, true);

    /// <summary>True when one was taken.</summary>
    public bool Step(Engine.Engine engine, long lagNs)
    {
        // The first look at a founded venue tells where time begins; before that it stands at 0.
        if (!engine.IsFounded) return false;
        if (_takenNs == long.MinValue) _takenNs = engine.TimeNs;
        return IsDue(engine, lagNs) && Take(engine);
    }

    /// <summary>One at the end, when there is anything new.</summary>
    public bool TakeLast(Engine.Engine engine) => options.OnStop && engine.IsFounded && engine.Seq > set.Newest && Take(engine);

    private bool IsDue(Engine.Engine engine, long lagNs)
    {
        if (keeper.IsBusy || engine.Seq <= _takenSeq) return false;
        if (Volatile.Read(ref _isAsked)) return true;
        long passedNs = engine.TimeNs - _takenNs;
        bool failed = set.Newest < _takenSeq;
        if (failed) return passedNs >= options.RetryAfter.Ticks * 100;
        long commands = engine.Seq - _takenSeq;
        bool isTime = commands >= options.EveryCommands || passedNs >= options.Every.Ticks * 100;
        return isTime && (lagNs <= NearNs || commands / 2 >= options.EveryCommands);
    }

    private bool Take(Engine.Engine engine)
    {
        (_takenSeq, _takenNs) = (engine.Seq, engine.TimeNs);
        Volatile.Write(ref _isAsked, false);
        // A start from this snapshot runs none of the commands before it again, so their events must be safe by now.
        if (!events.Sync()) return false;
        keeper.Begin(SnapshotImage.Of(engine, venueId, options.SliceBytes));
        return true;
    }
}
