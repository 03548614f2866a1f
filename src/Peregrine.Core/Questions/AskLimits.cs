namespace Peregrine.Core;

/// <summary>What bounds an account or one of its keys. Answered with <see cref="LimitFigures"/>.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Key">0 for the account's own.</param>
public readonly record struct AskLimits(int Account, int Key);

/// <param name="InForce">Now; 0 is no limit, in every field.</param>
/// <param name="Pending">Looser ones that wait.</param>
/// <param name="PendingFromNs">Until then; 0 when nothing waits.</param>
/// <param name="DayLoss">Since 00:00 UTC, as last sampled; sampled only where a limit asks.</param>
/// <param name="Drawdown">From the highest equity sampled.</param>
/// <param name="IsBreached">Nothing but what reduces is taken until the day ends or the owner acts.</param>
public readonly record struct LimitFigures(Limits InForce, Limits Pending, long PendingFromNs, Micros DayLoss, Micros Drawdown, bool IsBreached);
