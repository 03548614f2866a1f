using Peregrine.Core;

namespace Peregrine.Scenarios.Events;

/// <summary>One event as the engine told it; the body is null for a kind this program does not know.</summary>
public sealed record RecordedEvent(EventHeader Header, object? Body)
{
    public T As<T>() where T : struct => (T)Body!;
}
