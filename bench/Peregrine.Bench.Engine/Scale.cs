using System.Diagnostics;
using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>How much is measured: the full run for results, the tiny one so that the programs do not rot.</summary>
internal sealed record Scale(int[] Sizes, int Piece, int Pieces, int Passes)
{
    public static readonly Scale Full = new([1_000, 10_000, 100_000, 1_000_000], Piece: 512, Pieces: 256, Passes: 5)
    {
        WarmUp = TimeSpan.FromSeconds(2),
        Burst = 10_000,
        Agreement = 200_000,
    };

    public static readonly Scale Tiny = new([200, 1_000], Piece: 64, Pieces: 4, Passes: 2) { Burst = 2_000, Agreement = 5_000, Fits = true };

    public TimeSpan WarmUp { get; init; }

    /// <summary>Repeats a small piece of the work, unmeasured: the tiered compiler works in the background and by wall clock.</summary>
    public void Warm(Action once)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;) once();
    }

    /// <summary>Stops that fire together.</summary>
    public int Burst { get; init; }

    /// <summary>Commands that venues of different windows are compared by.</summary>
    public int Agreement { get; init; }

    /// <summary>Commands between placing an order and doing something to it; whole pieces, and an even number of them.</summary>
    public int Delay => Piece * Pieces / 2;

    public int Largest => Sizes[^1];

    /// <summary>Venues have as much room as they are going to use. Else they all have what one gets who asks for nothing: room for a million.</summary>
    /// <remarks>With one room for all only the content differs: what depends on the room alone, as how far an index is spread, is the same.</remarks>
    public bool Fits { get; init; }

    public Genesis RoomFor(int size)
    {
        if (!Fits) return Genesis.Default;
        int few = Math.Max(size, 1024) + 2048;
        return Genesis.Default with
        {
            AccountsMax = few,
            PositionsMax = few,
            OrdersMax = Math.Max(few, 2 * Delay),
            TriggersMax = few,
            TwapsMax = 1,
            KeysMax = 1,
            ClientIdsMax = few,
            RequestKeysMax = few,
            DepositKeysMax = few,
        };
    }
}
