using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;

namespace Peregrine.Sequencer.Events;

/// <summary>Everybody who follows the events: how far each is, and what operators decide about one that was cut off. From any thread.</summary>
public sealed class Followers
{
    private readonly EventFileSet _files;
    private readonly EventRing _ring;

    internal Followers(EventFileSet files, EventRing ring, FollowerCursors cursors) => (_files, _ring, Cursors) = (files, ring, cursors);

    internal FollowerCursors Cursors { get; }

    /// <summary>The registered ones.</summary>
    public IReadOnlyList<FollowerCursor> All => Cursors.All;

    /// <summary>The first command whose events are in the files; 0 when there are none.</summary>
    public long FirstSeq => _files.FirstSeq;

    /// <summary>The last command whose events are in the files.</summary>
    public long LastSeq => _files.LastSeq;

    /// <summary>Follows from any command on. Nothing is kept for it: when it is too slow, what it needs next may be gone.</summary>
    public IEventReader Follow(long afterSeq) => new EventFollower(_files, _ring, afterSeq);

    /// <summary>Follows under a name, for which files are kept.</summary>
    /// <param name="name">1 to 32 of A-Z a-z 0-9 . - _</param>
    /// <param name="cursor">The last command whose events its own store has.</param>
    /// <param name="nowNs">For operators, who see when it last came further.</param>
    public Follower Register(string name, long cursor, long nowNs)
    {
        Cursors.Register(name, cursor, nowNs);
        if (FirstSeq > 0) Cursors.BreakBefore(FirstSeq);
        return new Follower(name, Cursors, new EventFollower(_files, _ring, cursor));
    }

    /// <summary>Nothing is kept for it any more.</summary>
    public void Forget(string name) => Cursors.Forget(name);

    /// <summary>One that was cut off goes on with the oldest events there are; what it missed is recorded.</summary>
    public void ContinueBehindGap(string name) => Cursors.ContinueBehindGap(name, _files.FirstSeq);

    /// <summary>It is to forget all it has and begin with the oldest events there are.</summary>
    public void Rebuild(string name) => Cursors.Rebuild(name, Math.Max(1, _files.FirstSeq));
}
