using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>The API's own document: what it says of an answer must be all there is in it.</summary>
internal sealed class ApiDocument
{
    private readonly JsonElement _paths;
    private readonly JsonElement _schemas;

    private ApiDocument(JsonElement document) =>
        (_paths, _schemas) = (document.GetProperty("paths"), document.GetProperty("components").GetProperty("schemas"));

    /// <summary>As the program prints it.</summary>
    public static async Task<ApiDocument> Load() => new(JsonDocument.Parse((await VenueProcess.Run("admin", "openapi")).Output).RootElement);

    /// <summary>What in an answer is not as the document says; nothing when all is.</summary>
    public List<string> Complaints(string method, string route, int status, JsonElement answer)
    {
        List<string> complaints = [];
        JsonElement responses = _paths.GetProperty(route).GetProperty(method.ToLowerInvariant()).GetProperty("responses");
        if (!responses.TryGetProperty(status.ToString(System.Globalization.CultureInfo.InvariantCulture), out JsonElement response)) response = responses.GetProperty("default");
        bool isTold = response.TryGetProperty("content", out JsonElement content);
        if (!isTold && answer.ValueKind != JsonValueKind.Undefined) complaints.Add($"{method} {route}: answers what the document does not tell");
        if (isTold) Compare(answer, content.GetProperty("application/json").GetProperty("schema"), $"{method} {route}: ", complaints);
        return complaints;
    }

    private void Compare(JsonElement value, JsonElement schema, string path, List<string> complaints)
    {
        if (schema.TryGetProperty("$ref", out JsonElement name)) schema = _schemas.GetProperty(name.GetString()!.Split('/')[^1]);
        if (schema.TryGetProperty("type", out JsonElement type) && type.GetString() != TypeOf(value)) complaints.Add($"{path} is {TypeOf(value)}, not {type.GetString()}");
        else if (schema.TryGetProperty("enum", out JsonElement choices) && choices.EnumerateArray().All(c => c.GetString() != value.GetString())) complaints.Add($"{path} is {value}");
        else if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out JsonElement properties)) Compare(value, schema, properties, path, complaints);
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
        {
            foreach (JsonElement item in value.EnumerateArray()) Compare(item, items, path + "[]", complaints);
        }
    }

    private void Compare(JsonElement value, JsonElement schema, JsonElement properties, string path, List<string> complaints)
    {
        foreach (JsonElement required in schema.GetProperty("required").EnumerateArray())
        {
            if (!value.TryGetProperty(required.GetString()!, out _)) complaints.Add($"{path} lacks {required}");
        }
        foreach (JsonProperty field in value.EnumerateObject())
        {
            if (properties.TryGetProperty(field.Name, out JsonElement of)) Compare(field.Value, of, $"{path}.{field.Name}", complaints);
            else complaints.Add($"{path} has {field.Name}, of which nothing is told");
        }
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "nothing",
    };
}
