using System.Text.Json;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

/// <summary>What answers look like, as schemas of the API's document.</summary>
internal static class AnswerSchemas
{
    /// <summary>Every shape that some route answers with, and that of refusals, by name; a body and an answer have no name in common.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Route> routes, IEnumerable<string> taken)
    {
        var shapes = new SortedDictionary<string, AnswerShape>(StringComparer.Ordinal);
        foreach (Route route in routes) Collect(route.Answer, shapes);
        Collect(Answers.Error, shapes);
        foreach (string name in taken)
        {
            if (shapes.ContainsKey(name)) throw new InvalidOperationException($"a body and an answer are both called {name}");
        }
        foreach (AnswerShape shape in shapes.Values) Write(json, shape);
    }

    private static void Write(Utf8JsonWriter json, AnswerShape shape)
    {
        json.WriteStartObject(shape.Name);
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartArray("required");
        foreach (AnswerField field in shape.Fields.Where(static f => f.IsAlways)) json.WriteStringValue(field.Name);
        json.WriteEndArray();
        json.WriteStartObject("properties");
        foreach (AnswerField field in shape.Fields)
        {
            json.WriteStartObject(field.Name);
            WriteType(json, field.Type);
            json.WriteString("description", field.Type.Text is null ? field.Text : $"{field.Text} As {field.Type.Text}.");
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Collect(AnswerShape? shape, SortedDictionary<string, AnswerShape> into)
    {
        if (shape is null) return;
        if (!into.TryAdd(shape.Name, shape))
        {
            if (into[shape.Name] != shape) throw new InvalidOperationException($"two answers are called {shape.Name}");
            return;
        }
        foreach (AnswerField field in shape.Fields)
        {
            Collect(field.Type.Of, into);
            Collect(field.Type.Item?.Of, into);
        }
    }

    private static void WriteType(Utf8JsonWriter json, AnswerType type)
    {
        string? name = type.Kind switch
        {
            JsonKinds.Text => "string",
            JsonKinds.Integer => "integer",
            JsonKinds.Flag => "boolean",
            JsonKinds.Array => "array",
            _ => null,
        };
        if (type.Kind == JsonKinds.Object) json.WriteString("$ref", $"#/components/schemas/{type.Of!.Name}");
        else if (name is not null) json.WriteString("type", name);
        if (type.Choices is { } choices) OpenApiText.WriteEnum(json, choices);
        if (type.Kind != JsonKinds.Array || (type.Of is null && type.Item is null)) return;
        json.WriteStartObject("items");
        if (type.Of is { } of) json.WriteString("$ref", $"#/components/schemas/{of.Name}");
        else WriteType(json, type.Item!);
        json.WriteEndObject();
    }
}
