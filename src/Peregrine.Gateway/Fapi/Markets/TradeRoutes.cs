using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>Trades one by one, and those of one taker at one price as one. As far back as the tape goes.</summary>
internal static class TradeRoutes
{
    private const int Usual = 500, Most = 1000, TapeMax = 1_024;
    private const long HourMs = 3_600_000;

    public static readonly FapiRoute[] All =
    [
        VenueRoutes.Open("/fapi/v1/trades", 5, "The latest trades.", Trades),
        VenueRoutes.Open("/fapi/v1/historicalTrades", 20, "Trades from an id on.", Trades) with { Security = FapiSecurity.Key, Needs = AllowedActions.Read },
        VenueRoutes.Open("/fapi/v1/aggTrades", 20, "Trades of one taker at one price as one.", AggTrades),
    ];

    private static ValueTask Trades(FapiCall call)
    {
        int limit = call.Params.Limit(Usual, Most);
        long fromId = call.Params.Whole("fromId"u8, 0);
        if (call.Market() is not { } market || call.Error is not null) return default;
        PublicTrade[] tape = ArrayPool<PublicTrade>.Shared.Rent(TapeMax);
        ReadOnlySpan<PublicTrade> trades = tape.AsSpan(0, call.Gateway.Trading.Views.ReadTrades(market.Id, tape.AsSpan(0, TapeMax)));
        if (fromId > 0) trades = From(trades, fromId, limit);
        else if (trades.Length > limit) trades = trades[^limit..];
        call.Answer.BeginArray();
        foreach (ref readonly PublicTrade trade in trades) Write(call.Answer, in trade, market);
        call.Answer.EndArray();
        ArrayPool<PublicTrade>.Shared.Return(tape);
        return default;
    }

    private static ReadOnlySpan<PublicTrade> From(ReadOnlySpan<PublicTrade> trades, long fromId, int limit)
    {
        while (!trades.IsEmpty && TradeIds.Of(trades[0].Seq, trades[0].TradeIndex) < fromId) trades = trades[1..];
        return trades.Length > limit ? trades[..limit] : trades;
    }

    private static void Write(JsonText json, in PublicTrade trade, FapiMarket market)
    {
        json.BeginObject().Name("id"u8).Number(TradeIds.Of(trade.Seq, trade.TradeIndex)).Name("price"u8).Decimal(trade.Price.Value, market.Tick);
        json.Name("qty"u8).Decimal(trade.Qty.Value, market.Lot).Name("quoteQty"u8).Decimal(market.Value(trade.Price, trade.Qty).Value, Scale.Micros);
        json.Name("time"u8).Number(trade.TimeNs / 1_000_000).Name("isBuyerMaker"u8).Bool(trade.TakerSide == Side.Sell).EndObject();
    }

    private static ValueTask AggTrades(FapiCall call)
    {
        int limit = call.Params.Limit(Usual, Most);
        FapiParams given = call.Params;
        long fromId = given.Whole("fromId"u8, 0), since = given.Whole("startTime"u8, 0), until = given.Whole("endTime"u8, long.MaxValue);
        if (since > until) call.Refuse(FapiError.BackToFront);
        else if (given.Has("startTime"u8) && given.Has("endTime"u8) && until - since > HourMs) call.Refuse(FapiError.TooLong(1));
        if (call.Market() is not { } market || call.Error is not null) return default;
        PublicTrade[] tape = ArrayPool<PublicTrade>.Shared.Rent(TapeMax);
        int count = call.Gateway.Trading.Views.ReadTrades(market.Id, tape.AsSpan(0, TapeMax));
        List<AggTrade> all = AggTrade.Of(tape.AsSpan(0, count));
        ArrayPool<PublicTrade>.Shared.Return(tape);
        all.RemoveAll(t => t.FirstId < fromId || t.TimeMs < since || t.TimeMs > until);
        bool isFromStart = fromId > 0 || given.Has("startTime"u8);
        if (all.Count > limit) all.RemoveRange(isFromStart ? limit : 0, all.Count - limit);
        call.Answer.BeginArray();
        foreach (AggTrade trade in all) trade.Write(call.Answer.BeginObject(), market).EndObject();
        call.Answer.EndArray();
        return default;
    }
}
