using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Bench.Engine.Growth;

/// <summary>Up to a million orders at far prices, nearly each on a level of its own: what a far price costs beside a near one.</summary>
internal sealed class FarScenario : IScenario
{
    public static readonly string[] Operations = ["place near", "cancel near", "place far", "cancel far"];

    private const int Owners = 1000, Near = 1000;

    private readonly int _size;
    private readonly int _nearest;
    private readonly Venue _venue;
    private readonly RestingOrder[] _near;
    private readonly RestingOrder[] _far;
    private readonly int _piece;
    private int _oldestNear;
    private int _oldestFar;

    public FarScenario(int size, Scale scale)
    {
        _size = size;
        _piece = scale.Piece;
        _venue = new Venue(scale.RoomFor(size));
        // The window holds this many prices on each side of the best, at most: what is farther is outside.
        _nearest = scale.RoomFor(size).LadderTicks + Near;
        _near = new RestingOrder[2 * scale.Piece];
        _far = new RestingOrder[Math.Max(size / scale.Piece, 1) * scale.Piece];
        _venue.OpenAccounts(Owners);
        var draw = new Draw(0);
        foreach (ref RestingOrder order in _near.AsSpan()) Place(ref order, DrawNear(ref draw));
        foreach (ref RestingOrder order in _far.AsSpan()) Place(ref order, DrawFar(ref draw));
    }

    public long Footprint => (long)_size * (Unsafe.SizeOf<Order>() + Unsafe.SizeOf<FarNode>());
    public ulong Checksum => _venue.Checksum;

    public void Run(int piece, PieceClock clock)
    {
        var draw = new Draw(piece + 1);
        Replace(_near.AsSpan(_oldestNear, _piece), DrawNear, ref draw, clock, operation: 0);
        Replace(_far.AsSpan(_oldestFar, _piece), DrawFar, ref draw, clock, operation: 2);
        _oldestNear = (_oldestNear + _piece) % _near.Length;
        _oldestFar = (_oldestFar + _piece) % _far.Length;
    }

    private delegate RestingOrder Drawing(ref Draw draw);

    private void Replace(Span<RestingOrder> orders, Drawing drawn, ref Draw draw, PieceClock clock, int operation)
    {
        clock.Start();
        foreach (ref readonly RestingOrder order in orders) _venue.Cancel(order.Account, order.Id);
        clock.Stop(operation + 1, orders.Length);

        foreach (ref RestingOrder order in orders) order = drawn(ref draw);
        clock.Start();
        foreach (ref RestingOrder order in orders) order.Id = _venue.Place(order.Account, order.Side, order.Price, 1);
        clock.Stop(operation, orders.Length);
    }

    private void Place(ref RestingOrder order, RestingOrder drawn)
    {
        order = drawn;
        order.Id = _venue.Place(order.Account, order.Side, order.Price, 1);
    }

    private RestingOrder DrawNear(ref Draw draw) => At(ref draw, 1 + draw.Below(Near));

    private RestingOrder DrawFar(ref Draw draw) => At(ref draw, _nearest + draw.Below(Venue.Mark - _nearest));

    private static RestingOrder At(ref Draw draw, int distance)
    {
        Side side = (Side)(1 + draw.Below(2));
        return new RestingOrder { Account = 1 + draw.Below(Owners), Side = side, Price = Venue.Mark - (int)side.Sign() * distance };
    }
}
