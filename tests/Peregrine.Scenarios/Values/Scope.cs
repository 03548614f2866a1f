namespace Peregrine.Scenarios.Values;

/// <summary>What turns a written number into units: names, the market and asset spoken of, and the clock.</summary>
public sealed record Scope(Names Names, MarketScale? Market, AssetScale? Asset, long StartNs, long NowNs);
