using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Depth;

/// <summary>The levels of one side in order of their keys, in blocks: a change moves at most one block, however deep the book is.</summary>
/// <remarks>
/// Blocks lie in one array; a directory orders them from worst to best. Trading happens at the best end, so that is where search begins. Readers on other
/// threads walk it while it changes: what they need is in one object that is replaced when it grows, and no number they meet leads outside.
/// </remarks>
internal sealed class LevelSide(Side side)
{
    private const int BlockSize = 64;

    private sealed class Room(int blocks)
    {
        public readonly Level[] Levels = new Level[blocks * BlockSize];
        /// <summary>Levels in each block.</summary>
        public readonly int[] Counts = new int[blocks];
        /// <summary>Blocks from worst to best; behind the used ones stand those that are free.</summary>
        public readonly int[] Order = new int[blocks];
    }

    private Room _room = Empty(4);
    private int _used;

    public Side Side => side;

    public int Count { get; private set; }

    public long KeyOf(Ticks price) => side == Side.Buy ? price.Value : -price.Value;

    public Ticks PriceOf(long key) => new(side == Side.Buy ? key : -key);

    /// <summary>The level of a key, made when there is none. Good until the next call.</summary>
    public ref Level Open(long key)
    {
        if (_used == 0) _used = 1;
        int at = DirectoryPlace(key);
        int place = PlaceIn(_room.Order[at], key);
        if (IsAt(_room.Order[at], place, key)) return ref LevelAt(_room.Order[at], place);
        if (_room.Counts[_room.Order[at]] == BlockSize)
        {
            Split(at);
            at = DirectoryPlace(key);
            place = PlaceIn(_room.Order[at], key);
        }
        return ref Insert(_room.Order[at], place, key);
    }

    /// <summary>The level of a key, or a null reference.</summary>
    public ref Level Find(long key)
    {
        if (_used > 0)
        {
            int block = _room.Order[DirectoryPlace(key)];
            int place = PlaceIn(block, key);
            if (IsAt(block, place, key)) return ref LevelAt(block, place);
        }
        return ref Unsafe.NullRef<Level>();
    }

    public void Remove(long key)
    {
        int at = DirectoryPlace(key);
        int block = _room.Order[at];
        int place = PlaceIn(block, key);
        Invariant.That(IsAt(block, place, key), "a level is removed where it stands");
        Span<Level> levels = LevelsOf(block);
        levels[(place + 1)..].CopyTo(levels[place..]);
        _room.Counts[block]--;
        Count--;
        if (_room.Counts[block] == 0 && _used > 1) Drop(at, block);
    }

    /// <summary>No level is better than one at this key, whether there is one at it or not.</summary>
    public bool IsTop(long key)
    {
        if (Count == 0) return true;
        int block = _room.Order[_used - 1];
        return key >= LevelAt(block, _room.Counts[block] - 1).Key;
    }

    /// <summary>Copies levels from the best on. For readers: any state of the arrays gives some answer.</summary>
    public int CopyBest(Span<BookLevel> into)
    {
        Room room = Volatile.Read(ref _room);
        int copied = 0;
        for (int at = Math.Min(_used, room.Order.Length) - 1; at >= 0; at--)
        {
            int block = room.Order[at];
            ReadOnlySpan<Level> levels = room.Levels.AsSpan(block * BlockSize, Math.Clamp(room.Counts[block], 0, BlockSize));
            for (int i = levels.Length - 1; i >= 0; i--)
            {
                if (copied == into.Length) return copied;
                into[copied++] = new BookLevel(PriceOf(levels[i].Key), new Lots(levels[i].Total), levels[i].Count);
            }
        }
        return copied;
    }

    /// <summary>Copies orders from the best level on, each queue from its front. For readers.</summary>
    public int CopyOrders(Pages<BookNode> nodes, Span<BookOrder> into)
    {
        Room room = Volatile.Read(ref _room);
        int copied = 0;
        for (int at = Math.Min(_used, room.Order.Length) - 1; at >= 0; at--)
        {
            int block = room.Order[at];
            ReadOnlySpan<Level> levels = room.Levels.AsSpan(block * BlockSize, Math.Clamp(room.Counts[block], 0, BlockSize));
            for (int i = levels.Length - 1; i >= 0; i--) copied += CopyQueue(nodes, levels[i], into[copied..]);
        }
        return copied;
    }

