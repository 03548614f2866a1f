using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Depth;

/// <summary>One market's book: levels, queues, and what its streams tell of it.</summary>
internal sealed class MarketBook(Pages<BookNode> nodes)
{
    public const int Intervals = 4;
    private const byte AllIntervals = (1 << Intervals) - 1;

    private readonly LevelSide _bids = new(Side.Buy);
    private readonly LevelSide _asks = new(Side.Sell);
    private readonly LongIndex _byPriority = new();
    private readonly ChangedLevels[] _changed = [new(), new(), new(), new()];
    private readonly FrameRing[] _frames = [new(), new(), new(), new()];
    private readonly long[] _framedTo = new long[Intervals];

    public WriteMark Mark;
    private long _mdSeq;
    private long _topChange;
    private long _seq;
    private long _timeNs;

    public OrderChangeRing Changes { get; } = new();

    public long MdSeq => _mdSeq;

    public long Seq => _seq;

    public long TimeNs => _timeNs;

    public int OrderCount => _byPriority.Count;

    public LevelSide Of(Side side) => side == Side.Buy ? _bids : _asks;

    public FrameRing Frames(BookInterval interval) => _frames[(int)interval];

    /// <summary>The latest change of the best level of either side. For any thread.</summary>
    public long TopChange => Volatile.Read(ref _topChange);

    /// <summary>The market as it stands in a told state, before its orders are told.</summary>
    public void Load(long mdSeq, in EventHeader header)
    {
        (_mdSeq, _seq, _timeNs) = (mdSeq, header.Seq, header.TimeNs);
        Volatile.Write(ref _topChange, mdSeq);
        _framedTo.AsSpan().Fill(mdSeq);
    }

    /// <summary>An order of a told state: the last so far of its level's queue.</summary>
    public void Load(in StateOrder order)
    {
        LevelSide side = Of(order.Side);
        Append(ref side.Open(side.KeyOf(order.Price)), order.Priority, order.Price, order.Visible);
    }

    public void Change(in EventHeader header, in BookChanged change)
    {
        Invariant.That(change.MdSeq == _mdSeq + 1, "a change of a book is missing");
        (_mdSeq, _seq, _timeNs) = (change.MdSeq, header.Seq, header.TimeNs);
        LevelSide side = Of(change.Side);
        long key = side.KeyOf(change.Price);
        ref Level level = ref change.Change == BookChange.Added ? ref side.Open(key) : ref side.Find(key);
        Invariant.That(!Unsafe.IsNullRef(ref level), "a level changes that is not there");
        if (change.Change == BookChange.Added) Append(ref level, change.Priority, change.Price, change.OrderVisible);
        else if (change.Change == BookChange.Deleted) Unlink(ref level, change.Priority);
        else Resize(ref level, change.Priority, change.OrderVisible);
        // The engine says what the level holds; that the queue says the same proves every change since the beginning.
        Invariant.That(level.Total == change.LevelTotal.Value && level.Count == change.LevelCount, "a level does not hold what its orders are");
        List(ref level, in change);
        if (level.Count == 0) side.Remove(key);
        if (side.IsTop(key)) Volatile.Write(ref _topChange, change.MdSeq);
        Changes.Add(new OrderChange(change.MdSeq, header.Seq, header.TimeNs, change.Priority, change.Price, change.OrderVisible, change.Side, change.Change));
    }

    /// <summary>Where the latest frame ends. For any thread.</summary>
    public long FramedTo(BookInterval interval) => Volatile.Read(ref _framedTo[(int)interval]);

    public bool HasChanged(BookInterval interval) => _changed[(int)interval].Any;

    /// <summary>Ends a frame: every level that changed since the last one, with what it holds now.</summary>
    public void Cut(BookInterval interval)
    {
        if (!HasChanged(interval)) return;
        FrameRing frames = Frames(interval);
        long first = frames.Next;
        foreach (long name in _changed[(int)interval].Take()) frames.Add(Now(ChangedLevels.SideOf(name), ChangedLevels.PriceOf(name), interval));
        frames.End(_framedTo[(int)interval], _mdSeq, _seq, _timeNs, first, frames.WantsChecksum ? Checksum() : 0);
        _framedTo[(int)interval] = _mdSeq;
    }

    public int CopyOrders(Side side, Span<BookOrder> into) => Of(side).CopyOrders(nodes, into);

    /// <summary>Visible lots in front of an order; −1 when it is not in the book. For readers.</summary>
    public long AheadOf(Side side, Ticks price, long priority)
    {
        long ahead = 0;
        int steps = OrderCount;
        for (int slot = Of(side).HeadOf(price); slot != 0 && steps >= 0; steps--)
        {
            ref BookNode node = ref nodes.Peek(slot);
            if (node.Priority == priority) return ahead;
            ahead = unchecked(ahead + node.Visible);
            slot = node.Next;
        }
        return -1;
    }

    private ulong Checksum()
    {
        Span<BookLevel> bids = stackalloc BookLevel[BookChecksum.Levels];
        Span<BookLevel> asks = stackalloc BookLevel[BookChecksum.Levels];
        return BookChecksum.Of(bids[.._bids.CopyBest(bids)], asks[.._asks.CopyBest(asks)]);
    }

    private LevelChange Now(Side side, Ticks price, BookInterval interval)
    {
        ref Level level = ref Of(side).Find(Of(side).KeyOf(price));
        if (Unsafe.IsNullRef(ref level)) return new LevelChange(price, Lots.Zero, 0, side);
        level.Listed = (byte)(level.Listed & ~(1 << (int)interval));
        return new LevelChange(price, new Lots(level.Total), level.Count, side);
    }

    private void List(ref Level level, in BookChanged change)
    {
        if (level.Listed == AllIntervals) return;
        for (int i = 0; i < Intervals; i++)
        {
            if ((level.Listed & (1 << i)) == 0) _changed[i].Add(change.Side, change.Price);
        }
        level.Listed = AllIntervals;
    }

    private void Append(ref Level level, long priority, Ticks price, Lots visible)
    {
        int slot = nodes.Rent();
        nodes[slot] = new BookNode { Priority = priority, Price = price.Value, Visible = visible.Value, Prev = level.Tail };
        if (level.Tail == 0) level.Head = slot;
        else nodes[level.Tail].Next = slot;
        level.Tail = slot;
        level.Count++;
        level.Total += visible.Value;
        _byPriority.Add(priority, slot);
    }

    private void Resize(ref Level level, long priority, Lots visible)
    {
        int slot = Find(priority);
        level.Total += visible.Value - nodes[slot].Visible;
        nodes[slot].Visible = visible.Value;
    }

    private void Unlink(ref Level level, long priority)
    {
        int slot = Find(priority);
        ref BookNode node = ref nodes[slot];
        if (node.Prev == 0) level.Head = node.Next;
        else nodes[node.Prev].Next = node.Next;
        if (node.Next == 0) level.Tail = node.Prev;
        else nodes[node.Next].Prev = node.Prev;
        level.Count--;
        level.Total -= node.Visible;
        _byPriority.Remove(priority);
        nodes.Return(slot);
    }

    private int Find(long priority)
    {
        int slot = _byPriority.Find(priority);
        Invariant.That(slot != 0, "an order changes that is not in the book");
        return slot;
    }
}
