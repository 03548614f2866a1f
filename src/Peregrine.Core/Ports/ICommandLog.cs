namespace Peregrine.Core;

/// <summary>The one total order, on stable storage before it answers; a local file and a cluster look the same from here.</summary>
/// <remarks>One thread appends; readers follow on theirs.</remarks>
public interface ICommandLog
{
    /// <summary>Makes the caller the only writer of a shard. Whoever held an older epoch is <see cref="AppendResult.Fenced"/> from here on.</summary>
    long Acquire(int shard);

    /// <summary>Appends stamped commands as one group, all of them or none, and returns when that is certain or cannot be.</summary>
    /// <param name="epoch">What <see cref="Acquire"/> returned.</param>
    /// <param name="commands">Dense, beginning right after <see cref="Tail"/>.</param>
    /// <param name="eventHash">The engine's rolling hash before these commands: whoever replays them can tell that it came the same way.</param>
    AppendResult Append(long epoch, ReadOnlySpan<Command> commands, ulong eventHash);

    /// <summary>The oldest sequence number that is still kept; one past <see cref="Tail"/> when none is.</summary>
    long FirstSeq { get; }

    /// <summary>The last sequence number that is committed; 0 at the very beginning.</summary>
    long Tail { get; }

    /// <summary>Reads committed commands from <paramref name="fromSeq"/> on, and goes on where the log goes on.</summary>
    ICommandReader OpenReader(long fromSeq);

    /// <summary>Allows the log to forget commands before <paramref name="beforeSeq"/>; it keeps more when that is simpler.</summary>
    void Truncate(long epoch, long beforeSeq);
}
