namespace Peregrine.Core;

/// <summary>What an account's group pays today, and what it has traded for it. Answered with <see cref="FeeFigures"/>.</summary>
public readonly record struct AskFees(int Account);

/// <param name="Tier">Today's row of the fee table.</param>
/// <param name="Volume">Of the thirty days before today, which decided it.</param>
/// <param name="Today">Traded today, which counts from tomorrow on.</param>
/// <param name="NextVolume">What tomorrow's tier is decided by, as things stand.</param>
/// <param name="MakerPpb">Negative is a rebate.</param>
/// <param name="TakerPpb">After the group's discount.</param>
public readonly record struct FeeFigures(int Tier, Micros Volume, Micros Today, Micros NextVolume, int MakerPpb, int TakerPpb);
