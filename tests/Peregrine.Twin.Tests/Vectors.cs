using System.Text.Json;

namespace Peregrine.Twin.Tests;

/// <summary>The worked numbers of the specification, as the reference arithmetic wrote them.</summary>
internal static class Vectors
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "domain-vectors.json"))).RootElement;

    public static JsonElement Of(string name) => Root.GetProperty(name);

    public static JsonElement At(this JsonElement element, string path) =>
        path.Split('/').Aggregate(element, (e, part) => e.ValueKind == JsonValueKind.Array ? e[int.Parse(part)] : e.GetProperty(part));

    public static long Num(this JsonElement element, string path = "") => (path.Length == 0 ? element : element.At(path)).GetInt64();

    public static string Text(this JsonElement element, string path) => element.At(path).GetString()!;

    public static long[] Nums(this JsonElement element, string path = "") => [.. (path.Length == 0 ? element : element.At(path)).EnumerateArray().Select(e => e.GetInt64())];
}
