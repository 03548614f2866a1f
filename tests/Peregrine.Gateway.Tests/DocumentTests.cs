using System.Runtime.CompilerServices;
using System.Text.Json;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Native;

namespace Peregrine.Gateway.Tests;

public sealed class DocumentTests
{
    [Fact]
    public void The_committed_document_is_the_one_that_the_tables_make()
    {
        string path = Path.Combine(Root(), "docs", "api", "openapi.json");
        string made = Gateway.OpenApi("0.1.0");
        if (Environment.GetEnvironmentVariable("PEREGRINE_BLESS") == "1") File.WriteAllText(path, made);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == made, "docs/api/openapi.json differs from 'peregrine admin openapi'; verify --bless rewrites it, review the diff");
    }

    [Fact]
    public void It_has_every_route_and_no_reference_leads_nowhere()
    {
        using JsonDocument document = JsonDocument.Parse(Gateway.OpenApi("0.1.0"));
        JsonElement paths = document.RootElement.GetProperty("paths");
        foreach (Route route in NativeRoutes.All) Assert.True(paths.GetProperty(route.Path).TryGetProperty(route.Method.ToLowerInvariant(), out _), route.ToString());
        JsonElement schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        foreach (string reference in References(document.RootElement)) Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference);
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.Name == "$ref" ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
