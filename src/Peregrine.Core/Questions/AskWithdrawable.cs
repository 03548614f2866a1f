namespace Peregrine.Core;

/// <summary>How much of an asset could leave an account now, and what holds the rest. Answered with <see cref="WithdrawableAnswer"/>.</summary>
public readonly record struct AskWithdrawable(int Account, ushort Asset);

/// <summary>Amounts in the asset's own units.</summary>
/// <param name="Balance">What is there.</param>
/// <param name="Amount">What could leave.</param>
/// <param name="Reason">What one unit more would be answered.</param>
public readonly record struct WithdrawableAnswer(long Balance, long Amount, RejectCode Reason);
