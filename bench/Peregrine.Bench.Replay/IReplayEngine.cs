namespace Peregrine.Bench.Replay;

/// <summary>One way to match a recorded stream. A new engine implements this and takes its line in <see cref="Engines"/>.</summary>
internal interface IReplayEngine
{
    /// <summary>Starts over with an empty book that has room for the file's live orders; not timed.</summary>
    void Load(ReplayFile file);

    /// <summary>Applies the next commands in order; timed. Called with a few thousand at a time for throughput, with one for latency.</summary>
    void Run(ReadOnlySpan<Record> commands);

    /// <summary>Trades so far and the book as it stands; not timed.</summary>
    ReplayResult Result();
}
