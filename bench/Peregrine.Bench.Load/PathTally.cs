namespace Peregrine.Bench.Load;

/// <summary>What was counted of one path, in all its turns.</summary>
internal sealed class PathTally(Path path)
{
    public Path Path => path;

    public Latencies Latencies { get; } = new();

    /// <summary>For how many seconds was counted.</summary>
    public double Took { get; set; }

    public double PerSecond => Latencies.Count / Took;
}
