using Peregrine.Bench;
using Peregrine.Bench.Load;

namespace Peregrine.Client;

/// <summary>The load generator in small, on markets that nobody else trades.</summary>
public sealed class LoadTests(Venue venue) : IClassFixture<Venue>
{
    [Theory]
    [InlineData("http", "0")]
    [InlineData("compare", "0")]
    [InlineData("ws", "0")]
    [InlineData("binary", "100")]
    public async Task Every_answer_makes_sense_and_every_micro_dollar_is_accounted_for(string path, string rate)
    {
        var run = new LoadRun(LoadOptions.Parse(["--url", venue.Url.ToString(), "--path", path, "--users", "3", "--window", "2", "--seconds", "1", "--warm", "0", "--rate", rate, "--market", "ETH-PERP"]));
        await run.Run();
        Assert.True(run.AddsUp, $"{run.Told}");
        Assert.True(run.Told is { Fills: > 0, FeesMicros: var fees } && fees > 0, $"{run.Told}");
        Assert.Equal(0, run[Outcome.Wrong]);
        Assert.All(run.Paths, static p => Assert.True(p.Latencies.Count > 0, $"{p.Path}"));
        Assert.True(run[Outcome.Done] > 0, $"{run[Outcome.Refused]} refused, {run[Outcome.Busy]} busy");
    }

    [Fact]
    public void Only_a_venue_on_this_machine_is_loaded() => Assert.Throws<ArgumentException>(() => LoadOptions.Parse(["--url", "http://venue.example"]));

    [Fact]
    public void Percentiles_lie_where_the_answers_do()
    {
        var latencies = new Latencies();
        for (int i = 1; i <= 1000; i++) latencies.Add(TimeSpan.FromMicroseconds(i));
        Assert.InRange(latencies.Percentile(0.5).TotalMicroseconds, 500, 520);
        Assert.InRange(latencies.Percentile(0.99).TotalMicroseconds, 990, 1030);
    }
}
