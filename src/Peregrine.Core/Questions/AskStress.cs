namespace Peregrine.Core;

/// <summary>What price shocks would do to an account, all at once. Answered with <see cref="StressAnswer"/>.</summary>
/// <param name="Account">Whose.</param>
/// <param name="MovesPpb">By market number: how far each mark moves; what is beyond its end does not. Indexes of collateral stay.</param>
public readonly record struct AskStress(int Account, ReadOnlyMemory<int> MovesPpb);

/// <summary>One position under a shock.</summary>
/// <param name="Market">Where.</param>
/// <param name="Mark">Moved.</param>
/// <param name="Unrealised">There.</param>
/// <param name="Change">Against now.</param>
/// <param name="WouldBeLiquidated">Its pot, or its cross account, would be below its maintenance margin.</param>
public readonly record struct StressedPosition(ushort Market, Subticks Mark, Micros Unrealised, Micros Change, bool WouldBeLiquidated);

/// <summary>A cross account and its pots under shocks, before anything fires or is liquidated.</summary>
/// <param name="Equity">Of the cross part.</param>
/// <param name="MaintenanceMargin">Of the cross part.</param>
/// <param name="WouldBeLiquidated">The cross part.</param>
/// <param name="Positions">In order of market.</param>
public readonly record struct StressAnswer(Micros Equity, Micros MaintenanceMargin, bool WouldBeLiquidated, IReadOnlyList<StressedPosition> Positions);
