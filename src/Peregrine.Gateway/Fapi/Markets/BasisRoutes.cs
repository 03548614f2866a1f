using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>How far the last trade of a period stood from its last index.</summary>
internal static class BasisRoutes
{
    private const int Usual = 30, Most = 500;

    public static readonly FapiRoute[] All =
    [
        VenueRoutes.Open("/futures/data/basis", 1, "How far trades stood from index at the end of each period.", Basis),
    ];

    private static async ValueTask Basis(FapiCall call)
    {
        FapiMarket? market = call.Market("pair"u8);
        CandleInterval? period = PeriodOf(call);
        long since = call.Params.Whole("startTime"u8, -1), until = call.Params.Whole("endTime"u8, call.NowMs);
        int limit = call.Params.Limit(Usual, Most);
        if (since > until) call.Refuse(FapiError.BackToFront);
        if (call.Error is not null || market is null) return;
        ArraySegment<Candle> indices = await new CandleReader(call, market.Id, CandleSource.Index, period!.Value).Read(since, until, limit);
        ArraySegment<Candle> trades = await new CandleReader(call, market.Id, CandleSource.Trades, period.Value).Read(since, until, limit);
        Dictionary<long, Candle> traded = trades.ToDictionary(static c => c.StartNs);
        call.Answer.BeginArray();
        foreach (Candle index in indices)
        {
            if (traded.TryGetValue(index.StartNs, out Candle last) && index.Close.Value > 0) Write(call.Answer, market, index, last);
        }
        call.Answer.EndArray();
    }

    private static void Write(JsonText json, FapiMarket market, in Candle index, in Candle trade)
    {
        long basis = trade.Close.Value - index.Close.Value;
        json.BeginObject().Name("indexPrice"u8).Decimal(index.Close.Value, market.SubTick).Name("contractType"u8).Plain("PERPETUAL"u8);
        json.Name("basisRate"u8).Decimal((long)((Int128)basis * Core.Ppb.One / index.Close.Value), Scale.Ppb);
        json.Name("futuresPrice"u8).Decimal(trade.Close.Value, market.SubTick);
        // A perpetual has no day on which the basis must be gone, so none to count a year by.
        json.Name("annualizedBasisRate"u8).Plain(""u8).Name("basis"u8).Decimal(basis, market.SubTick);
        json.Name("pair"u8).Plain(market.Utf8).Name("timestamp"u8).Number(index.StartNs / 1_000_000).EndObject();
    }

    private static CandleInterval? PeriodOf(FapiCall call)
    {
        ReadOnlySpan<byte> type = call.Params.Text("contractType"u8);
        if (!type.IsEmpty && !type.SequenceEqual("PERPETUAL"u8)) call.Refuse(FapiError.NotValid("contractType"));
        return PeriodWindow.PeriodOf(call);
    }
}
