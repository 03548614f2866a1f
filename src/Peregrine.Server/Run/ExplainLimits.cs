namespace Peregrine.Server.Run;

/// <summary>What one explanation is given.</summary>
/// <param name="Time">From start to end.</param>
/// <param name="MemoryBytes">What its process may hold; the engine's tables are most of it.</param>
internal sealed record ExplainLimits(TimeSpan Time, long MemoryBytes);
