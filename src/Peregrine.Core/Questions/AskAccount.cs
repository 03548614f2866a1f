namespace Peregrine.Core;

/// <summary>How an account stands: what it is worth, what is asked of it, what could leave it. Answered with <see cref="AccountFigures"/>.</summary>
public readonly record struct AskAccount(int Account);
