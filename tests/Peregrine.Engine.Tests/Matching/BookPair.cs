using Peregrine.Core;
using Peregrine.Engine.Matching;
using Xunit;

namespace Peregrine.Engine.Tests.Matching;

/// <summary>The fast book and the model, driven by the same calls and compared from outside.</summary>
internal sealed class BookPair(Slab<Order> orders, Slab<FarNode> farNodes, int windowLevels)
{
    private readonly List<int> _live = [];

    public Book Fast { get; } = new(orders, farNodes, windowLevels);
    public ModelBook Model { get; } = new();
    public int Live => _live.Count;

    public void Rest(Side side, long price, long rest, long visible)
    {
        int slot = orders.Rent();
        if (slot == Order.Nil) return;
        orders[slot] = new Order { Id = slot, Side = side, Price = new(price), Rest = new(rest), Visible = new(visible) };
        Fast.Rest(slot);
        Model.Rest(slot, side, price, rest, visible);
        _live.Add(slot);
        AssertTouched(side, price);
    }

    public void RemoveAt(int at)
    {
        int slot = _live[at];
        (_live[at], _live[^1]) = (_live[^1], _live[at]);
        _live.RemoveAt(_live.Count - 1);
        (Side side, long price) = (orders[slot].Side, orders[slot].Price.Value);
        Fast.Remove(slot);
        Model.Remove(slot);
        orders.Return(slot);
        AssertTouched(side, price);
    }

    /// <summary>One change that keeps the order: a fill, a new size in place, or the next slice of an iceberg.</summary>
    public void ChangeAt(int at, ref Rng rng)
    {
        int slot = _live[at];
        ModelBook.Entry entry = Model[slot];
        long visible = rng.Between(1, entry.Rest);
        switch (rng.Below(3))
        {
            case 0 when entry.Visible > 1:
                long lots = rng.Between(1, entry.Visible - 1);
                Fast.Reduce(slot, new(lots));
                Model.Resize(slot, entry.Rest - lots, entry.Visible - lots);
                break;
            case 1:
                Fast.Resize(slot, new(entry.Rest), new(visible));
                Model.Resize(slot, entry.Rest, visible);
                break;
            default:
                Fast.MoveToTail(slot, new(visible));
                Model.MoveToTail(slot, visible);
                break;
        }
        AssertTouched(orders[slot].Side, entry.Price);
    }

    public void AssertTouched(Side side, long price)
    {
        Assert.Equal(Model.Count, Fast.Count);
        var levels = Model.Levels(side);
        Assert.Equal(levels.Count, Fast.LevelCount(side));
        long none = side == Side.Buy ? long.MinValue : long.MaxValue;
        Assert.Equal(levels.Count == 0 ? none : levels.Keys.First(), Fast.BestPrice(side).Value);
        Assert.Equal(levels.Count == 0 ? 0 : levels.Values.First()[0].Slot, Fast.BestSlot(side));
        LevelView level = Fast.LevelAt(side, new(price));
        Assert.Equal(levels.ContainsKey(price), level.Exists);
        if (level.Exists) Assert.Equal((levels[price].Sum(e => e.Visible), levels[price].Count), (level.Total.Value, level.Count));
    }

    public void AssertWhole(Side side)
    {
        var expected = Model.Levels(side).Select(l => (l.Key, l.Value.Sum(e => e.Visible), l.Value.Count)).ToList();
        var actual = new List<(long, long, int)>();
        foreach (LevelView level in Fast.Levels(side))
        {
            actual.Add((level.Price.Value, level.Total.Value, level.Count));
            AssertQueue(level, Model.Levels(side)[level.Price.Value]);
        }
        Assert.Equal(expected, actual);
    }

    /// <summary>Walks from a price that need not have orders, both ways.</summary>
    public void AssertNeighbours(Side side, long price)
    {
        int sign = side.Sign();
        long[] prices = [.. Model.Levels(side).Keys];
        Assert.Equal(prices.FirstOrDefault(p => p * sign < price * sign), Fast.NextWorse(side, new(price)).Price.Value);
        Assert.Equal(prices.LastOrDefault(p => p * sign > price * sign), Fast.NextBetter(side, new(price)).Price.Value);
    }

    private void AssertQueue(LevelView level, List<ModelBook.Entry> queue)
    {
        int slot = level.Head;
        int before = Order.Nil;
        foreach (ModelBook.Entry entry in queue)
        {
            Assert.Equal(entry.Slot, slot);
            ref Order order = ref orders[slot];
            Assert.Equal((entry.Rest, entry.Visible, before), (order.Rest.Value, order.Visible.Value, order.Prev));
            (before, slot) = (slot, Fast.NextInQueue(slot));
        }
        Assert.Equal(Order.Nil, slot);
    }
}
