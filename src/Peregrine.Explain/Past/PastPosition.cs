using Peregrine.Core;

namespace Peregrine.Explain.Past;

/// <summary>A position as it was just before an event.</summary>
internal readonly record struct PastPosition(long Size, long Cost, long Pot, MarginMode Mode);
