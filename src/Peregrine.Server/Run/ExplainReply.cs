using Peregrine.Explain;
using Peregrine.Gateway;

namespace Peregrine.Server.Run;

/// <summary>What the process that runs the journal said.</summary>
/// <param name="Outcome">Whether it came to an end.</param>
/// <param name="Told">The event that was asked for, and what else the command decided about the same account.</param>
/// <param name="Why">A sentence, when it cannot be explained.</param>
internal sealed record ExplainReply(ExplainOutcome Outcome, IReadOnlyList<Explanation> Told, string Why);
