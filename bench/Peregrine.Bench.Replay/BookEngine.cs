using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Bench.Replay;

/// <summary>The engine's own book, slab and index under a plain price-time loop: no accounts, no margin, no events.</summary>
internal sealed class BookEngine : IReplayEngine
{
    private Slab<Order> _orders = null!;
    private OrderIndex _index = null!;
    private Book _book = null!;
    private TradeTally _tally;

    private readonly struct Owner(Slab<Order> orders) : IIdOwner
    {
        public bool Owns(IndexCode code, long id) => orders[code.Slot].Id == id;
    }

    public void Load(ReplayFile file)
    {
        int ordersMax = file.OrdersMax;
        _orders = new Slab<Order>(ordersMax);
        _index = new OrderIndex(ordersMax);
        _book = new Book(_orders, new Slab<FarNode>(ordersMax));
        _tally = default;
    }

    public void Run(ReadOnlySpan<Record> commands)
    {
        foreach (ref readonly Record command in commands)
        {
            if (command.Kind == RecordKind.Cancel) Cancel(command.Id);
            else Place(in command);
        }
    }

    private void Cancel(long id)
    {
        IndexCode code = _index.Find(id, new Owner(_orders));
        if (!code.Exists) return;
        _book.Remove(code.Slot);
        Forget(id, code);
    }

    private void Place(in Record command)
    {
        Ticks price = new(command.Price);
        Side makerSide = command.Side.Opposite();
        long left = command.Lots;
        while (_book.FirstWithin(makerSide, price) is var slot and not Order.Nil)
        {
            ref Order maker = ref _orders[slot];
            long lots = Math.Min(left, maker.Rest.Value);
            _tally.Add(maker.Id, command.Id, maker.Price.Value, lots);
            left -= lots;
            if (lots < maker.Rest.Value) _book.Reduce(slot, new Lots(lots));
            else
            {
                _book.Remove(slot);
                Forget(maker.Id, IndexCode.Of(IndexKind.Order, slot));
            }
            if (left == 0) return;
        }
        if (command.Kind == RecordKind.Limit) Rest(in command, price, new Lots(left));
    }

    private void Rest(in Record command, Ticks price, Lots left)
    {
        int slot = _orders.Rent();
        ref Order order = ref _orders[slot];
        order.Id = command.Id;
        order.Price = price;
        order.Rest = left;
        order.Visible = left;
        order.Side = command.Side;
        _book.Rest(slot);
        _index.Add(command.Id, IndexCode.Of(IndexKind.Order, slot));
    }

    private void Forget(long id, IndexCode code)
    {
        _index.Remove(id, code);
        _orders.Return(code.Slot);
    }

    public ReplayResult Result()
    {
        ulong hash = 0;
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            foreach (LevelView level in _book.Levels(side))
            {
                for (int slot = level.Head; slot != Order.Nil; slot = _book.NextInQueue(slot))
                    hash = TradeTally.Mix(hash, TradeTally.Join(_orders[slot].Id, _orders[slot].Rest.Value));
            }
        }
        return _tally.With(hash);
    }
}
