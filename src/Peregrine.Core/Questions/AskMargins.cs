namespace Peregrine.Core;

/// <summary>What a position and its resting orders ask of their owner. Answered with <see cref="MarginShare"/>.</summary>
public readonly record struct AskMargins(int Account, ushort Market);
