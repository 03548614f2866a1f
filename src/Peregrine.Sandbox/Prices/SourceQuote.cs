namespace Peregrine.Sandbox.Prices;

/// <summary>What one simulated source says, in the subject's own units: subticks of a market, micro-dollars of an asset's token.</summary>
/// <param name="Source">Its number in the rules of the price.</param>
/// <param name="Price">As it knew it.</param>
/// <param name="Age">How long ago that was.</param>
/// <param name="ConfidencePpb">How unsure it is, as a share of the price.</param>
public readonly record struct SourceQuote(ushort Source, long Price, TimeSpan Age, int ConfidencePpb);
