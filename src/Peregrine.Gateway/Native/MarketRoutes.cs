using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;
using Peregrine.MarketData.Depth;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Native;

/// <summary>Books, trades and prices, as the folds have them.</summary>
internal static class MarketRoutes
{
    private const FoldSet Prices = FoldSet.Markets | FoldSet.Books | FoldSet.Accounts;
    private const int DepthUsual = 100, LatestUsual = 100;

    public static readonly Route[] All =
    [
        new("GET", "/book/{market}", LimitClass.Reads, Access.Public, AllowedActions.None, "The book, level by level.", Book) { Query = BookQuery.Shape, Reads = FoldSet.Books, Answer = Answers.Book },
        new("GET", "/trades/{market}", LimitClass.Reads, Access.Public, AllowedActions.None, "The latest trades, the newest first.", Trades) { Query = LatestQuery.Shape, Reads = FoldSet.Markets, Answer = Answers.Trades },
        new("GET", "/tickers", LimitClass.Reads, Access.Public, AllowedActions.None, "Prices and the last day of every market.", Tickers) { Query = FactsQuery.Shape, Reads = Prices, Answer = Answers.Tickers },
        new("GET", "/tickers/{market}", LimitClass.Reads, Access.Public, AllowedActions.None, "Prices and the last day of a market.", Ticker) { Query = FactsQuery.Shape, Reads = Prices, Answer = Answers.Ticker },
        new("GET", "/mark/{market}", LimitClass.Reads, Access.Public, AllowedActions.None, "Mark and index, and how far they may be trusted.", Mark) { Query = FactsQuery.Shape, Reads = FoldSet.Markets, Answer = Answers.Mark },
    ];

    private static async ValueTask Book(ApiCall call)
    {
        int depth = DepthOf(call);
        if (call.Market(call.First) is not { } market || !await call.CaughtUp()) return;
        BookLevel[] levels = ArrayPool<BookLevel>.Shared.Rent(2 * depth);
        Write(call, market, levels.AsSpan(0, depth), levels.AsSpan(depth, depth));
        ArrayPool<BookLevel>.Shared.Return(levels);
    }

    private static void Write(ApiCall call, MarketTerms market, Span<BookLevel> bids, Span<BookLevel> asks)
    {
        BookStamp stamp = call.Gateway.Depth.Views.Read(market.Id, bids, asks);
        call.Answer.BeginObject().Name("market"u8).Plain(market.Utf8).Name("mdSeq"u8).Number(stamp.MdSeq).Name("asOfSeq"u8).Number(call.Gateway.Depth.Cursor);
        call.Answer.Name("time"u8).Number(stamp.TimeNs / 1_000_000);
        MarketJson.Levels(call.Answer, "bids"u8, bids[..stamp.Bids], market);
        MarketJson.Levels(call.Answer, "asks"u8, asks[..stamp.Asks], market);
        MarketJson.Checksum(call.Answer, stamp.Checksum);
        call.Answer.EndObject();
    }

    private static async ValueTask Trades(ApiCall call)
    {
        int limit = LimitOf(call);
        if (call.Market(call.First) is not { } market || !await call.CaughtUp()) return;
        PublicTrade[] trades = ArrayPool<PublicTrade>.Shared.Rent(limit);
        int count = call.Gateway.Trading.Views.ReadTrades(market.Id, trades.AsSpan(0, limit));
        call.Answer.BeginObject().Name("market"u8).Plain(market.Utf8).Name("asOfSeq"u8).Number(call.Gateway.Trading.Cursor).Name("trades"u8).BeginArray();
        for (int i = count - 1; i >= 0; i--) MarketJson.Trade(call.Answer, in trades[i], market);
        call.Answer.EndArray().EndObject();
        ArrayPool<PublicTrade>.Shared.Return(trades);
    }

    private static async ValueTask Tickers(ApiCall call)
    {
        if (!await call.CaughtUp()) return;
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Trading.Cursor).Name("tickers"u8).BeginArray();
        foreach (MarketTerms market in call.Gateway.Terms.Markets) Write(call, market);
        call.Answer.EndArray().EndObject();
    }

    private static async ValueTask Ticker(ApiCall call)
    {
        if (call.Market(call.First) is { } market && await call.CaughtUp()) Write(call, market);
    }

    private static void Write(ApiCall call, MarketTerms market)
    {
        Gateway gateway = call.Gateway;
        gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts);
        MarketJson.Ticker(call.Answer, in facts, gateway.Accounts.Views.OpenInterest(market.Id), gateway.Depth.Views, market);
    }

    private static async ValueTask Mark(ApiCall call)
    {
        if (call.Market(call.First) is not { } market || !await call.CaughtUp()) return;
        call.Gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts);
        call.Answer.BeginObject().Name("market"u8).Plain(market.Utf8);
        MarketJson.Prices(call.Answer, in facts, market);
        call.Answer.Name("asOfSeq"u8).Number(call.Gateway.Trading.Cursor).Name("time"u8).Number(facts.TimeNs / 1_000_000).EndObject();
    }

    private static int DepthOf(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        int depth = query.Has(BookQuery.Shape.Depth) ? (int)query.Whole(BookQuery.Shape.Depth) : DepthUsual;
        call.Since(ref query);
        return Math.Max(1, depth);
    }

    private static int LimitOf(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        int limit = query.Has(LatestQuery.Shape.Limit) ? (int)query.Whole(LatestQuery.Shape.Limit) : LatestUsual;
        call.Since(ref query);
        return Math.Max(1, limit);
    }
}
