using Peregrine.Core;

namespace Peregrine.History.Tests;

/// <summary>A state as an engine tells it, event by event.</summary>
internal sealed class Pieces : IEventSink
{
    private readonly List<byte[]> _told = [];

    public static List<byte[]> Of(Engine.Engine engine)
    {
        Pieces pieces = new();
        engine.Describe(new EventWriter(pieces));
        return pieces._told;
    }

    void IEventSink.Take(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        while (reader.Next()) _told.Add(reader.Bytes.ToArray());
    }
}
