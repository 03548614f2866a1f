using System.Buffers.Binary;
using Peregrine.Core;
using Peregrine.Engine.Matching;
using Xunit;

namespace Peregrine.Engine.Tests.Matching;

public sealed class BookChecksumTests
{
    [Fact]
    public void Two_levels_a_side_hash_to_the_number_of_the_specification()
    {
        var orders = new Slab<Order>(8);
        var book = new Book(orders, new(8));
        Rest(book, orders, Side.Buy, 600_400, 30_000);
        Rest(book, orders, Side.Buy, 600_500, 4_000);
        Rest(book, orders, Side.Buy, 600_500, 6_000);
        Rest(book, orders, Side.Sell, 600_700, 40_000);
        Rest(book, orders, Side.Sell, 600_600, 20_000);
        Assert.Equal(0x976cb7b9db6319b1UL, BookChecksum.Of(book));
    }

    [Fact]
    public void Only_the_best_twenty_five_levels_of_a_side_count()
    {
        var orders = new Slab<Order>(200);
        var book = new Book(orders, new(200), 64);
        var bytes = new byte[2 * BookChecksum.Depth * 16];
        for (int i = 0; i < 40; i++)
        {
            // The later levels are outside the small window, so the walk crosses its edge.
            Rest(book, orders, Side.Buy, 100_000 - i * i, 1 + i);
            Rest(book, orders, Side.Sell, 100_001 + i * i, 1_000 + i);
            if (i >= BookChecksum.Depth) continue;
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 16), 100_000 - i * i);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 16 + 8), 1 + i);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((BookChecksum.Depth + i) * 16), 100_001 + i * i);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((BookChecksum.Depth + i) * 16 + 8), 1_000 + i);
        }
        ulong hash = 0xcbf29ce484222325;
        foreach (byte b in bytes) hash = unchecked((hash ^ b) * 0x100000001b3);
        Assert.Equal(hash, BookChecksum.Of(book));
    }

    private static void Rest(Book book, Slab<Order> orders, Side side, long price, long lots)
    {
        int slot = orders.Rent();
        orders[slot] = new Order { Id = slot, Side = side, Price = new(price), Rest = new(lots), Visible = new(lots) };
        book.Rest(slot);
    }
}
