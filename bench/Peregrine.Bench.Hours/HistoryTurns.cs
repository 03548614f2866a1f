using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Peregrine.Bench.Load;

namespace Peregrine.Bench.Hours;

/// <summary>What history costs whoever trades: the same load by turns, while history stores and while somebody else holds its file so that it cannot.</summary>
internal sealed class HistoryTurns(RunningVenue venue, Options options, TextWriter say)
{
    private const int WarmSeconds = 4, Seconds = 10;
    private static readonly TimeSpan CaughtUpWithin = TimeSpan.FromMinutes(2);
    private readonly List<double> _with = [];
    private readonly List<double> _without = [];

    /// <returns>True when every turn added up, and history caught up behind each.</returns>
    public async Task<bool> Run()
    {
        // The runtime compiles during the first.
        bool isGood = await Turn(isHeld: false, counts: false);
        for (int i = 0; i < 2 * options.Turns; i++)
        {
            // Who goes first changes: without, with, with, without.
            isGood &= await Turn(isHeld: (i + 1) / 2 % 2 == 0, counts: true);
        }
        double with = Median(_with), without = Median(_without);
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"turns":{{options.Turns}},"rate":{{options.Rate}},"p50UsWithHistory":{{with:0}},"p50UsWithout":{{without:0}},"ratio":{{with / without:0.000}}}"""));
        return isGood;
    }

    private async Task<bool> Turn(bool isHeld, bool counts)
    {
        await venue.CaughtUp(CaughtUpWithin);
        var run = new LoadRun(options.Load(venue.Url, WarmSeconds, Seconds));
        Sample behind;
        await using (SqliteConnection file = await Open())
        {
            await using SqliteTransaction? hold = isHeld ? file.BeginTransaction(deferred: false) : null;
            await run.Run();
            behind = await venue.Look();
        }
        long began = Stopwatch.GetTimestamp();
        Sample end = await venue.CaughtUp(CaughtUpWithin);
        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double p50 = run.Paths[0].Latencies.Percentile(0.5).TotalMicroseconds;
        if (counts) (isHeld ? _without : _with).Add(p50);
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            {"history":{{(isHeld ? "false" : "true")}},"counts":{{(counts ? "true" : "false")}},"p50Us":{{p50:0}},"p99Us":{{run.Paths[0].Latencies.Percentile(0.99).TotalMicroseconds:0}},"addsUp":{{(run.AddsUp ? "true" : "false")}},"behind":{{behind.Behind}},"caughtUpPerSecond":{{(isHeld ? behind.Behind / took : 0):0}}}
            """));
        return run.AddsUp && run[Outcome.Wrong] == 0 && end.Behind == 0;
    }

    private async Task<SqliteConnection> Open()
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = venue.HistoryFile, Pooling = false, DefaultTimeout = 60 }.ToString());
        await file.OpenAsync();
        return file;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