    /// <summary>First order at a price, for readers; 0 when there is none.</summary>
    public int HeadOf(Ticks price)
    {
        Room room = Volatile.Read(ref _room);
        long key = KeyOf(price);
        for (int at = Math.Min(_used, room.Order.Length) - 1; at >= 0; at--)
        {
            int block = room.Order[at];
            ReadOnlySpan<Level> levels = room.Levels.AsSpan(block * BlockSize, Math.Clamp(room.Counts[block], 0, BlockSize));
            if (levels.IsEmpty || levels[0].Key > key) continue;
            foreach (ref readonly Level level in levels)
            {
                if (level.Key == key) return level.Head;
            }
            return 0;
        }
        return 0;
    }

    // No further than the level says: a torn queue may lead in circles.
    private int CopyQueue(Pages<BookNode> nodes, in Level level, Span<BookOrder> into)
    {
        int copied = 0;
        for (int slot = level.Head; slot != 0 && copied < level.Count && copied < into.Length; slot = nodes.Peek(slot).Next)
        {
            ref BookNode node = ref nodes.Peek(slot);
            into[copied++] = new BookOrder(node.Priority, PriceOf(level.Key), new Lots(node.Visible), side);
        }
        return copied;
    }

    // The last block whose first key is not above; the first block for keys below all.
    private int DirectoryPlace(long key)
    {
        Room room = _room;
        int low = 0;
        int high = _used - 1;
        if (FirstKey(room, high) <= key) return high;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (FirstKey(room, middle) <= key) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private static long FirstKey(Room room, int at) => room.Levels[room.Order[at] * BlockSize].Key;

    // Where the key stands or would stand.
    private int PlaceIn(int block, long key)
    {
        ReadOnlySpan<Level> levels = LevelsOf(block);
        int low = 0;
        int high = levels.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (levels[middle].Key < key) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private bool IsAt(int block, int place, long key) => place < _room.Counts[block] && LevelAt(block, place).Key == key;

    private ref Level LevelAt(int block, int place) => ref _room.Levels[block * BlockSize + place];

    private Span<Level> LevelsOf(int block) => _room.Levels.AsSpan(block * BlockSize, _room.Counts[block]);

    private ref Level Insert(int block, int place, long key)
    {
        Span<Level> levels = _room.Levels.AsSpan(block * BlockSize, _room.Counts[block] + 1);
        levels[place..^1].CopyTo(levels[(place + 1)..]);
        levels[place] = new Level { Key = key };
        _room.Counts[block]++;
        Count++;
        return ref levels[place];
    }

    private void Split(int at)
    {
        if (_used == _room.Order.Length) Grow();
        Room room = _room;
        int full = room.Order[at];
        int fresh = room.Order[_used];
        room.Order.AsSpan(at + 1, _used - at - 1).CopyTo(room.Order.AsSpan(at + 2));
        room.Order[at + 1] = fresh;
        _used++;
        int half = BlockSize / 2;
        room.Levels.AsSpan(full * BlockSize + half, BlockSize - half).CopyTo(room.Levels.AsSpan(fresh * BlockSize));
        (room.Counts[full], room.Counts[fresh]) = (half, BlockSize - half);
    }

    private void Drop(int at, int block)
    {
        _room.Order.AsSpan(at + 1, _used - at - 1).CopyTo(_room.Order.AsSpan(at));
        _used--;
        _room.Order[_used] = block;
    }

    private void Grow()
    {
        Room grown = Empty(2 * _room.Order.Length);
        _room.Levels.CopyTo(grown.Levels, 0);
        _room.Counts.CopyTo(grown.Counts, 0);
        _room.Order.CopyTo(grown.Order, 0);
        Volatile.Write(ref _room, grown);
    }

    private static Room Empty(int blocks)
    {
        Room room = new(blocks);
        for (int i = 0; i < blocks; i++) room.Order[i] = i;
        return room;
    }
}
