using Peregrine.Core;

namespace Peregrine.Engine.Tests.Lifecycle;

/// <summary>Collects what an engine tells of its state.</summary>
internal sealed class DescribeTaker : IEventSink
{
    private readonly List<byte> _bytes = [];

    public void Take(ReadOnlySpan<byte> events) => _bytes.AddRange(events);

    public static byte[] Of(Engine engine)
    {
        DescribeTaker taker = new();
        engine.Describe(new EventWriter(taker));
        return [.. taker._bytes];
    }
}
