using Peregrine.Explain;

namespace Peregrine.Gateway;

/// <summary>What came of a question why.</summary>
/// <param name="Outcome">Whether it was answered.</param>
/// <param name="Told">The event recomputed, when it was.</param>
/// <param name="Why">A sentence, when it cannot be.</param>
public sealed record ExplainAnswer(ExplainOutcome Outcome, Explanation? Told = null, string Why = "");
