namespace Peregrine.Engine.Orders;

/// <summary>A timer as its owner set it.</summary>
/// <remarks>Id and tie say by public numbers what it concerns; the payload says where that is now, usually a slot, and orders nothing.</remarks>
internal readonly record struct DueTimer(long DueNs, TimerKind Kind, long Id, long Tie, int Payload, int Handle);
