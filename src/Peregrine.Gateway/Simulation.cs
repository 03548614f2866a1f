namespace Peregrine.Gateway;

/// <summary>What at a venue is made up, for its status.</summary>
/// <param name="Prices">Its prices are simulated.</param>
/// <param name="Agents">Simulated people trade here.</param>
/// <param name="Scenario">What prices go through.</param>
/// <param name="Speed">How many seconds of prices pass in one.</param>
public sealed record Simulation(bool Prices, bool Agents, string Scenario, int Speed)
{
    public static readonly Simulation None = new(false, false, "", 1);
}
