using System.Diagnostics;

namespace Peregrine.Bench.Replay;

/// <summary>One engine under measurement: whole passes for throughput, one pass with a clock around each command for latency.</summary>
internal sealed class Bench(string name, IReplayEngine engine, ReplayFile file)
{
    /// <summary>Small enough that the tiered compiler sees a hot <see cref="IReplayEngine.Run"/> and not one endless loop.</summary>
    private const int Chunk = 4096;

    private readonly List<double> _mcps = [];
    private readonly long[] _ticks = new long[file.Records.Length];
    private bool _agrees = true;

    public string Name => name;
    public ReplayResult Result { get; private set; }
    public long AllocatedBytes { get; private set; }
    public bool Agrees => _agrees;
    public bool MatchesExpected => _agrees && file.Expected is { } expected && expected == Result;

    public void WarmUp()
    {
        Pass();
        Latency();
    }

    public void Throughput() => _mcps.Add(file.Records.Length / 1e6 / Pass());

    /// <summary>Percentiles include the two clock reads of each command, about 20 ns together.</summary>
    public void Latency()
    {
        Prepare();
        ReadOnlySpan<Record> records = file.Records;
        for (int i = 0; i < records.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            engine.Run(records.Slice(i, 1));
            _ticks[i] = Stopwatch.GetTimestamp() - start;
        }
        Keep(engine.Result());
        Array.Sort(_ticks);
    }

    public (double Median, double Min, double Max) Mcps()
    {
        double[] sorted = [.. _mcps.Order()];
        int half = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return (median, sorted[0], sorted[^1]);
    }

    public long PercentileNs(int perMille) => _ticks[(int)((_ticks.Length - 1) * (long)perMille / 1000)] * 1_000_000_000 / Stopwatch.Frequency;

    private double Pass()
    {
        Prepare();
        ReadOnlySpan<Record> records = file.Records;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int at = 0; at < records.Length; at += Chunk) engine.Run(records[at..Math.Min(at + Chunk, records.Length)]);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Keep(engine.Result());
        return elapsed.TotalSeconds;
    }

    // The garbage of the pass before must not be collected at the cost of this one.
    private void Prepare()
    {
        engine.Load(file);
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private void Keep(ReplayResult result)
    {
        if (Result != default && Result != result) _agrees = false;
        Result = result;
    }
}
