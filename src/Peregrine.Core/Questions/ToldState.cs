namespace Peregrine.Core;

/// <summary>The state as <c>State*</c> events, in pieces of whole events; none before genesis.</summary>
/// <param name="Events">To be walked with <see cref="EventReader"/>, in order.</param>
public readonly record struct ToldState(IReadOnlyList<ReadOnlyMemory<byte>> Events);
