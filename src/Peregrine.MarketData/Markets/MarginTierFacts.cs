using Peregrine.Core;

namespace Peregrine.MarketData.Markets;

/// <summary>One margin tier of a market, from its floor up.</summary>
public readonly record struct MarginTierFacts(Micros Floor, int ImrPpb, int MmrPpb);
