using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>Candles of trades, marks, indices, and of what lies between the last two.</summary>
internal static class CandleRoutes
{
    private const int Usual = 500, Most = 1500;

    public static readonly FapiRoute[] All =
    [
        Candles("/fapi/v1/klines", "symbol", CandleSource.Trades, "Candles of trades."),
        Candles("/fapi/v1/continuousKlines", "pair", CandleSource.Trades, "Candles of trades, by pair."),
        Candles("/fapi/v1/markPriceKlines", "symbol", CandleSource.Mark, "Candles of marks."),
        Candles("/fapi/v1/indexPriceKlines", "pair", CandleSource.Index, "Candles of indices."),
        VenueRoutes.Open("/fapi/v1/premiumIndexKlines", 5, "How far mark stood from index.", Premiums) with { WeighBy = WeightOf },
    ];

    private static FapiRoute Candles(string path, string name, CandleSource source, string summary)
    {
        byte[] utf8 = System.Text.Encoding.ASCII.GetBytes(name);
        return VenueRoutes.Open(path, 5, summary, call => Write(call, utf8, source)) with { WeighBy = WeightOf };
    }

    private static int WeightOf(FapiParams parameters) => parameters.Whole("limit"u8, Usual) switch
    {
        < 100 => 1,
        < 500 => 2,
        <= 1000 => 5,
        _ => 10,
    };

    private static async ValueTask Write(FapiCall call, byte[] name, CandleSource source)
    {
        FapiMarket? market = call.Market(name);
        if (Read(call) is not { } asked || market is null) return;
        ArraySegment<Candle> candles = await new CandleReader(call, market.Id, source, asked.Interval).Read(asked.SinceMs, asked.UntilMs, asked.Limit);
        call.Answer.BeginArray();
        foreach (Candle candle in candles) Write(call.Answer, in candle, asked.Interval, market);
        call.Answer.EndArray();
    }

    private static async ValueTask Premiums(FapiCall call)
    {
        FapiMarket? market = call.Market();
        if (Read(call) is not { } asked || market is null) return;
        List<Premium> premiums = await Premium.Read(call, market.Id, asked.Interval, asked.SinceMs, asked.UntilMs, asked.Limit);
        call.Answer.BeginArray();
        foreach (Premium premium in premiums) Write(call.Answer, in premium, asked.Interval);
        call.Answer.EndArray();
    }

    // None, and refused, when it is no question about candles.
    private static (CandleInterval Interval, long SinceMs, long UntilMs, int Limit)? Read(FapiCall call)
    {
        CandleInterval? interval = IntervalOf(call);
        long since = call.Params.Whole("startTime"u8, -1), until = call.Params.Whole("endTime"u8, call.NowMs);
        int limit = call.Params.Limit(Usual, Most);
        if (since > until) call.Refuse(FapiError.BackToFront);
        return call.Error is null ? (interval!.Value, since, until, limit) : null;
    }

    private static CandleInterval? IntervalOf(FapiCall call)
    {
        if (call.Params.Text("contractType"u8) is { IsEmpty: false } type && !type.SequenceEqual("PERPETUAL"u8)) call.Refuse(FapiError.NotValid("contractType"));
        CandleInterval? interval = FapiWords.Interval(call.Params.Needed("interval"u8));
        if (interval is null) call.Refuse(FapiError.BadInterval);
        return interval;
    }

    private static void Write(JsonText json, in Candle candle, CandleInterval interval, FapiMarket market)
    {
        json.BeginArray().Number(candle.StartNs / 1_000_000).Decimal(candle.Open.Value, market.SubTick).Decimal(candle.High.Value, market.SubTick);
        json.Decimal(candle.Low.Value, market.SubTick).Decimal(candle.Close.Value, market.SubTick).Decimal(candle.Volume.Value, market.Lot);
        json.Number(CandleClock.EndOf(interval, candle.StartNs) / 1_000_000 - 1).Decimal(candle.Paid.Value, Scale.Micros);
        json.Number(candle.Count).Decimal(candle.Bought.Value, market.Lot).Decimal(candle.BoughtPaid.Value, Scale.Micros).Plain("0"u8).EndArray();
    }

    private static void Write(JsonText json, in Premium premium, CandleInterval interval)
    {
        json.BeginArray().Number(premium.StartNs / 1_000_000).Decimal(premium.OpenPpb, Scale.Ppb).Decimal(premium.HighPpb, Scale.Ppb);
        json.Decimal(premium.LowPpb, Scale.Ppb).Decimal(premium.ClosePpb, Scale.Ppb).Plain("0"u8);
        json.Number(CandleClock.EndOf(interval, premium.StartNs) / 1_000_000 - 1).Plain("0"u8).Number(0).Plain("0"u8).Plain("0"u8).Plain("0"u8).EndArray();
    }
}
