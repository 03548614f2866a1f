namespace Peregrine.Twin;

/// <summary>Rules of liquidation that a comparison exchanges for those of other venues. The defaults are this venue's, and only with them does the twin tell what the engine tells.</summary>
public sealed record TwinRules
{
    public static readonly TwinRules Ours = new();

    /// <summary>A failing position is sold whole at once, for whatever the book pays up to the farthest price that a venue may name.</summary>
    public bool ClosesAll { get; init; }

    /// <summary>Deleveraging asks one after the other for all of his position, most profit times leverage first: neither hedges nor what is left of his margin count.</summary>
    public bool AsksGreedily { get; init; }
}
