using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>An object of which one array is wanted.</summary>
internal static class Lists
{
    /// <remarks><paramref name="name"/>: The array's field. <paramref name="item"/>: Reads one object of it, its brace read already.</remarks>
    public static IReadOnlyList<T> Read<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, RestLine.Reading<T> item, object? context)
    {
        List<T> all = [];
        while (JsonIn.NextField(ref reader))
        {
            if (!reader.ValueTextEquals(name))
            {
                JsonIn.Skip(ref reader);
                continue;
            }
            JsonIn.Begin(ref reader, JsonTokenType.StartArray);
            while (JsonIn.NextItem(ref reader)) all.Add(item(ref reader, context));
        }
        return all;
    }
}
