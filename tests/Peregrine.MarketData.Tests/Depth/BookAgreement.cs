using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.MarketData.Depth;
using Xunit;

namespace Peregrine.MarketData.Tests.Depth;

/// <summary>What the book views show, against the engine's own books and its telling of them.</summary>
internal static class BookAgreement
{
    public static void Check(BookViews views, Venue venue)
    {
        for (int market = 1; market <= venue.Engine.State!.MarketCount; market++)
        {
            Book book = venue.Engine.State.Markets[market].Book;
            BookLevel[] bids = new BookLevel[book.LevelCount(Side.Buy) + 1];
            BookLevel[] asks = new BookLevel[book.LevelCount(Side.Sell) + 1];
            BookStamp stamp = views.Read(market, bids, asks);
            Assert.Equal(LevelsOf(book, Side.Buy), bids[..stamp.Bids]);
            Assert.Equal(LevelsOf(book, Side.Sell), asks[..stamp.Asks]);
            Assert.Equal(venue.Engine.State.Markets[market].MdSeq, stamp.MdSeq);
            Assert.Equal(Engine.Matching.BookChecksum.Of(book), stamp.Checksum);
            // However few levels are asked for, the checksum is that of the book.
            BookStamp shallow = views.Read(market, bids.AsSpan(0, 1), []);
            Assert.Equal((stamp.Checksum, Math.Min(1, stamp.Bids), 0), (shallow.Checksum, shallow.Bids, shallow.Asks));
        }
    }

    public static void CheckOrders(BookViews views, State state)
    {
        foreach ((int market, _) in state.Markets)
        {
            BookOrder[] shown = new BookOrder[views.OrderCount(market) + 1];
            BookStamp stamp = views.ReadOrders(market, shown);
            StateOrder[] told = [.. state.Orders.Where(o => o.Market == market).Select(o => o.Body)];
            Assert.Equal(told.Select(o => new BookOrder(o.Priority, o.Price, o.Visible, o.Side)), shown[..(stamp.Bids + stamp.Asks)]);
            long ahead = 0;
            StateOrder before = default;
            foreach (StateOrder order in told)
            {
                ahead = order.Price == before.Price && order.Side == before.Side ? ahead + before.Visible.Value : 0;
                Assert.Equal(ahead, views.AheadOf(market, order.Side, order.Price, order.Priority));
                before = order;
            }
            Assert.Equal(-1, views.AheadOf(market, Side.Buy, new Ticks(1), 1));
        }
    }

    private static List<BookLevel> LevelsOf(Book book, Side side)
    {
        List<BookLevel> levels = [];
        foreach (LevelView level in book.Levels(side)) levels.Add(new BookLevel(level.Price, level.Total, level.Count));
        return levels;
    }
}
