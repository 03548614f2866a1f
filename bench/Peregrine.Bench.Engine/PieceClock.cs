using System.Diagnostics;

namespace Peregrine.Bench.Engine;

/// <summary>The shortest time that each piece of each operation has taken over all passes.</summary>
/// <remarks>
/// A pass draws and does the same as the one before, so the shortest time of a piece is the one that neighbours disturbed least. The pieces of a pass
/// are all run before any is repeated: repeating one at once would find in the cache what a venue of that size has to fetch.
/// </remarks>
internal sealed class PieceClock
{
    private readonly double[][] _bestNs;
    private int _piece;
    private long _start;

    public PieceClock(int operations, int pieces)
    {
        _bestNs = new double[operations][];
        for (int i = 0; i < operations; i++)
        {
            _bestNs[i] = new double[pieces];
            Array.Fill(_bestNs[i], double.PositiveInfinity);
        }
    }

    public void BeginPiece(int piece) => _piece = piece;

    public void Start() => _start = Stopwatch.GetTimestamp();

    /// <summary>Ends what <see cref="Start"/> began: so many commands of this operation.</summary>
    public void Stop(int operation, int commands)
    {
        double ns = Stopwatch.GetElapsedTime(_start).TotalNanoseconds / commands;
        ref double best = ref _bestNs[operation][_piece];
        best = Math.Min(best, ns);
    }

    public double MedianNs(int operation)
    {
        double[] sorted = [.. _bestNs[operation].Order()];
        return sorted[sorted.Length / 2];
    }
}
