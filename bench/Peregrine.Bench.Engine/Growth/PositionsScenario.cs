using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Bench.Engine.Growth;

/// <summary>Every account holds a position; random ones trade with each other, and the mark moves over all of them.</summary>
internal sealed class PositionsScenario : IScenario
{
    public static readonly string[] Operations = ["place", "trade", "mark", "second"];

    private const int Held = 1000, Swing = 500_000, Seconds = 16;

    private readonly int _size;
    private readonly Venue _venue;
    private readonly (int Maker, int Taker)[] _drawn;
    private readonly int[] _marks;

    public PositionsScenario(int size, Scale scale)
    {
        _size = size;
        _venue = new Venue(scale.RoomFor(size));
        _drawn = new (int, int)[scale.Piece];
        _marks = new int[scale.Piece];
        _venue.OpenAccounts(size);
        for (int account = 1; account < size; account += 2)
        {
            _venue.Place(account, Side.Sell, Venue.Mark, Held);
            _venue.Place(account + 1, Side.Buy, Venue.Mark, Held, TimeInForce.Ioc);
        }
        // A queue at the touch that is always as long: takers meet makers who came many accounts ago.
        var draw = new Draw(0);
        for (int i = 0; i < scale.Delay; i++) _venue.Place(Drawn(ref draw, i / scale.Piece), Side.Sell, Venue.Mark, 1);
    }

    public long Footprint => (long)_size * (Unsafe.SizeOf<Account>() + Unsafe.SizeOf<Position>() + Unsafe.SizeOf<VolumeDay>());
    public ulong Checksum => _venue.Checksum;

    public void Run(int piece, PieceClock clock)
    {
        var draw = new Draw(piece + 1);
        for (int i = 0; i < _drawn.Length; i++)
        {
            _drawn[i] = (Drawn(ref draw, piece), Drawn(ref draw, piece + 1));
            _marks[i] = Venue.Mark * 1000 - Swing + draw.Below(2 * Swing);
        }

        clock.Start();
        foreach ((_, int taker) in _drawn) _venue.Place(taker, Side.Buy, Venue.Mark, 1, TimeInForce.Ioc);
        clock.Stop(1, _drawn.Length);

        clock.Start();
        foreach ((int maker, _) in _drawn) _venue.Place(maker, Side.Sell, Venue.Mark, 1);
        clock.Stop(0, _drawn.Length);

        clock.Start();
        foreach (int mark in _marks) _venue.SetMark(mark);
        clock.Stop(2, _marks.Length);

        clock.Start();
        for (int i = 0; i < Seconds; i++) _venue.Tick(Venue.Second);
        clock.Stop(3, Seconds);
    }

    // In even pieces even accounts sell to odd ones, in odd pieces the other way: nobody meets itself, and nobody's position grows in the long run.
    private int Drawn(ref Draw draw, int parity) => 1 + 2 * draw.Below(_size / 2) + parity % 2;
}
