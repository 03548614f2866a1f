using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>Trades one by one, and those of one taker at one price as one.</summary>
internal static class TradeRoutes
{
    // More rows than two commands have trades.
    private const int Usual = 500, Most = 1000, RowsMax = 16_000;
    private const long HourMs = 3_600_000;

    public static readonly FapiRoute[] All =
    [
        VenueRoutes.Open("/fapi/v1/trades", 5, "The latest trades.", Trades),
        VenueRoutes.Open("/fapi/v1/historicalTrades", 20, "Trades from an id on.", Trades) with { Security = FapiSecurity.Key, Needs = AllowedActions.Read },
        VenueRoutes.Open("/fapi/v1/aggTrades", 20, "Trades of one taker at one price as one.", AggTrades),
    ];

    private static async ValueTask Trades(FapiCall call)
    {
        int limit = call.Params.Limit(Usual, Most);
        long fromId = call.Params.Whole("fromId"u8, 0);
        if (call.Market() is not { } market || call.Error is not null) return;
        List<PublicTrade> trades = await PastTrades.Read(call, market, fromId, 0, limit);
        if (call.Error is not null) return;
        call.Answer.BeginArray();
        foreach (PublicTrade trade in trades) Write(call.Answer, in trade, market);
        call.Answer.EndArray();
    }

    private static void Write(JsonText json, in PublicTrade trade, FapiMarket market)
    {
        json.BeginObject().Name("id"u8).Number(TradeIds.Of(trade.Seq, trade.TradeIndex)).Name("price"u8).Decimal(trade.Price.Value, market.Tick);
        json.Name("qty"u8).Decimal(trade.Qty.Value, market.Lot).Name("quoteQty"u8).Decimal(market.Value(trade.Price, trade.Qty).Value, Scale.Micros);
        json.Name("time"u8).Number(trade.TimeNs / 1_000_000).Name("isBuyerMaker"u8).Bool(trade.TakerSide == Side.Sell).EndObject();
    }

    private static async ValueTask AggTrades(FapiCall call)
    {
        int limit = call.Params.Limit(Usual, Most);
        FapiParams given = call.Params;
        long fromId = given.Whole("fromId"u8, 0), since = given.Whole("startTime"u8, 0), until = given.Whole("endTime"u8, long.MaxValue);
        if (since > until) call.Refuse(FapiError.BackToFront);
        else if (given.Has("startTime"u8) && given.Has("endTime"u8) && until - since > HourMs) call.Refuse(FapiError.TooLong(1));
        if (call.Market() is not { } market || call.Error is not null) return;
        List<AggTrade> all = await Whole(call, market, fromId, since, until, limit);
        if (call.Error is not null) return;
        bool isFromStart = fromId > 0 || since > 0;
        if (all.Count > limit) all.RemoveRange(isFromStart ? limit : 0, all.Count - limit);
        call.Answer.BeginArray();
        foreach (AggTrade trade in all) trade.Write(call.Answer.BeginObject(), market).EndObject();
        call.Answer.EndArray();
    }

    // Aggregates are made of whole commands, and what the end of the rows may have cut is left out: each trade is in one of them, however they are paged.
    private static async ValueTask<List<AggTrade>> Whole(FapiCall call, FapiMarket market, long fromId, long since, long until, int limit)
    {
        bool isFromStart = fromId > 0 || since > 0;
        long firstId = fromId > 0 ? Math.Max(1, TradeIds.Of(TradeIds.EarliestSeqOf(fromId), 0)) : 0;
        for (int rows = Most; ; rows *= 2)
        {
            List<PublicTrade> trades = await PastTrades.Read(call, market, firstId, since, rows, until);
            List<AggTrade> all = AggTrade.Of(CollectionsMarshal.AsSpan(trades));
            bool isCut = trades.Count == rows;
            if (isCut) all.RemoveAt(isFromStart ? all.Count - 1 : 0);
            all.RemoveAll(a => a.FirstId < fromId);
            if (!isCut || all.Count >= limit || rows >= RowsMax) return all;
        }
    }
}
