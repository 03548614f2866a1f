using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Depth;

/// <summary>Copies of books for any thread, each of a moment between two commands. Nothing more is copied than is asked for, and the fold never waits.</summary>
public sealed class BookViews
{
    private readonly MarketBook?[] _books;

    internal BookViews(MarketBook?[] books) => _books = books;

    /// <summary>The best levels of both sides, as many as there is room for. A market without a book yet shows an empty one.</summary>
    public BookStamp Read(int market, Span<BookLevel> bids, Span<BookLevel> asks)
    {
        if (BookOf(market) is not { } book) return new BookStamp(0, 0, 0, 0, 0, BookChecksum.Of([], []));
        Span<BookLevel> bestBids = bids.Length >= BookChecksum.Levels ? bids : stackalloc BookLevel[BookChecksum.Levels];
        Span<BookLevel> bestAsks = asks.Length >= BookChecksum.Levels ? asks : stackalloc BookLevel[BookChecksum.Levels];
        BookStamp stamp;
        Copying copying = new(ref book.Mark);
        do
        {
            stamp = new BookStamp(book.MdSeq, book.Seq, book.TimeNs, book.Of(Side.Buy).CopyBest(bestBids), book.Of(Side.Sell).CopyBest(bestAsks), 0);
        }
        while (copying.WasTorn());
        ulong checksum = BookChecksum.Of(bestBids[..stamp.Bids], bestAsks[..stamp.Asks]);
        return stamp with { Bids = Shorten(bestBids[..stamp.Bids], bids), Asks = Shorten(bestAsks[..stamp.Asks], asks), Checksum = checksum };
    }

    /// <summary>What a stream told behind a state, as one frame. A slow reader gets the newest word on each level, not the queue it missed.</summary>
    public BookFrame ReadFrame(int market, BookInterval interval, long afterMdSeq, Span<LevelChange> into)
    {
        if (BookOf(market) is not { } book) return default;
        BookFrame frame;
        Copying copying = new(ref book.Mark);
        do frame = book.Frames(interval).Copy(afterMdSeq, into);
        while (copying.WasTorn());
        if (frame.Outcome != FrameOutcome.Changes || frame.IsShared) return frame;
        return frame with { Count = KeepNewest(into[..frame.Count]) };
    }

    /// <summary>Where the latest frame of a stream ends: another number when there is one more.</summary>
    public long LastFrame(int market, BookInterval interval) => BookOf(market)?.FramedTo(interval) ?? 0;

    /// <summary>The latest change of the best bid or ask, its price or what it holds: another number when there is one more.</summary>
    public long LastTop(int market) => BookOf(market)?.TopChange ?? 0;

    /// <summary>All orders of a book: bids from the best level down, then asks from the best up, each queue from its front.</summary>
    /// <returns>The book's stamp, with orders counted in place of levels. When they fill the room, there may be more.</returns>
    public BookStamp ReadOrders(int market, Span<BookOrder> into)
    {
        if (BookOf(market) is not { } book) return default;
        BookStamp stamp;
        Copying copying = new(ref book.Mark);
        do
        {
            int bids = book.CopyOrders(Side.Buy, into);
            int asks = book.CopyOrders(Side.Sell, into[bids..]);
            stamp = new BookStamp(book.MdSeq, book.Seq, book.TimeNs, bids, asks, 0);
        }
        while (copying.WasTorn());
        return stamp;
    }

    /// <summary>Orders in a book at this moment: the room that <see cref="ReadOrders"/> needs, give or take what happens meanwhile.</summary>
    public int OrderCount(int market) => BookOf(market)?.OrderCount ?? 0;

    /// <summary>Changes of single orders behind a number, as many as fit; −1 when they are gone and only a snapshot helps.</summary>
    public int ReadChanges(int market, long afterMdSeq, Span<OrderChange> into)
    {
        if (BookOf(market) is not { } book) return 0;
        int count;
        Copying copying = new(ref book.Mark);
        do count = book.Changes.Copy(afterMdSeq, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Visible lots that stand in front of an order in its queue; −1 when it is not in the book.</summary>
    public long AheadOf(int market, Side side, Ticks price, long priority)
    {
        if (BookOf(market) is not { } book) return -1;
        long ahead;
        Copying copying = new(ref book.Mark);
        do ahead = book.AheadOf(side, price, priority);
        while (copying.WasTorn());
        return ahead;
    }

    private MarketBook? BookOf(int market) => (uint)market < (uint)_books.Length ? Volatile.Read(ref _books[market]) : null;

    private static int Shorten(ReadOnlySpan<BookLevel> best, Span<BookLevel> into)
    {
        int count = Math.Min(best.Length, into.Length);
        if (!best[..count].Overlaps(into)) best[..count].CopyTo(into);
        return count;
    }

    // Each frame told a level once; of several words on one level the last one holds.
    private static int KeepNewest(Span<LevelChange> changes)
    {
        Dictionary<(Ticks, Side), int> places = new(changes.Length);
        int kept = 0;
        foreach (ref readonly LevelChange change in changes)
        {
            if (places.TryGetValue((change.Price, change.Side), out int place))
            {
                changes[place] = change;
                continue;
            }
            places.Add((change.Price, change.Side), kept);
            changes[kept++] = change;
        }
        changes[..kept].Sort();
        return kept;
    }
}
