using System.Diagnostics;
using System.Globalization;
using Peregrine.Crash.Venues;
using Xunit.Abstractions;

namespace Peregrine.Crash.Kills;

public class KillTests(ITestOutputHelper output)
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is null ? 20 : 500;

    /// <summary>Twenty deaths that nobody has seen before; five hundred when asked for.</summary>
    [Fact]
    public void Whatever_was_acknowledged_is_there_once_however_often_the_venue_is_killed()
    {
        string given = Environment.GetEnvironmentVariable("PEREGRINE_CRASH_SEED") ?? "";
        ulong seed = given.Length > 0 ? ulong.Parse(given, CultureInfo.InvariantCulture) : (ulong)Stopwatch.GetTimestamp();
        // Printed first. The seed draws what is sent and when is killed; when threads run is the machine's.
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SEED={seed} kills={Kills}"));
        using var run = new KillRun(seed);
        run.Run(Kills);
        string summary = $"{run.Tally}; {run.Found}";
        output.WriteLine(summary);
        Console.WriteLine($"crashes: {summary}");
        Assert.Equal(Kills, run.Tally.Kills);
        Assert.True(run.Found is { Acknowledged: > 0, Unanswered: > 0, Repeated: > 0 }, $"kills in which nobody is left in doubt show nothing: {summary}");
        Assert.True(run.Found.Done > run.Found.Acknowledged / 2, $"a venue that refuses most of what is wanted shows little: {summary}");
        Assert.True(run.Tally["half snapshots"] > 0 && run.Tally["new segments"] > 0, $"a kill that interrupts nothing shows nothing: {summary}");
        Assert.True(Strace.Missing is not null || run.Tally["died in a call"] > 0, $"no kill came at a call: {summary}");
    }
}
