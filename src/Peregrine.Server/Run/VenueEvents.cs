using Peregrine.Core;
using Peregrine.History;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Events;

namespace Peregrine.Server.Run;

/// <summary>The venue's events as its history gets them: under a name, so that files are kept until their rows are stored.</summary>
internal sealed class VenueEvents(VenueHost host) : IHistorySource
{
    public const string Follower = "history";

    private Follower? _follower;

    public bool IsToRebuild => _follower is { IsToRebuild: true };

    public IEventReader Follow(long afterSeq)
    {
        long end = host.Status.CommittedSeq;
        // It would wait for numbers that it knows, and miss what they mean now.
        if (afterSeq > end) throw new InvalidOperationException($"history has what commands up to {afterSeq} told, and the journal ends with {end}: they were given up, or its file is of another day; 'peregrine history rebuild' makes it again");
        return _follower = host.Followers.Register(Follower, afterSeq, NowNs());
    }

    public void BeginAnew() => _follower!.BeginAnew();

    public void Stored(long cursor) => _follower!.Stored(cursor, NowNs());

    private static long NowNs() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
