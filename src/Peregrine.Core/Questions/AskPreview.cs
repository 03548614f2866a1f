namespace Peregrine.Core;

/// <summary>What would an order do if it came now? Answered with <see cref="PreviewAnswer"/>; nothing is stored and nothing promised.</summary>
/// <param name="Commands">What would be sent: one order of any kind, or a group. Untouched until the answer is there. Names and idempotency are not asked.</param>
public readonly record struct AskPreview(ReadOnlyMemory<Command> Commands);

/// <summary>Lots at one price, as an order would meet them.</summary>
public readonly record struct PlannedFill(ushort Market, Ticks Price, Lots Qty);

/// <summary>What would become of one order of a preview.</summary>
/// <param name="Market">Where.</param>
/// <param name="Side">After sides that follow from the position.</param>
/// <param name="Price">Its limit, also when the engine computes it; 0 for what waits without one.</param>
/// <param name="Qty">Its whole size; 0 for what takes its size when it fires.</param>
/// <param name="State">As <see cref="CommandDone"/> would tell it.</param>
/// <param name="Stop">Why its rest would be cancelled, or 0.</param>
/// <param name="Filled">At once.</param>
/// <param name="Notional">Of that.</param>
/// <param name="Fee">Of that, to the venue.</param>
/// <param name="BuilderFee">Of that, on top.</param>
/// <param name="Rest">What would stay in the book.</param>
public readonly record struct PlannedOrder(
    ushort Market, Side Side, Ticks Price, Lots Qty, OrderState State, CancelReason Stop, Lots Filled, Micros Notional, Micros Fee, Micros BuilderFee, Lots Rest);

/// <summary>A position in one market before an order and after it.</summary>
/// <param name="Market">Where.</param>
/// <param name="Mark">At the moment.</param>
/// <param name="Before">As it is.</param>
/// <param name="After">As fills at once would leave it.</param>
public readonly record struct PlannedPosition(ushort Market, Subticks Mark, PositionFigures Before, PositionFigures After);

/// <summary>What a command would be answered, and what it would do.</summary>
/// <param name="Code">As the command would be answered.</param>
/// <param name="Needed">Margin and reserve that the order asks for, when it asks for any; also when it is refused for that.</param>
/// <param name="Available">Before it.</param>
/// <param name="Before">The account as it is.</param>
/// <param name="After">The account with its fills and what would rest.</param>
/// <param name="Orders">In the order in which they would run; none when the command would be refused.</param>
/// <param name="Fills">Of all of them, in order.</param>
/// <param name="Positions">In each market that they are for.</param>
public readonly record struct PreviewAnswer(
    RejectCode Code, Micros Needed, Micros Available, AccountFigures Before, AccountFigures After,
    IReadOnlyList<PlannedOrder> Orders, IReadOnlyList<PlannedFill> Fills, IReadOnlyList<PlannedPosition> Positions);
