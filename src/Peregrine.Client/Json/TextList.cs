using System.Text.Json;

namespace Peregrine.Client.Json;

/// <summary>An array of strings, as it is said.</summary>
internal static class TextList
{
    public static IReadOnlyList<string> Read(ref Utf8JsonReader reader)
    {
        List<string> all = [];
        JsonIn.Begin(ref reader, JsonTokenType.StartArray);
        while (JsonIn.NextItem(ref reader)) all.Add(reader.GetString() ?? "");
        return all;
    }

    public static void Write(JsonOut json, ReadOnlySpan<byte> name, IReadOnlyList<string> all)
    {
        json.Name(name).BeginArray();
        foreach (string one in all) json.Text(one);
        json.EndArray();
    }
}
