namespace Peregrine.MarketData.Prices;

/// <summary>One source of a market's index.</summary>
public readonly record struct SourceFacts(ushort Source, ushort Upstream, int Weight, SourceHealth Health);
