namespace Peregrine.Core;

/// <summary>The whole state: with it a fold in memory starts, and then follows the events behind it. Answered with <see cref="ToldState"/>.</summary>
public readonly record struct AskState;
