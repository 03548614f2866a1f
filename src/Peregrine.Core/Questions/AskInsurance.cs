namespace Peregrine.Core;

/// <summary>The insurance fund. Answered with <see cref="InsuranceFigures"/>.</summary>
public readonly record struct AskInsurance;

/// <param name="Market">Whose sub-fund; 0 is the fund of all.</param>
/// <param name="Money">In it.</param>
/// <param name="Allowance">What it may pay for one event now.</param>
/// <param name="BadDebt">Of the market, to be made good first.</param>
public readonly record struct InsurancePotFigures(ushort Market, Micros Money, Micros Allowance, Micros BadDebt);

/// <param name="Pots">The fund of all first, then the markets' in their order.</param>
public readonly record struct InsuranceFigures(IReadOnlyList<InsurancePotFigures> Pots);
