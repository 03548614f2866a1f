namespace Peregrine.Core;

/// <summary>Where mark would bring a position to its maintenance margin; rounded toward mark, so that nobody is told to live longer than he does.</summary>
/// <param name="Exists">False when no price of this market brings it there.</param>
/// <param name="Price">The price, when there is one.</param>
/// <param name="Mark">Where mark stands.</param>
public readonly record struct LiquidationPoint(bool Exists, Subticks Price, Subticks Mark);
