using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>How much is measured: the full run for results, the tiny one so that the programs do not rot.</summary>
internal sealed record Scale(string Name, int[] Sizes, int Piece, int Pieces, int Passes, TimeSpan WarmUp, int Burst, int Agreement)
{
    public static readonly Scale Full = new("full", [1_000, 10_000, 100_000, 1_000_000], Piece: 512, Pieces: 256, Passes: 5, TimeSpan.FromSeconds(2), 10_000, 200_000);
    public static readonly Scale Tiny = new("tiny", [200, 1_000], Piece: 64, Pieces: 4, Passes: 2, TimeSpan.Zero, 2_000, 5_000) { Fits = true };

    /// <summary>Commands between placing an order and doing something to it; whole pieces, and an even number of them.</summary>
    public int Delay => Piece * Pieces / 2;

    public int Largest => Sizes[^1];

    /// <summary>Venues have as much room as they are going to use. Else they are all what one gets who asks for nothing: a million of everything.</summary>
    /// <remarks>In venues of one room only the content differs: what depends on the room alone, such as how far an index is spread, is the same for all.</remarks>
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
        };
    }
}
