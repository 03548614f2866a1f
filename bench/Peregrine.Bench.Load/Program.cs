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
    Console.Error.WriteLine("--url URL --path http|fapi|compare|ws|binary --users N --window N --seconds N --warm N --orders mixed|ioc --rounds N --rate N (0: closed loop) --run N (together, with a rate) --think MS-MS --market NAME");
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
foreach (PathTally path in run.Paths)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""
        {"path":"{{path.Path}}","users":{{options.Users}},"window":{{options.Window}},"rate":{{options.Rate}},"seconds":{{path.Took:0.00}},"requests":{{path.Latencies.Count}},"perSecond":{{path.PerSecond:0}},
         "p50Us":{{path.Latencies.Percentile(0.5).TotalMicroseconds:0}},"p99Us":{{path.Latencies.Percentile(0.99).TotalMicroseconds:0}},"p999Us":{{path.Latencies.Percentile(0.999).TotalMicroseconds:0}},
         "kestrelAlonePerSecond":{{baseline:0}},"ratio":{{path.PerSecond / baseline:0.000}}}
        """));
}
if (run.Paths is [var native, var dialect]) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"dialectToNative":{{dialect.PerSecond / native.PerSecond:0.000}},"rounds":{{options.Rounds}}}"""));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""
    {"done":{{run[Outcome.Done]}},"refused":{{run[Outcome.Refused]}},"busy":{{run[Outcome.Busy]}},"wrong":{{run[Outcome.Wrong]}},
     "fills":{{run.Told.Fills}},"feesMicros":{{run.Told.FeesMicros}},"addsUp":{{(run.AddsUp ? "true" : "false")}}}
    """));
return run.AddsUp && run[Outcome.Wrong] == 0 ? 0 : 1;
