using Peregrine.Client.Markets;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>What all agents watch: each market's index, and the top of its book once a second. Heard over one public stream for all of them.</summary>
internal sealed class Tape
{
    private readonly Dictionary<MarketTerms, Watched> _markets = [];

    public Tape(MarketBoard markets, VenueStream stream)
    {
        foreach (MarketTerms market in markets.All)
        {
            var watched = new Watched(new BookFeed(market, BookSpeed.S1));
            _markets.Add(market, watched);
            var marks = new MarkFeed(market) { Changed = price => Volatile.Write(ref watched.Price, new Note(price)) };
            stream.Subscribe(marks);
            stream.Subscribe(watched.Book);
        }
    }

    /// <summary>The index in ticks with its fraction; 0 where there is none that may be traded on.</summary>
    public double Index(MarketTerms market) =>
        Volatile.Read(ref _markets[market].Price) is { Price.State: PriceState.Fresh } note ? (double)note.Price.Index.Value / Subticks.PerTick : 0;

    /// <summary>The best bid and ask; 0 for a side that has none.</summary>
    public (Ticks Bid, Ticks Ask) Touch(MarketTerms market)
    {
        BookFeed feed = _markets[market].Book;
        lock (feed.Gate)
        {
            LocalBook book = feed.Book;
            return !book.IsSynced ? default : (book.Bids > 0 ? book.Bid(0).Price : default, book.Asks > 0 ? book.Ask(0).Price : default);
        }
    }

    private sealed record Note(MarkPrice Price);

    private sealed class Watched(BookFeed book)
    {
        public Note? Price;

        public BookFeed Book => book;
    }
}
