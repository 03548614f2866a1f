using System.Diagnostics;
using System.Globalization;
using Peregrine.Simulation.World;
using Xunit;
using Xunit.Abstractions;

namespace Peregrine.Simulation;

public class FreshSeedsTests(ITestOutputHelper output)
{
    private const int Steps = 600;
    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;

    /// <summary>Twenty seconds of days that nobody has seen before; half an hour when asked for.</summary>
    [Fact]
    public void Nothing_acknowledged_is_ever_lost()
    {
        TimeSpan enough = Deep ? TimeSpan.FromMinutes(30) : TimeSpan.FromSeconds(20);
        ulong seed = (ulong)Stopwatch.GetTimestamp();
        long start = Stopwatch.GetTimestamp();
        var tally = new SimTally();
        int days = 0;
        do
        {
            // Printed first: even a run that kills the process leaves the way back.
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SEED={++seed}"));
            tally += SimRun.Run(seed, Steps);
            days++;
        }
        while (Stopwatch.GetElapsedTime(start) < enough);
        output.WriteLine($"{days} days: {tally}");
        Console.WriteLine($"simulation: {days} days, {tally}");
        Assert.True(tally is { PowerCuts: > 0, Audits: > 0, Acknowledged: > 0 }, $"a simulation in which nothing goes wrong shows nothing: {tally}");
    }

    /// <summary>The same seed is the same day, to the last hash.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_seed_is_the_whole_way_back(int seed) => Assert.Equal(SimRun.Run((ulong)seed, Steps), SimRun.Run((ulong)seed, Steps));

    /// <summary>Days that once ended badly.</summary>
    [Theory]
    [InlineData(81232249788806)]
    [InlineData(50250868345919)]
    [InlineData(71677275256082)]
    [InlineData(7206934131482)]
    [InlineData(7488069618032)]
    [InlineData(16397682193106)]
    [InlineData(61193226529533)]
    public void A_day_that_went_wrong_goes_well(ulong seed) => Assert.True(SimRun.Run(seed, Steps).Audits > 0);

    /// <summary>Days that are the same each time, so that it can be said what happens in them.</summary>
    [Fact]
    public void In_a_few_days_everything_goes_wrong_that_can()
    {
        var tally = new SimTally();
        for (ulong seed = 3; seed <= 8; seed++)
        {
            SimTally day = SimRun.Run(seed, Steps);
            output.WriteLine($"{seed}: {day}");
            tally += day;
        }
        bool all = tally is
        {
            PowerCuts: > 0, Kills: > 0, TornTails: > 0, ReadOnly: > 0, Snapshots: > 0, FromSnapshot: > 0, BadSnapshots: > 0, Forgotten: > 0, EventCuts: > 0, Answers: > 0
        };
        Assert.True(all && tally.Gaps + tally.Rebuilds > 0, $"a simulation in which nothing goes wrong shows nothing: {tally}");
    }
}
