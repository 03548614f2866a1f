using Peregrine.Bench.Engine;
using Xunit;

namespace Peregrine.Bench.Tests;

public sealed class EngineBenchTests
{
    /// <summary>Every part checks its own work: fills that must come, triggers that must not fire, windows that must not show.</summary>
    [Fact]
    public void Every_part_of_the_engine_bench_runs_when_small() => Assert.Equal(0, Started.With<Venue>("--size", "tiny"));

    [Fact]
    public void A_part_that_does_not_exist_is_refused() => Assert.Equal(2, Started.With<Venue>("--size", "tiny", "weather"));
}
