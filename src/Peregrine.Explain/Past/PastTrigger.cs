using Peregrine.Core;

namespace Peregrine.Explain.Past;

/// <summary>A trigger as it waited.</summary>
internal readonly record struct PastTrigger(Side Side, long TriggerPrice, int CallbackPpb, long Offset);
