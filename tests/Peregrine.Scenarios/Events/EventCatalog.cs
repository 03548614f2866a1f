using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Events;

/// <summary>Every event body that Core declares, by kind.</summary>
public static class EventCatalog
{
    private static readonly Dictionary<EventKind, (Func<byte[], object> Read, IReadOnlyList<Field> Fields)> Kinds = Find();

    public static IReadOnlyList<Field> FieldsOf(EventKind kind) => Kinds.TryGetValue(kind, out var known) ? known.Fields : [];

    public static List<RecordedEvent> ReadAll(ReadOnlySpan<byte> bytes)
    {
        List<RecordedEvent> events = [];
        EventReader reader = new(bytes);
        while (reader.Next())
        {
            object? body = Kinds.TryGetValue(reader.Header.Kind, out var known) ? known.Read(reader.Bytes.ToArray()) : null;
            events.Add(new RecordedEvent(reader.Header, body));
        }
        return events;
    }

    private static Dictionary<EventKind, (Func<byte[], object>, IReadOnlyList<Field>)> Find()
    {
        Dictionary<EventKind, (Func<byte[], object>, IReadOnlyList<Field>)> kinds = [];
        MethodInfo describe = typeof(EventCatalog).GetMethod(nameof(Describe), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (Type type in typeof(IEventBody).Assembly.GetTypes().Where(t => t.IsValueType && typeof(IEventBody).IsAssignableFrom(t)))
        {
            var (kind, read) = ((EventKind, Func<byte[], object>))describe.MakeGenericMethod(type).Invoke(null, null)!;
            kinds[kind] = (read, Field.Of(type));
        }
        return kinds;
    }

    private static (EventKind Kind, Func<byte[], object> Read) Describe<T>() where T : unmanaged, IEventBody => (T.Kind, bytes => Read<T>(bytes));

    private static T Read<T>(ReadOnlySpan<byte> bytes) where T : unmanaged, IEventBody
    {
        T value = default;
        ReadOnlySpan<byte> body = bytes[EventHeader.Size..];
        body[..Math.Min(body.Length, Unsafe.SizeOf<T>())].CopyTo(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }
}
