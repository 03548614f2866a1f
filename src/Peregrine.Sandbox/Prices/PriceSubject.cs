namespace Peregrine.Sandbox.Prices;

/// <summary>What a price is of: exactly one of a market and a collateral asset.</summary>
public readonly record struct PriceSubject(ushort Market, ushort Asset);
