using Peregrine.Bench.Liquidation;
using Xunit;

namespace Peregrine.Bench.Tests;

public sealed class LiquidationBenchTests
{
    /// <summary>It checks its own work: the engine and its twin tell the same, and every venue keeps its invariants.</summary>
    [Fact]
    public void A_few_crashes_are_played_under_every_policy() => Assert.Equal(0, Started.With<CrashPlan>("--seeds", "1..6"));

    [Fact]
    public void Seeds_that_are_no_range_are_refused() => Assert.Equal(2, Started.With<CrashPlan>("--seeds", "9..1"));
}
