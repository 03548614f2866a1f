namespace Peregrine.Sequencer;

/// <summary>What a start did before the doors opened.</summary>
/// <param name="FromSeq">The state that a snapshot held; 0 when everything was replayed.</param>
/// <param name="ToSeq">Where the journal ends.</param>
/// <param name="RollingHash">Of all events up to there.</param>
/// <param name="Took">For reading, checking and applying.</param>
public sealed record RecoveryReport(long FromSeq, long ToSeq, ulong RollingHash, TimeSpan Took)
{
    /// <summary>Snapshots that could not be used, and why: somebody should look at the disk.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    public long Commands => ToSeq - FromSeq;
}
