using Peregrine.Core;

namespace Peregrine.MarketData.Depth;

/// <summary>What rests at one price: visible lots and orders. Nothing rests there when <see cref="Count"/> is 0.</summary>
public readonly record struct BookLevel(Ticks Price, Lots Total, int Count);
