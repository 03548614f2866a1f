namespace Peregrine.MarketData.Accounts;

/// <summary>What an account holds of an asset that is not the settle asset.</summary>
/// <param name="Amount">In the asset's own units.</param>
/// <param name="Counted">The part below the caps.</param>
/// <param name="Asset">Which one.</param>
public readonly record struct HoldingFacts(long Amount, long Counted, ushort Asset);
