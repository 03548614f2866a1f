using Peregrine.Core;

namespace Peregrine.MarketData.Depth;

/// <summary>One order of a book, named by its priority and nothing else.</summary>
public readonly record struct BookOrder(long Priority, Ticks Price, Lots Visible, Side Side);
