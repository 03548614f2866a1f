namespace Peregrine.Core;

/// <summary>Everything that follows from a position and moves with prices. Answered with <see cref="PositionFigures"/>.</summary>
public readonly record struct AskPosition(int Account, ushort Market);

/// <summary>An account with all of its positions, at one moment. Answered with <see cref="AccountPositions"/>.</summary>
public readonly record struct AskPositions(int Account);

/// <param name="Market">Where.</param>
/// <param name="Mark">There.</param>
/// <param name="Figures">What follows from the position.</param>
/// <param name="Place">Among those that may be deleveraged with it.</param>
public readonly record struct HeldPosition(ushort Market, Subticks Mark, PositionFigures Figures, AdlPlace Place);

/// <param name="Account">The whole.</param>
/// <param name="Positions">That are not flat, in order of market.</param>
public readonly record struct AccountPositions(AccountFigures Account, IReadOnlyList<HeldPosition> Positions);

/// <summary>A position by the formulas that decide about it. A price of 0 is none.</summary>
/// <param name="Size">Positive is long.</param>
/// <param name="Cost">What was paid for it, with its sign.</param>
/// <param name="Unrealised">At mark.</param>
/// <param name="IsolatedMargin">Its pot, when it has one.</param>
/// <param name="Equity">Of the pot, or of the whole cross account.</param>
/// <param name="MaintenanceMargin">Of this position.</param>
/// <param name="InitialMargin">Of this position and its orders.</param>
/// <param name="Liquidation">The mark at which it would be liquidated, all else unchanged.</param>
/// <param name="Bankruptcy">The price at which nothing would be left of what stands behind it.</param>
/// <param name="BankruptcyWithFee">The same, after the fee of closing it.</param>
/// <param name="BreakEven">Closing there, as a taker, would leave what was before it was opened.</param>
/// <param name="NextFunding">What it would pay at the next hour at the present index; negative is received.</param>
/// <param name="OwedFunding">Of the last hour, still to be settled.</param>
public readonly record struct PositionFigures(
    Lots Size, Micros Cost, Micros Unrealised, Micros IsolatedMargin, Micros Equity, Micros MaintenanceMargin, Micros InitialMargin,
    Subticks Liquidation, Subticks Bankruptcy, Subticks BankruptcyWithFee, Subticks BreakEven, Micros NextFunding, Micros OwedFunding);
