namespace Peregrine.Sequencer;

/// <summary>What a start did before the doors opened.</summary>
/// <param name="FromSeq">State that was there already.</param>
/// <param name="ToSeq">Where the journal ends.</param>
/// <param name="RollingHash">Of all events up to there.</param>
/// <param name="Took">For reading, checking and applying.</param>
public sealed record RecoveryReport(long FromSeq, long ToSeq, ulong RollingHash, TimeSpan Took)
{
    public long Commands => ToSeq - FromSeq;
}
