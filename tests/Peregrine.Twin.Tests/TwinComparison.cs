using System.Globalization;
using Peregrine.Core;
using Xunit;
using Xunit.Abstractions;

namespace Peregrine.Twin.Tests;

/// <summary>The same streams through the engine and its twin. More of them: tests/Peregrine.Twin.Run.</summary>
public sealed class TwinComparison(ITestOutputHelper output)
{
    private const int FreshSeeds = 120;
    private const int FreshRiskSeeds = 120;
    private const int FreshSourcedSeeds = 60;
    /// <summary>Seeds that once found something are run as far as that was; fresh ones find most of what they find early.</summary>
    private const int KnownCommands = 10_000;
    private const int FreshCommands = 4_000;
    private const int SourcedCommands = 2_500;
    private const int FreshChangedSeeds = 40;
    private const int FreshLendingSeeds = 60;
    private const int FreshTogetherSeeds = 30;
    private const int FreshEndingSeeds = 30;
    private const int FreshAuctionSeeds = 30;
    private const int LendingCommands = 1_200;

    [Fact]
    public void Twin_keeps_its_invariants_over_random_streams()
    {
        foreach (ulong seed in Known().Concat(Fresh(20, 40))) Check(seed, 2_000, new Comparison.Options(Engine: false, Invariants: true));
    }

    [Fact]
    public void Engine_and_twin_tell_the_same_story()
    {
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        Parallel.ForEach(Known(), two, seed => Check(seed, KnownCommands, new Comparison.Options(Engine: true, Invariants: true)));
        Parallel.ForEach(Fresh(FreshSeeds, FreshRiskSeeds), two, seed => Check(seed, FreshCommands, new Comparison.Options(Engine: true, Invariants: true)));
    }

    [Fact]
    public void They_agree_on_prices_from_sources_funding_and_auctions()
    {
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        IEnumerable<ulong> seeds = Enumerable.Range(0, FreshSourcedSeeds).Select(i => Workload.FirstSourcedSeed + (ulong)i);
        Parallel.ForEach(seeds, two, seed => Check(seed, SourcedCommands, new Comparison.Options(Engine: true, Invariants: true)));
    }

    [Fact]
    public void They_agree_on_changes_by_two_administrators()
    {
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        IEnumerable<ulong> seeds = Enumerable.Range(0, FreshChangedSeeds).Select(i => Workload.FirstChangedSeed + (ulong)i);
        Parallel.ForEach(seeds, two, seed => Check(seed, SourcedCommands, new Comparison.Options(Engine: true, Invariants: true)));
    }

    [Fact]
    public void They_agree_on_loans_and_on_what_operators_do_together()
    {
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        IEnumerable<ulong> lending = Enumerable.Range(0, FreshLendingSeeds).Select(i => Workload.FirstLendingSeed + (ulong)i);
        IEnumerable<ulong> seeds = lending.Concat(Enumerable.Range(0, FreshTogetherSeeds).Select(i => Workload.FirstTogetherSeed + (ulong)i));
        Parallel.ForEach(seeds, two, seed => Check(seed, LendingCommands, new Comparison.Options(Engine: true, Invariants: true)));
    }

    [Fact]
    public void They_agree_on_how_markets_end()
    {
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        IEnumerable<ulong> seeds = Enumerable.Range(0, FreshEndingSeeds).Select(i => Workload.FirstEndingSeed + (ulong)i);
        Parallel.ForEach(seeds, two, seed => Check(seed, LendingCommands, new Comparison.Options(Engine: true, Invariants: true)));
    }

    [Fact]
    public void They_agree_on_orders_that_ask_makers()
    {
        ParallelOptions two = new() { MaxDegreeOfParallelism = 2 };
        IEnumerable<ulong> seeds = Enumerable.Range(0, FreshAuctionSeeds).Select(i => Workload.FirstAuctionSeed + (ulong)i);
        Parallel.ForEach(seeds, two, seed => Check(seed, LendingCommands, new Comparison.Options(Engine: true, Invariants: true)));
    }

    /// <summary>Seeds that once found something.</summary>
    private static IEnumerable<ulong> Known() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt")).Where(line => line.Length > 0).Select(line => ulong.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>Of venues without and with liquidation.</summary>
    private static IEnumerable<ulong> Fresh(int trading, int risk) =>
        Enumerable.Range(1, trading).Select(i => (ulong)i).Concat(Enumerable.Range(0, risk).Select(i => Workload.FirstRiskSeed + (ulong)i));

    private void Check(ulong seed, int commands, Comparison.Options options)
    {
        lock (output) output.WriteLine($"SEED={seed} commands={commands} {options}");
        string? report = Comparison.Of(seed, Workload.Stream(seed, commands), options);
        Assert.True(report is null, report);
    }
}
