using Peregrine.Core;
using Peregrine.Scenarios.Events;

namespace Peregrine.Scenarios.Running;

/// <summary>Keeps the events of the command that runs.</summary>
public sealed class RecordingSink : IEventSink
{
    private readonly List<RecordedEvent> _events = [];

    public void Take(ReadOnlySpan<byte> events) => _events.AddRange(EventCatalog.ReadAll(events));

    public List<RecordedEvent> TakeAll()
    {
        List<RecordedEvent> events = [.. _events];
        _events.Clear();
        return events;
    }
}
