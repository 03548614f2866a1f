namespace Peregrine.Core;

/// <summary>Takes whole events as the engine makes them. The bytes are the engine's again when the call returns.</summary>
public interface IEventSink
{
    void Take(ReadOnlySpan<byte> events);
}
