using System.Globalization;
using Peregrine.Bench.Load;

namespace Peregrine.Bench.Hours;

/// <summary>A venue left running with a load: what it takes after a while, and at the end.</summary>
internal sealed class Hour(RunningVenue venue, Options options, TextWriter say)
{
    private const double GrowthMost = 0.05;
    private static readonly TimeSpan CaughtUpWithin = TimeSpan.FromMinutes(1);

    /// <returns>True when nothing was lost and everything stayed within what operators are told.</returns>
    public async Task<bool> Run()
    {
        var watch = new Watch(venue, say);
        using var isOver = new CancellationTokenSource();
        Task watching = watch.Run(isOver.Token);
        var run = new LoadRun(options.Load(venue.Url, warm: 0, options.Minutes * 60));
        await run.Run();
        await isOver.CancelAsync();
        await watching;
        double before = watch.Memory(options.Settled), after = watch.Memory(watch.Minutes - 1);
        Sample end = await venue.CaughtUp(CaughtUpWithin);
        string[] above = [.. DiskBudget.Exceeded(end)];
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            {"minutes":{{options.Minutes}},"rate":{{options.Rate}},"commands":{{end.Commands}},"done":{{run[Outcome.Done]}},"refused":{{run[Outcome.Refused]}},"busy":{{run[Outcome.Busy]}},"wrong":{{run[Outcome.Wrong]}},"addsUp":{{(run.AddsUp ? "true" : "false")}},
             "p50Us":{{run.Paths[0].Latencies.Percentile(0.5).TotalMicroseconds:0}},"p99Us":{{run.Paths[0].Latencies.Percentile(0.99).TotalMicroseconds:0}},"historyBehindMost":{{watch.BehindMost}},"historyBehind":{{end.Behind}},
             "residentMB":{{before / 1e6:0.0}},"residentMBAtTheEnd":{{after / 1e6:0.0}},"growth":{{after / before - 1:0.0000}},
             "journalBytes":{{end.JournalBytes}},"eventBytes":{{end.EventBytes}},"historyBytes":{{end.HistoryBytes}},"diskAbove":"{{string.Join(' ', above)}}"}
            """));
        return run.AddsUp && run[Outcome.Wrong] == 0 && after / before - 1 < GrowthMost && end.Behind == 0 && above.Length == 0;
    }
}
