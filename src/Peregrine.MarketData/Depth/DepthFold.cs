using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Depth;

/// <summary>The books of all markets, level by level and order by order, and the frames in which they are told.</summary>
/// <remarks>
/// A book is shown between commands only. The raw stream's frames end with each command; the others' when the feeding thread says so (<see cref="Cut"/>):
/// engine time stands still between commands, and nobody may wait a second for what happened in the last 20 ms.
/// </remarks>
public sealed class DepthFold : Fold
{
    private readonly MarketBook?[] _books = new MarketBook[ushort.MaxValue + 1];
    private readonly Pages<BookNode> _nodes = new();
    private readonly List<MarketBook> _touched = [];
    private int _highest;

    public DepthFold() => Views = new BookViews(_books);

    /// <summary>For any thread.</summary>
    public BookViews Views { get; }

    /// <summary>Ends a frame of the interval in each market that changed. To be called by the thread that feeds, between two commands.</summary>
    public void Cut(BookInterval interval)
    {
        for (int id = 1; id <= _highest; id++)
        {
            if (_books[id] is not { } book || !book.HasChanged(interval)) continue;
            Invariant.That(!book.Mark.IsWriting, "a frame is cut between commands");
            book.Mark.Begin();
            book.Cut(interval);
            book.Mark.End();
        }
    }

    public override void Abandon()
    {
        for (int id = 1; id <= _highest; id++)
        {
            if (_books[id] is { Mark.IsWriting: true } book) book.Mark.End();
        }
        _touched.Clear();
    }

    protected override void OnState(ref EventReader state)
    {
        ushort market = state.Header.Market;
        if (state.Header.Kind == EventKind.StateMarket) BookOf(market).Load(state.Body<StateMarket>().MdSeq, in state.Header);
        if (state.Header.Kind == EventKind.StateOrder) BookOf(market).Load(state.Body<StateOrder>());
    }

    protected override void OnEvent(ref EventReader happened)
    {
        if (happened.Header.Kind != EventKind.BookChanged) return;
        MarketBook book = BookOf(happened.Header.Market);
        if (!book.Mark.IsWriting)
        {
            book.Mark.Begin();
            _touched.Add(book);
        }
        book.Change(in happened.Header, happened.Body<BookChanged>());
    }

    protected override void OnCommandDone(in EventHeader done)
    {
        foreach (MarketBook book in _touched)
        {
            book.Cut(BookInterval.Raw);
            book.Mark.End();
        }
        _touched.Clear();
    }

    private MarketBook BookOf(ushort market)
    {
        if (_books[market] is { } book) return book;
        book = new MarketBook(_nodes);
        Volatile.Write(ref _books[market], book);
        _highest = Math.Max(_highest, market);
        return book;
    }
}
