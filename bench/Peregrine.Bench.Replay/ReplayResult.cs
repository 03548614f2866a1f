namespace Peregrine.Bench.Replay;

/// <summary>What a replay must reproduce whoever runs it.</summary>
internal readonly record struct ReplayResult(long Trades, long Volume, ulong HashPq, ulong HashFull, ulong HashBook);
