using Peregrine.Core;
using Peregrine.Engine.Matching;
using Xunit;

namespace Peregrine.Engine.Tests.Matching;

public sealed class FarLevelsTests
{
    private const int Count = 4_096;

    // An AVL tree of n nodes is lower than 1.45 · log2(n + 2).
    private const int HeightMax = 17;

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Prices_in_order_do_not_bend_the_tree_into_a_list(int sign)
    {
        var nodes = new Slab<FarNode>(Count);
        var far = new FarLevels(nodes);
        for (long key = 1; key <= Count; key++) far.Add(sign * key, default);
        Assert.InRange(Height(nodes), 12, HeightMax);
        for (long key = 1; key <= Count * 3 / 4; key++) far.Remove(sign * key);
        Assert.InRange(Height(nodes), 10, HeightMax - 2);
        Assert.Equal(Count / 4, far.Count);
    }

    [Fact]
    public void The_window_follows_a_market_that_walks_away()
    {
        const int Window = 1024;
        var orders = new Slab<Order>(64);
        var farNodes = new Slab<FarNode>(64);
        var book = new Book(orders, farNodes, Window);
        var queue = new Queue<int>();
        for (long price = 1; price < 100 * Window; price += 7)
        {
            queue.Enqueue(Rest(book, orders, price));
            if (queue.Count <= 32) continue;
            book.Remove(queue.Peek());
            orders.Return(queue.Dequeue());
            // At most as many levels as the window holds may be outside before it moves.
            Assert.InRange(farNodes.Count, 0, 33);
        }
        for (int i = 0; i < 40; i++) orders.Return(RestAndRemove(book, orders));
        Assert.Equal(0, farNodes.Count);
    }

    [Fact]
    public void A_best_price_that_jumps_back_and_forth_moves_the_window_rarely()
    {
        const int Levels = 500;
        var orders = new Slab<Order>(Levels + 1);
        var farNodes = new Slab<FarNode>(Levels + 1);
        var book = new Book(orders, farNodes, 1024);
        for (int i = 0; i < Levels; i++) Rest(book, orders, 1_000_000 - i);
        int moves = 0;
        int before = farNodes.Count;
        for (int i = 0; i < 10 * Levels; i++)
        {
            int slot = Rest(book, orders, 5_000_000);
            if (farNodes.Count - before > Levels / 2) moves++;
            book.Remove(slot);
            orders.Return(slot);
            before = farNodes.Count;
        }
        // One move throws out 500 levels, so there is at most one for 500 jumps.
        Assert.InRange(moves, 1, 10);
    }

    private static int RestAndRemove(Book book, Slab<Order> orders)
    {
        int slot = Rest(book, orders, book.BestPrice(Side.Buy).Value);
        book.Remove(slot);
        return slot;
    }

    private static int Rest(Book book, Slab<Order> orders, long price)
    {
        int slot = orders.Rent();
        orders[slot] = new Order { Id = slot, Side = Side.Buy, Price = new(price), Rest = new(1), Visible = new(1) };
        book.Rest(slot);
        return slot;
    }

    private static int Height(Slab<FarNode> nodes)
    {
        int height = 0;
        for (int slot = 1; slot <= nodes.HighWater; slot++) height = Math.Max(height, nodes[slot].Height);
        return height;
    }
}
