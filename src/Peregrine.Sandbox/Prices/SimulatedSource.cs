namespace Peregrine.Sandbox.Prices;

/// <summary>The sources that a sandbox simulates: how much each counts, and whose prices it repeats.</summary>
/// <param name="Source">Its number in the rules of a price.</param>
/// <param name="Weight">Of its vote.</param>
/// <param name="Upstream">Sources with one upstream share a vote; 0 is nobody else's.</param>
public readonly record struct SimulatedSource(ushort Source, int Weight, ushort Upstream)
{
    /// <summary>No source weighs as much as the two lightest others together, as the engine's rules for an index of three want it.</summary>
    public static readonly IReadOnlyList<SimulatedSource> All = [new(1, 3, 0), new(2, 3, 0), new(3, 2, 0), new(4, 2, 9), new(5, 2, 9)];

    /// <summary>Fewer make no index.</summary>
    public const int Least = 3;
}
