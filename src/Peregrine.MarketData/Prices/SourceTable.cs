using System.Runtime.CompilerServices;

namespace Peregrine.MarketData.Prices;

/// <summary>As many sources as a price can have.</summary>
[InlineArray(Count)]
public struct SourceTable
{
    public const int Count = 16;
    private SourceFacts _first;
}
