namespace Peregrine.Core;

/// <summary>The part of an account's margin that one market asks (domain §6.3). Position and orders together are what the market's exposure asks.</summary>
/// <param name="Value">The position at mark; negative when short.</param>
/// <param name="PositionMargin">Initial margin of the position alone.</param>
/// <param name="OrderMargin">What resting orders add to it.</param>
/// <param name="Maintenance">Below which the position is liquidated.</param>
/// <param name="Buys">Value of the resting buys that count.</param>
/// <param name="Sells">Value of the resting sells that count.</param>
public readonly record struct MarginShare(Micros Value, Micros PositionMargin, Micros OrderMargin, Micros Maintenance, Micros Buys, Micros Sells);
