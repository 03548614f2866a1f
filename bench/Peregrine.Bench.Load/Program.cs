using System.Globalization;
using Peregrine.Bench.Load;
using Peregrine.Client;

LoadOptions options;
try
{
    options = LoadOptions.Parse(args);
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine("--url URL --path http|ws|binary --users N --window N --seconds N --warm N --rate N (0: closed loop) --market NAME");
    return 2;
}
double baseline = await Baseline.PerSecond(options);
var run = new LoadRun(options);
try
{
    await run.Run();
}
catch (Exception e) when (e is KeyNotFoundException or RefusedException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
double perSecond = run.Latencies.Count / run.Took;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""
    {"path":"{{options.Path}}","users":{{options.Users}},"window":{{options.Window}},"rate":{{options.Rate}},"seconds":{{run.Took:0.00}},
     "requests":{{run.Latencies.Count}},"perSecond":{{perSecond:0}},"done":{{run[Outcome.Done]}},"refused":{{run[Outcome.Refused]}},"busy":{{run[Outcome.Busy]}},"wrong":{{run[Outcome.Wrong]}},
     "p50Us":{{run.Latencies.Percentile(0.5).TotalMicroseconds:0}},"p99Us":{{run.Latencies.Percentile(0.99).TotalMicroseconds:0}},"p999Us":{{run.Latencies.Percentile(0.999).TotalMicroseconds:0}},
     "kestrelAlonePerSecond":{{baseline:0}},"ratio":{{perSecond / baseline:0.000}},"fills":{{run.Told.Fills}},"feesMicros":{{run.Told.FeesMicros}},"addsUp":{{(run.AddsUp ? "true" : "false")}}}
    """));
return run.AddsUp && run[Outcome.Wrong] == 0 ? 0 : 1;
