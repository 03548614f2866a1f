namespace Peregrine.Core;

/// <summary>The largest order each side could place now. Answered with <see cref="RoomAnswer"/>.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Key">That would sign, or 0.</param>
/// <param name="Market">Where.</param>
/// <param name="Price">Its limit; 0 for a market order.</param>
/// <param name="SlipPpb">Of a market order; 0 for the usual.</param>
/// <param name="ReduceOnly">Only what shrinks the position.</param>
public readonly record struct AskRoom(int Account, int Key, ushort Market, Ticks Price, int SlipPpb, bool ReduceOnly);

/// <summary>What one side could place.</summary>
/// <param name="Most">0 when it can place nothing.</param>
/// <param name="Price">The limit that this holds for.</param>
/// <param name="Limit">What one lot more would be answered; none only when there is no more.</param>
public readonly record struct SideRoom(Lots Most, Ticks Price, RejectCode Limit);

public readonly record struct RoomAnswer(SideRoom Buy, SideRoom Sell);
