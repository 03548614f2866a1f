using System.Text;
using System.Text.Json;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

/// <summary>The API as an OpenAPI 3.1 document, from the route table and the shapes by which codecs read.</summary>
internal static class OpenApiText
{
    private static readonly (string Name, Choices Values)[] Wire =
    [
        ("side", Words.Sides), ("tif", Words.Tifs), ("stp", Words.StpModes), ("orderType", Words.OrderTypes), ("orderState", Words.OrderStates),
        ("triggerBy", Words.TriggerRefs), ("fillReason", Words.FillReasons), ("cancelReason", Words.CancelReasons), ("orderFlags", new Choices<Core.OrderFlags>()),
        ("rejectCode", new Choices<Core.RejectCode>()),
    ];

    public static string Write(IReadOnlyList<Route> routes, string version)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("openapi", "3.1.0");
            WriteInfo(json, version);
            WritePaths(json, routes);
            WriteComponents(json, routes);
            WriteWireValues(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteInfo(Utf8JsonWriter json, string version)
    {
        json.WriteStartObject("info");
        json.WriteString("title", "Peregrine");
        json.WriteString("version", version);
        json.WriteString("description", "The native API. Prices, quantities and money are decimal strings; ids are strings; times are milliseconds since 1970 UTC.");
        json.WriteEndObject();
        json.WriteStartArray("servers");
        json.WriteStartObject();
        json.WriteString("url", Router.Prefix);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WritePaths(Utf8JsonWriter json, IReadOnlyList<Route> routes)
    {
        json.WriteStartObject("paths");
        foreach (IGrouping<string, Route> path in routes.GroupBy(static r => r.Path, StringComparer.Ordinal))
        {
            json.WriteStartObject(path.Key);
            foreach (Route route in path) WriteOperation(json, route);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteOperation(Utf8JsonWriter json, Route route)
    {
        json.WriteStartObject(route.Method.ToLowerInvariant());
        json.WriteString("summary", route.Summary);
        json.WriteString("x-limit-class", Choices.LowerCamel(route.Class.ToString()));
        json.WriteString("x-access", Choices.LowerCamel(route.Access.ToString()));
        if (route.Access == Access.Signed) json.WriteString("x-actions", route.Needs.ToString());
        WriteSecurity(json, route.Access);
        WriteParameters(json, route);
        if (route.Body is { } body)
        {
            json.WriteStartObject("requestBody");
            json.WriteBoolean("required", body.Required != 0);
            WriteContent(json, $"#/components/schemas/{body.Name}");
            json.WriteEndObject();
        }
        json.WriteStartObject("responses");
        string? answer = route.Answer is null ? null : $"#/components/schemas/{route.Answer.Name}";
        WriteResponse(json, route.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), "Done.", answer);
        WriteResponse(json, "default", "Not done, and why.", "#/components/schemas/Error");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSecurity(Utf8JsonWriter json, Access access)
    {
        if (access == Access.Public) return;
        json.WriteStartArray("security");
        foreach (string scheme in access == Access.Signed ? new[] { "bearer", "signature" } : ["bearer"])
        {
            json.WriteStartObject();
            json.WriteStartArray(scheme);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, Route route)
    {
        string[] inPath = [.. route.Path.Split('/').Where(static s => s.StartsWith('{')).Select(static s => s[1..^1])];
        if (inPath.Length == 0 && route.Query.Fields.Length == 0) return;
        json.WriteStartArray("parameters");
        foreach (string name in inPath)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("in", "path");
            json.WriteBoolean("required", true);
            json.WriteStartObject("schema");
            json.WriteString("type", "string");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        foreach (Field field in route.Query.Fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("in", "query");
            json.WriteBoolean("required", field.IsRequired);
            json.WriteString("description", field.Text);
            json.WriteStartObject("schema");
            WriteType(json, field.Type);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteResponse(Utf8JsonWriter json, string status, string text, string? schema)
    {
        json.WriteStartObject(status);
        json.WriteString("description", text);
        if (schema is not null) WriteContent(json, schema);
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, string schema)
    {
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        json.WriteStartObject("schema");
        json.WriteString("$ref", schema);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json, IReadOnlyList<Route> routes)
    {
        json.WriteStartObject("components");
        json.WriteStartObject("securitySchemes");
        json.WriteStartObject("bearer");
        json.WriteString("type", "http");
        json.WriteString("scheme", "bearer");
        json.WriteEndObject();
        json.WriteStartObject("signature");
        json.WriteString("type", "apiKey");
        json.WriteString("in", "header");
        json.WriteString("name", "X-Key");
        json.WriteString("description", "With X-Timestamp, X-Signature and perhaps X-Recv-Window; what is signed is told in native.md.");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("schemas");
        var shapes = new SortedDictionary<string, BodyShape>(StringComparer.Ordinal);
        foreach (Route route in routes) Collect(route.Body, shapes);
        foreach (BodyShape shape in shapes.Values) WriteShape(json, shape);
        AnswerSchemas.Write(json, routes, shapes.Keys);
        WriteError(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Collect(BodyShape? shape, SortedDictionary<string, BodyShape> into)
    {
        if (shape is null || !into.TryAdd(shape.Name, shape)) return;
        foreach (Field field in shape.Fields) Collect(field.Type.Of, into);
    }

    private static void WriteShape(Utf8JsonWriter json, BodyShape shape)
    {
        json.WriteStartObject(shape.Name);
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        if (shape.Required != 0)
        {
            json.WriteStartArray("required");
            foreach (Field field in shape.Fields.Where(static f => f.IsRequired)) json.WriteStringValue(field.Name);
            json.WriteEndArray();
        }
        json.WriteStartObject("properties");
        foreach (Field field in shape.Fields)
        {
            json.WriteStartObject(field.Name);
            WriteType(json, field.Type);
            json.WriteString("description", $"{field.Text} Takes {field.Type.Expected}.");
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, FieldType type)
    {
        string[] names = [.. Names(type.Schema)];
        if (names.Length == 1) json.WriteString("type", names[0]);
        else
        {
            json.WriteStartArray("type");
            foreach (string name in names) json.WriteStringValue(name);
            json.WriteEndArray();
        }
        if (type.Schema == JsonKinds.Array)
        {
            json.WriteStartObject("items");
            WriteItems(json, type);
            json.WriteEndObject();
        }
        else if (type.Schema == JsonKinds.Object && type.Of is { } of) json.WriteString("$ref", $"#/components/schemas/{of.Name}");
        else if (type.Choices is { } choices) WriteEnum(json, choices);
        if (type.Schema == JsonKinds.Integer && type.Max != long.MaxValue)
        {
            json.WriteNumber("minimum", type.Min);
            json.WriteNumber("maximum", type.Max);
        }
    }

    private static void WriteItems(Utf8JsonWriter json, FieldType type)
    {
        if (type.Of is { } of) json.WriteString("$ref", $"#/components/schemas/{of.Name}");
        else
        {
            json.WriteString("type", "string");
            if (type.Choices is { } choices) WriteEnum(json, choices);
        }
    }

    internal static void WriteEnum(Utf8JsonWriter json, Choices choices)
    {
        json.WriteStartArray("enum");
        foreach (Choices.Choice choice in choices.All) json.WriteStringValue(choice.Name);
        json.WriteEndArray();
    }

    private static IEnumerable<string> Names(JsonKinds kinds)
    {
        if ((kinds & JsonKinds.Text) != 0) yield return "string";
        if ((kinds & JsonKinds.Integer) != 0) yield return "integer";
        if ((kinds & JsonKinds.Flag) != 0) yield return "boolean";
        if ((kinds & JsonKinds.Array) != 0) yield return "array";
        if ((kinds & JsonKinds.Object) != 0) yield return "object";
    }

    private static void WriteError(Utf8JsonWriter json)
    {
        json.WriteStartObject("Error");
        json.WriteString("type", "object");
        json.WriteString("description", "One shape for everything that was not done: code is stable, message is for people, field and expected say what would have been taken.");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartArray("required");
        json.WriteStringValue("error");
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteStartObject("error");
        json.WriteString("$ref", $"#/components/schemas/{Answers.Error.Name}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("x-codes");
        foreach (ApiCode code in ApiCode.All)
        {
            json.WriteStartObject();
            json.WriteString("code", code.Name);
            json.WriteNumber("status", code.Status);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteWireValues(Utf8JsonWriter json)
    {
        json.WriteStartObject("x-wire-values");
        foreach ((string name, Choices values) in Wire)
        {
            json.WriteStartObject(name);
            foreach (Choices.Choice choice in values.All) json.WriteNumber(choice.Name, choice.Value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
