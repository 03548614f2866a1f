using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;

namespace Peregrine.Sequencer.Events;

/// <summary>A registered follower's way to the events. For one thread; operators decide about it from others.</summary>
public sealed class Follower : IEventReader, IDisposable
{
    private readonly FollowerCursors _cursors;
    private readonly EventFollower _events;
    private bool _hasBegunAnew;

    internal Follower(string name, FollowerCursors cursors, EventFollower events) => (Name, _cursors, _events) = (name, cursors, events);

    public string Name { get; }

    public long Cursor => _events.Cursor;

    /// <summary>True as well for one who has a part of a command whose rest is gone, whatever was decided: he drops it and registers anew with what he has stored.</summary>
    public bool IsGone => _events.IsGone;

    /// <summary>How it stands.</summary>
    public FollowerCursor State => _cursors.Find(Name)!;

    /// <summary>True when an operator wants it to forget all it has: it does so, and then calls <see cref="BeginAnew"/>.</summary>
    public bool IsToRebuild
    {
        get
        {
            bool isRebuilding = State.State == FollowerState.Rebuilding;
            // The state ends with what it stores first, and it forgets only once.
            _hasBegunAnew &= isRebuilding;
            return isRebuilding && !_hasBegunAnew;
        }
    }

    public ReadOnlySpan<byte> Next()
    {
        ReadOnlySpan<byte> events = _events.Next();
        if (!_events.IsGone) return events;
        // Gone for good, unless an operator has decided that it goes on behind the gap. Never from within a command: its first half would be taken for that of the next.
        FollowerCursor known = State;
        if (known.State != FollowerState.Following || !known.IsGap(Cursor) || _events.IsWithinCommand) return default;
        _events.MoveTo(known.GapTo);
        return _events.Next();
    }

    /// <summary>Everything up to the cursor is in its own store: files before it need not be kept.</summary>
    /// <remarks>What it is to forget is no progress: a report that crosses an operator's decision changes nothing.</remarks>
    public void Stored(long cursor, long nowNs)
    {
        if (!IsToRebuild) _cursors.Report(Name, cursor, nowNs);
    }

    /// <summary>It has forgotten everything, and begins with the oldest events there are.</summary>
    public void BeginAnew()
    {
        _events.MoveTo(State.Cursor);
        _hasBegunAnew = true;
    }

    public void Dispose() => _events.Dispose();
}
