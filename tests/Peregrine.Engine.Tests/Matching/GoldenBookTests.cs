using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.Engine.Tests.Matching;

/// <summary>Twenty thousand recorded commands whose trades were computed by a matcher that shares no code with ours.</summary>
[Collection(Alone.Name)]
public sealed class GoldenBookTests
{
    private readonly Slab<Order> _orders = new(2048);
    private readonly OrderIndex _index = new(2048);
    private readonly Book _book;
    private long _trades;
    private long _volume;
    private ulong _hash;

    public GoldenBookTests() => _book = new Book(_orders, new(2048));

    private readonly struct Owner(Slab<Order> orders) : IIdOwner
    {
        public bool Owns(IndexCode code, long id) => orders[code.Slot].Id == id;
    }

    [Fact]
    public void A_recorded_stream_gives_the_recorded_trades_and_book()
    {
        byte[] commands = File.ReadAllBytes(Golden("tiny.bin"));
        RunFrom(commands, from: 0);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Golden("tiny.expect.json")));
        JsonElement root = expected.RootElement;
        Assert.Equal(root.GetProperty("trades").GetInt64(), _trades);
        Assert.Equal(root.GetProperty("volume").GetInt64(), _volume);
        Assert.Equal(root.GetProperty("hash_full").GetString(), _hash.ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal(root.GetProperty("hash_book").GetString(), HashBook().ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal(root.GetProperty("final_live").GetInt32(), _book.Count);
        Assert.Equal(root.GetProperty("best_bid").GetInt64(), _book.BestPrice(Side.Buy).Value);
        Assert.Equal(root.GetProperty("bid_levels").GetInt32(), _book.LevelCount(Side.Buy));
        Assert.Equal((_book.Count, _book.Count), (_index.Count, _orders.Count));
    }

    [Fact]
    public void Resting_matching_and_cancelling_allocate_nothing()
    {
        byte[] commands = File.ReadAllBytes(Golden("tiny.bin"));
        RunFrom(commands.AsSpan(0, commands.Length / 2), from: 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunFrom(commands, from: commands.Length / 2);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private void RunFrom(ReadOnlySpan<byte> commands, int from)
    {
        for (ReadOnlySpan<byte> left = commands[from..]; !left.IsEmpty; left = left[16..])
        {
            long id = BinaryPrimitives.ReadUInt32LittleEndian(left);
            Side side = left[13] == 0 ? Side.Buy : Side.Sell;
            if (left[12] == 3) Cancel(id);
            else Place(id, side, BinaryPrimitives.ReadInt32LittleEndian(left[4..]), BinaryPrimitives.ReadInt32LittleEndian(left[8..]), left[12] == 1);
        }
    }

    private void Cancel(long id)
    {
        IndexCode code = _index.Find(id, new Owner(_orders));
        if (!code.Exists) return;
        _book.Remove(code.Slot);
        Forget(id, code.Slot);
    }

    private void Place(long id, Side side, long price, long lots, bool rests)
    {
        while (lots > 0 && _book.FirstWithin(side.Opposite(), new(price)) is var maker and not Order.Nil)
        {
            ref Order order = ref _orders[maker];
            long traded = Math.Min(lots, order.Rest.Value);
            _trades++;
            _volume += traded;
            _hash = Mix(Mix(_hash, ((ulong)order.Id << 32) | (ulong)id), ((ulong)order.Price.Value << 32) | (ulong)traded);
            lots -= traded;
            if (traded < order.Rest.Value) _book.Reduce(maker, new(traded));
            else
            {
                _book.Remove(maker);
                Forget(order.Id, maker);
            }
        }
        if (lots == 0 || !rests) return;
        int slot = _orders.Rent();
        _orders[slot] = new Order { Id = id, Side = side, Price = new(price), Rest = new(lots), Visible = new(lots) };
        _book.Rest(slot);
        _index.Add(id, IndexCode.Of(IndexKind.Order, slot));
    }

    private void Forget(long id, int slot)
    {
        _index.Remove(id, IndexCode.Of(IndexKind.Order, slot));
        _orders.Return(slot);
    }

    private ulong HashBook()
    {
        ulong hash = 0;
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            foreach (LevelView level in _book.Levels(side))
            {
                for (int slot = level.Head; slot != Order.Nil; slot = _book.NextInQueue(slot))
                    hash = Mix(hash, ((ulong)_orders[slot].Id << 32) | (ulong)_orders[slot].Rest.Value);
            }
        }
        return hash;
    }

    private static ulong Mix(ulong hash, ulong x) =>
        unchecked(BitOperations.RotateLeft(hash ^ x, 27) * 0x9E3779B185EBCA87 + 0x165667B19E3779F9);

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", "books", name);
}
