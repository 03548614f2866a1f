namespace Peregrine.Core;

/// <summary>At which mark a position would be liquidated, all else unchanged. Answered with <see cref="LiquidationPoint"/>.</summary>
public readonly record struct AskLiquidationPrice(int Account, ushort Market);
