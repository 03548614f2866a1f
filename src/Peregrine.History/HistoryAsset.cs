namespace Peregrine.History;

/// <summary>An asset's name and smallest unit.</summary>
public sealed record HistoryAsset(int Asset, string Symbol, int Decimals);
