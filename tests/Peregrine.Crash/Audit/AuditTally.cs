namespace Peregrine.Crash.Audit;

/// <summary>What an audit looked at: one that looked at nothing has shown nothing.</summary>
/// <param name="Commands">In the journal.</param>
/// <param name="Acknowledged">Answers that were found again.</param>
/// <param name="Done">Intents that were not refused.</param>
/// <param name="Repeated">Commands that came a second time and were known.</param>
/// <param name="Unanswered">Commands that were done and whose sender was never told.</param>
internal readonly record struct AuditTally(long Commands, long Acknowledged, long Done, long Repeated, long Unanswered);
