namespace Peregrine.Sandbox.Agents;

/// <summary>How a maker quotes.</summary>
/// <param name="Levels">On each side.</param>
/// <param name="StepShare">Distance between two of them, as a share of the price.</param>
/// <param name="Phase">Where his steps lie between another maker's, as a share of a step.</param>
/// <param name="NearDollars">In his first quote; farther ones are larger.</param>
/// <param name="FullDollars">Position at which he leans all he can, and quotes only what brings him back.</param>
internal sealed record LadderTerms(int Levels, double StepShare, double Phase, double NearDollars, double FullDollars);
