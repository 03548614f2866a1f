using System.Globalization;
using Peregrine.Bench.Hours;
using Peregrine.Bench.Load;

const double GrowthMost = 0.05;
var caughtUpWithin = TimeSpan.FromMinutes(1);

Options options;
try
{
    options = Options.Parse(args);
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{Options.Usage}");
    return 2;
}
RunningVenue started;
try
{
    started = await RunningVenue.Start();
}
catch (IOException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
await using RunningVenue venue = started;
var watch = new Watch(venue, Console.Out);
using var isOver = new CancellationTokenSource();
Task watching = watch.Run(isOver.Token);
string[] load = ["--url", venue.Url.ToString(), "--path", "binary", "--window", "16", "--users", Text(options.Users), "--rate", Text(options.Rate), "--warm", "0", "--seconds", Text(options.Minutes * 60)];
var run = new LoadRun(LoadOptions.Parse(load));
await run.Run();
await isOver.CancelAsync();
await watching;
double before = watch.Memory(options.Settled), after = watch.Memory(watch.Minutes - 1);
Sample end = await venue.Look();
for (DateTime most = DateTime.UtcNow + caughtUpWithin; end.Behind > 0 && DateTime.UtcNow < most; end = await venue.Look()) await Task.Delay(100);
string[] above = [.. DiskBudget.Exceeded(end)];
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""
    {"minutes":{{options.Minutes}},"rate":{{options.Rate}},"commands":{{end.Commands}},"done":{{run[Outcome.Done]}},"refused":{{run[Outcome.Refused]}},"busy":{{run[Outcome.Busy]}},"wrong":{{run[Outcome.Wrong]}},"addsUp":{{(run.AddsUp ? "true" : "false")}},
     "p50Us":{{run.Paths[0].Latencies.Percentile(0.5).TotalMicroseconds:0}},"p99Us":{{run.Paths[0].Latencies.Percentile(0.99).TotalMicroseconds:0}},"historyBehindMost":{{watch.BehindMost}},"historyBehind":{{end.Behind}},
     "residentMB":{{before / 1e6:0.0}},"residentMBAtTheEnd":{{after / 1e6:0.0}},"growth":{{after / before - 1:0.0000}},
     "journalBytes":{{end.JournalBytes}},"eventBytes":{{end.EventBytes}},"historyBytes":{{end.HistoryBytes}},"diskAbove":"{{string.Join(' ', above)}}"}
    """));
return run.AddsUp && run[Outcome.Wrong] == 0 && after / before - 1 < GrowthMost && end.Behind == 0 && above.Length == 0 ? 0 : 1;

static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
