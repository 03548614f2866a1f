using System.Text.Json;

namespace Peregrine.Bench.Replay.Workloads;

/// <summary>What a workload is drawn from, and the hash of the file that must come out; read from the file that replays are checked with.</summary>
internal sealed record WorkloadSpec(string Name, uint Seed, int Records, int Levels, int LiveTarget, string Sha256)
{
    private const string Folder = "workloads";
    public const string Ending = ".expect.json";

    private static readonly string Home = Path.Combine(AppContext.BaseDirectory, Folder);

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Home, "*" + Ending).Select(p => Path.GetFileName(p)[..^Ending.Length]).Order(StringComparer.Ordinal);

    public static string PathOf(string name) => Path.Combine(Home, name + Ending);

    public static WorkloadSpec Named(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new BadInputException($"There is no workload '{name}'; there are: {string.Join(", ", Names)}.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        JsonElement root = document.RootElement;
        return new WorkloadSpec(
            name,
            root.GetProperty("seed").GetUInt32(),
            root.GetProperty("records").GetInt32(),
            root.GetProperty("levels").GetInt32(),
            root.GetProperty("target_live").GetInt32(),
            root.GetProperty("sha256_bin").GetString() ?? "");
    }
}
