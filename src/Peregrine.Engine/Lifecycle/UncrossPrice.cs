using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>One price for everybody, and how much trades at it; the default is a book that does not cross.</summary>
internal readonly record struct UncrossPrice(Ticks Price, Lots Volume, Lots Imbalance);
