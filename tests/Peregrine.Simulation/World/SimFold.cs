using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Events;
using Peregrine.Simulation.Disk;

namespace Peregrine.Simulation.World;

/// <summary>A fold with a store of its own: it keeps every event's bytes, and a crash takes it back to what it had stored.</summary>
internal sealed class SimFold
{
    private const string Name = "fold";
    private readonly SortedDictionary<long, byte[]> _stored = [];
    private readonly SortedDictionary<long, byte[]> _fresh = [];
    private readonly List<byte> _open = [];
    private Follower? _follower;
    private long _storedCursor;

    /// <summary>Times an operator let it continue behind a gap, and times it was rebuilt.</summary>
    public int Gaps { get; private set; }

    public int Rebuilds { get; private set; }

    /// <summary>Events by command, all that it ever stored and did not forget.</summary>
    public IReadOnlyDictionary<long, byte[]> Stored => _stored;

    /// <summary>The last command whose events it has stored.</summary>
    public long Cursor => _storedCursor;

    public void Start(Sequencer.Sequencer venue)
    {
        _fresh.Clear();
        _open.Clear();
        _follower = venue.Followers.Register(Name, _storedCursor, 0);
    }

    public void Step(Sequencer.Sequencer venue, ref Rng rng)
    {
        Follower follower = _follower!;
        if (follower.IsToRebuild)
        {
            Forget();
            follower.BeginAnew();
            Rebuilds++;
        }
        bool wasBroken = follower.State.State == FollowerState.Broken;
        if (wasBroken && follower.IsGone) Decide(venue, follower, ref rng);
        else Take(follower.Next());
        // Let over a gap from within a command, of which it has no use for the half that it has.
        if (!wasBroken && follower.IsGone && _open.Count > 0) Start(venue);
        if (_open.Count == 0 && rng.PerMille(200)) Store(follower);
    }

    private void Decide(Sequencer.Sequencer venue, Follower follower, ref Rng rng)
    {
        if (rng.PerMille(500))
        {
            venue.Followers.ContinueBehindGap(Name);
            Gaps++;
            // What it has not stored it will get no more: the gap begins behind its store.
            return;
        }
        venue.Followers.Rebuild(follower.Name);
    }

    private void Forget()
    {
        _stored.Clear();
        _fresh.Clear();
        _open.Clear();
        _storedCursor = 0;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        EventReader events = new(bytes);
        while (events.Next())
        {
            _open.AddRange(events.Bytes);
            if (events.Header.Kind != EventKind.CommandDone) continue;
            if (!_fresh.TryAdd(events.Header.Seq, [.. _open]) || _stored.ContainsKey(events.Header.Seq)) throw new AuditException($"a fold was told of command {events.Header.Seq} twice");
            _open.Clear();
        }
    }

    private void Store(Follower follower)
    {
        foreach ((long seq, byte[] bytes) in _fresh) _stored.Add(seq, bytes);
        _fresh.Clear();
        _storedCursor = follower.Cursor;
        follower.Stored(_storedCursor, 0);
    }
}
