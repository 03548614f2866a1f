using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Bench.Engine.Growth;

/// <summary>One book, a hundred orders on each of ten thousand levels at most: random ones come and go, takers take the first in line.</summary>
internal sealed class OrdersScenario : IScenario
{
    public static readonly string[] Operations = ["place", "cancel", "trade"];

    private const int Owners = 1000, Takers = 100, LevelsPerSide = 5000;

    private readonly int _size;
    private readonly Venue _venue;
    private readonly Book _book;
    /// <summary>What the owners know of their orders, beside the engine's table: looking there would fetch what the engine is to fetch.</summary>
    private readonly RestingOrder[] _resting;
    private readonly RestingOrder[] _placed;

    public OrdersScenario(int size, Scale scale)
    {
        _size = size;
        _venue = new Venue(scale.RoomFor(size));
        _book = _venue.State.Markets[Venue.Market].Book;
        _resting = new RestingOrder[size + 1];
        _placed = new RestingOrder[scale.Piece];
        _venue.OpenAccounts(Owners + Takers);
        var draw = new Draw(0);
        for (int i = 0; i < size; i++)
        {
            RestingOrder order = Drawn(ref draw);
            order.Id = Place(in order);
            Remember(in order);
        }
    }

    public long Footprint => (long)_size * (Unsafe.SizeOf<Order>() + Unsafe.SizeOf<OrderDetail>());
    public ulong Checksum => _venue.Checksum;

    public void Run(int piece, PieceClock clock)
    {
        var draw = new Draw(piece + 1);
        Cancel(ref draw, clock);
        for (int i = 0; i < _placed.Length; i++) _placed[i] = Drawn(ref draw);
        clock.Start();
        Place();
        clock.Stop(0, _placed.Length);
        Remember();

        for (int i = 0; i < _placed.Length; i++) _placed[i].Account = 1 + draw.Below(Owners);
        clock.Start();
        Trade();
        clock.Stop(2, _placed.Length);
        // What was taken comes back at its price; untimed, since these prices are warm.
        Place();
        Remember();
    }

    private void Cancel(ref Draw draw, PieceClock clock)
    {
        for (int i = 0; i < _placed.Length;)
        {
            ref RestingOrder order = ref _resting[1 + draw.Below(_size)];
            if (order.Account == 0) continue;
            _placed[i++] = order;
            order.Account = 0;
        }
        clock.Start();
        foreach (ref readonly RestingOrder order in _placed.AsSpan()) _venue.Cancel(order.Account, order.Id);
        clock.Stop(1, _placed.Length);
    }

    // A taker sees the best price, as anybody does, and takes one order's worth of it.
    private void Trade()
    {
        for (int i = 0; i < _placed.Length; i++)
        {
            Side side = (Side)(1 + (i & 1));
            int price = (int)_book.BestPrice(side).Value;
            _venue.Place(Owners + 1 + i % Takers, side.Opposite(), price, 1, TimeInForce.Ioc);
            (_placed[i].Side, _placed[i].Price) = (side, price);
        }
    }

    private void Place()
    {
        foreach (ref RestingOrder order in _placed.AsSpan()) order.Id = Place(in order);
    }

    private OrderId Place(in RestingOrder order) => _venue.Place(order.Account, order.Side, order.Price, 1);

    private void Remember()
    {
        foreach (ref readonly RestingOrder order in _placed.AsSpan()) Remember(in order);
    }

    private void Remember(in RestingOrder order) => _resting[_venue.State.FindOrder(order.Id).Slot] = order;

    private static RestingOrder Drawn(ref Draw draw)
    {
        Side side = (Side)(1 + draw.Below(2));
        int distance = 1 + draw.Below(LevelsPerSide);
        return new RestingOrder { Account = 1 + draw.Below(Owners), Side = side, Price = Venue.Mark - (int)side.Sign() * distance };
    }
}
