using Peregrine.Bench.MarketData;
using Xunit;

namespace Peregrine.Bench.Tests;

public sealed class MarketDataBenchTests
{
    /// <summary>It checks its own work: the folded book is the one that the engine tells at the end.</summary>
    [Fact]
    public void Every_fold_is_fed_a_small_recording() =>
        Assert.Equal(0, Started.With<Tape>(Path.Combine(AppContext.BaseDirectory, "golden", "books", "tiny.bin"), "--runs", "1"));

    [Fact]
    public void A_recording_that_is_not_there_is_refused() => Assert.Equal(2, Started.With<Tape>("nothing.bin"));
}
