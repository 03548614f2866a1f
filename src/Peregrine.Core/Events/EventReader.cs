using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>Walks the events in a run of bytes, as a sink or a follower gets them.</summary>
public ref struct EventReader(ReadOnlySpan<byte> events)
{
    private ReadOnlySpan<byte> _rest = events;
    private ReadOnlySpan<byte> _current;

    public readonly ref readonly EventHeader Header => ref MemoryMarshal.AsRef<EventHeader>(_current);

    public readonly ReadOnlySpan<byte> Bytes => _current;

    public bool Next()
    {
        if (_rest.Length < EventHeader.Size) return false;
        int length = MemoryMarshal.AsRef<EventHeader>(_rest).Length;
        Invariant.That(length >= EventHeader.Size && length <= _rest.Length, "an event is cut off");
        _current = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>The body; fields that this event's writer did not know yet are zero.</summary>
    public readonly T Body<T>() where T : unmanaged, IEventBody
    {
        Invariant.That(Header.Kind == T.Kind, "an event was read as another kind");
        ReadOnlySpan<byte> body = _current[EventHeader.Size..];
        return body.Length >= Unsafe.SizeOf<T>() ? MemoryMarshal.Read<T>(body) : Padded<T>(body);
    }

    // Apart, so that the reader can stay in registers: 40 instructions of a command's five events.
    private static T Padded<T>(ReadOnlySpan<byte> body) where T : unmanaged
    {
        T value = default;
        body.CopyTo(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }
}
