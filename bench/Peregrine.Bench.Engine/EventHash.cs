using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>The hash of all events since the last reset.</summary>
internal sealed class EventHash : IEventSink
{
    public ulong Value { get; private set; }

    public void Reset() => Value = 0;

    public void Take(ReadOnlySpan<byte> events) => Value = Hash64.Extend(Value, events);
}
