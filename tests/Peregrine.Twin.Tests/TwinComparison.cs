using System.Globalization;
using Peregrine.Core;
using Xunit;
using Xunit.Abstractions;

namespace Peregrine.Twin.Tests;

/// <summary>The same streams through the engine and its twin. PEREGRINE_COMPARE turns the engine on: "all", or the command kinds to send, by name.</summary>
public sealed class TwinComparison(ITestOutputHelper output)
{
    private static readonly string Compare = Environment.GetEnvironmentVariable("PEREGRINE_COMPARE") ?? "";
    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private static HashSet<CommandKind>? Kinds => Compare is "" or "all" ? null : [.. Compare.Split(',').Select(k => Enum.Parse<CommandKind>(k))];

    [Fact]
    public void Twin_keeps_its_invariants_over_random_streams()
    {
        foreach (ulong seed in Seeds(Setting("PEREGRINE_SEEDS", 60))) Check(seed, 2_000, new Comparison.Options(Engine: false, Invariants: true));
    }

    [Fact]
    public void Engine_and_twin_tell_the_same_story()
    {
        if (Compare.Length == 0)
        {
            output.WriteLine("PEREGRINE_COMPARE is not set: the engine is not compared");
            return;
        }
        int seeds = Setting("PEREGRINE_SEEDS", 200), commands = Setting("PEREGRINE_COMMANDS", 10_000);
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        Parallel.ForEach(Seeds(seeds), two, seed => Check(seed, commands, new Comparison.Options(Engine: true, Invariants: false)));
    }

    /// <summary>Seeds that once found something first, then the fresh ones.</summary>
    private static IEnumerable<ulong> Seeds(int fresh) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt"))
            .Where(line => line.Length > 0)
            .Select(line => ulong.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))
            .Concat(Enumerable.Range(1, fresh).Select(i => (ulong)i))
            .Distinct();

    private void Check(ulong seed, int commands, Comparison.Options options)
    {
        lock (output) output.WriteLine($"SEED={seed} commands={commands} {options}");
        string? report = Comparison.Of(seed, Workload.Stream(seed, commands, Kinds), options);
        Assert.True(report is null, report);
    }
}
