using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>A limit that the client leaves to the book: some level of the other side, or of his own.</summary>
internal static class PriceMatch
{
    private const int LevelsMax = 20;

    public static Ticks Read(BookViews books, FapiMarket market, Side side, ReadOnlySpan<byte> match, FapiParams given)
    {
        bool isOpponent = match.StartsWith("OPPONENT"u8);
        int level = LevelOf(isOpponent ? match["OPPONENT"u8.Length..] : match.StartsWith("QUEUE"u8) ? match["QUEUE"u8.Length..] : "?"u8);
        if (level == 0)
        {
            given.Refuse(FapiError.BadPriceMatch);
            return default;
        }
        Span<BookLevel> bids = stackalloc BookLevel[LevelsMax], asks = stackalloc BookLevel[LevelsMax];
        BookStamp stamp = books.Read(market.Id, bids, asks);
        ReadOnlySpan<BookLevel> levels = side == Side.Buy == isOpponent ? asks[..stamp.Asks] : bids[..stamp.Bids];
        if (levels.Length >= level) return levels[level - 1].Price;
        given.Refuse(FapiError.NoDepthMatches);
        return default;
    }

    private static int LevelOf(ReadOnlySpan<byte> ending)
    {
        if (ending.IsEmpty) return 1;
        if (ending.SequenceEqual("_5"u8)) return 5;
        if (ending.SequenceEqual("_10"u8)) return 10;
        return ending.SequenceEqual("_20"u8) ? LevelsMax : 0;
    }
}
