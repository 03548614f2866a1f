using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>The resting orders of one market by price, then time.</summary>
/// <remarks>
/// The book threads orders into queues and nothing else: slots and ids belong to the caller, who rents before <see cref="Rest(int)"/> and returns after
/// <see cref="Remove(int)"/>. The sides know nothing of each other, so that an auction can collect a crossed book.
/// Prices are 1..2^60 ticks.
/// </remarks>
internal sealed class Book
{
    public const int WindowLevels = 1 << 15;

    private readonly Slab<Order> _orders;
    private readonly Ladder[] _ladders;
    private int _count;

    /// <param name="orders">Shared by all books.</param>
    /// <param name="farNodes">Shared by all books, and as large as <paramref name="orders"/>: then it cannot run out.</param>
    /// <param name="windowLevels">Ticks around the best price where a level costs one array access; a power of two.</param>
    public Book(Slab<Order> orders, Slab<FarNode> farNodes, int windowLevels = WindowLevels)
    {
        Invariant.That(farNodes.Capacity >= orders.Capacity, "every order may be alone at a far price");
        _orders = orders;
        _ladders = [new Ladder(Side.Sell, windowLevels, farNodes), new Ladder(Side.Buy, windowLevels, farNodes)];
    }

    /// <summary>Resting orders of both sides.</summary>
    public int Count => _count;

    public bool HasSide(Side side) => Of(side).Best != Ladder.None;
    public int LevelCount(Side side) => Of(side).Count;

    /// <summary>The best price; an empty side reads as one nobody crosses: <see cref="long.MinValue"/> bid, <see cref="long.MaxValue"/> asked.</summary>
    public Ticks BestPrice(Side side)
    {
        Ladder ladder = Of(side);
        return ladder.PriceOf(ladder.Best);
    }

    /// <summary>The oldest order of the best level, or 0.</summary>
    public int BestSlot(Side side)
    {
        Ladder ladder = Of(side);
        return ladder.Best == Ladder.None ? Order.Nil : ladder[ladder.Best].Head;
    }

    /// <summary>The order of <paramref name="makerSide"/> that a taker with this limit meets first, or 0 when none is as good.</summary>
    public int FirstWithin(Side makerSide, Ticks limit)
    {
        Ladder ladder = Of(makerSide);
        // Greater keys are better for takers too; an empty side is under every key.
        return ladder.Best >= ladder.KeyOf(limit) ? ladder[ladder.Best].Head : Order.Nil;
    }

    /// <summary>Asks memory for the level of a price.</summary>
    public void Prefetch(Side side, Ticks price) => Of(side).Prefetch(Of(side).KeyOf(price));

    /// <summary>The order to queue behind at a price near the best, or 0; for hints alone.</summary>
    public int LastAt(Side side, Ticks price)
    {
        Ladder ladder = Of(side);
        long key = ladder.KeyOf(price);
        return ladder.IsNear(key) ? ladder[key].Tail : Order.Nil;
    }

    /// <summary>The order behind this one at the same price, or 0.</summary>
    public int NextInQueue(int slot) => _orders[slot].Next;

    /// <summary>Appends an order whose price, side, rest and visible lots are set; like all changes it says what the level holds then.</summary>
    public LevelSum Rest(int slot) => Rest(slot, ref _orders[slot]);

    /// <summary>The same for who has the order at hand; so of the changes below.</summary>
    public LevelSum Rest(int slot, ref Order order)
    {
        Ladder ladder = Of(order.Side);
        ref Level level = ref ladder.Open(ladder.KeyOf(order.Price));
        level.Append(_orders, ref order, slot);
        _count++;
        return level.Sum;
    }

    public LevelSum Remove(int slot) => Remove(ref _orders[slot]);

    public LevelSum Remove(ref Order order)
    {
        Ladder ladder = Of(order.Side);
        long key = ladder.KeyOf(order.Price);
        ref Level level = ref ladder[key];
        level.Unlink(_orders, ref order);
        LevelSum sum = level.Sum;
        if (sum.Count == 0) ladder.Close(key);
        _count--;
        return sum;
    }

    /// <summary>A fill, or a decrement, of the visible part; the order keeps its place, also with nothing visible left.</summary>
    public LevelSum Reduce(int slot, Lots lots) => Reduce(ref _orders[slot], lots);

    public LevelSum Reduce(ref Order order, Lots lots) => Resize(ref order, order.Rest - lots, order.Visible - lots);

    /// <summary>New quantities at the same place in the queue: amending down, trimming.</summary>
    public LevelSum Resize(int slot, Lots rest, Lots visible) => Resize(ref _orders[slot], rest, visible);

    public LevelSum Resize(ref Order order, Lots rest, Lots visible)
    {
        Invariant.That(visible.Value >= 0 && visible <= rest, "what shows is part of what rests");
        Ladder ladder = Of(order.Side);
        ref Level level = ref ladder[ladder.KeyOf(order.Price)];
        level.Total += visible.Value - order.Visible.Value;
        order.Rest = rest;
        order.Visible = visible;
        return level.Sum;
    }

    /// <summary>Shows the next slice of an iceberg, behind everybody at its price.</summary>
    public LevelSum MoveToTail(int slot, Lots visible)
    {
        ref Order order = ref _orders[slot];
        Invariant.That(visible.Value > 0 && visible <= order.Rest, "what shows is part of what rests");
        Ladder ladder = Of(order.Side);
        ref Level level = ref ladder[ladder.KeyOf(order.Price)];
        level.Unlink(_orders, ref order);
        order.Visible = visible;
        level.Append(_orders, ref order, slot);
        return level.Sum;
    }

    public LevelView LevelAt(Side side, Ticks price)
    {
        Ladder ladder = Of(side);
        long key = ladder.KeyOf(price);
        return ladder.Contains(key) ? View(ladder, key) : default;
    }

    /// <summary>The first level strictly worse than a price, which itself need not have orders.</summary>
    public LevelView NextWorse(Side side, Ticks price)
    {
        Ladder ladder = Of(side);
        return View(ladder, ladder.Below(ladder.KeyOf(price)));
    }

    /// <summary>The first level strictly better than a price, which itself need not have orders.</summary>
    public LevelView NextBetter(Side side, Ticks price)
    {
        Ladder ladder = Of(side);
        return View(ladder, ladder.Above(ladder.KeyOf(price)));
    }

    /// <summary>Levels from best to worst. The book must not change meanwhile.</summary>
    public LevelWalk Levels(Side side) => new(this, side);

    public LevelView BestLevel(Side side)
    {
        Ladder ladder = Of(side);
        return View(ladder, ladder.Best);
    }

    private static LevelView View(Ladder ladder, long key)
    {
        if (key == Ladder.None) return default;
        ref Level level = ref ladder[key];
        return new LevelView(ladder.PriceOf(key), new Lots(level.Total), level.Count, level.Head);
    }

    // An index and not a condition: sides come at random, and a branch on them would be mispredicted every second time.
    private Ladder Of(Side side) => _ladders[(int)side & 1];
}
