using Peregrine.Core;

namespace Peregrine.Client.Markets;

/// <summary>A level of a book: what rests there, in how many orders.</summary>
public readonly record struct BookLevel(Ticks Price, Lots Total, int Orders);
