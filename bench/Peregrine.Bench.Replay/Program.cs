using System.Diagnostics;
using Peregrine.Bench.Replay;
using Peregrine.Bench.Replay.Workloads;

// The tiered compiler works in the background and by wall clock: a small file alone is over before it has begun.
const int WarmUpsMin = 3;
TimeSpan warmUpMin = TimeSpan.FromSeconds(1.5);

try
{
    Options options = Options.Parse(args);
    if (options.Make is { } workload) return WorkloadFile.Make(workload, options.File, Console.Out);
    (string Name, Func<IReplayEngine> Make)[] engines = options.Engine is { } name ? [Engines.Named(name)] : Engines.All;
    ReplayFile file = ReplayFile.Read(options.File);
    Bench[] benches = [.. engines.Select(e => new Bench(e.Name, e.Make(), file))];

    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < WarmUpsMin || Stopwatch.GetElapsedTime(start) < warmUpMin; i++)
    {
        foreach (Bench bench in benches) bench.WarmUp();
    }
    // Interleaved, so that a noisy neighbour slows everybody and the ratios stay fair.
    for (int i = 0; i < options.Runs; i++)
    {
        foreach (Bench bench in benches) bench.Throughput();
    }
    bool right = true;
    foreach (Bench bench in benches)
    {
        bench.Latency();
        Console.WriteLine(JsonLine.Of(bench, file));
        right &= bench.Agrees && (file.Expected is null || bench.MatchesExpected);
    }
    return right ? 0 : 1;
}
catch (Exception e) when (e is BadInputException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
