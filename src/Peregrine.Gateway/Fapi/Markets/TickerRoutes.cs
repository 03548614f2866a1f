using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>The last day, the last price, mark and index, open interest: of a symbol, or of all.</summary>
internal static class TickerRoutes
{
    public delegate void Writer(FapiCall call, FapiMarket market, in MarketFacts facts);

    public static readonly FapiRoute[] All =
    [
        VenueRoutes.Open("/fapi/v1/ticker/24hr", 1, "The last day.", static call => Each(call, WriteDay)) with { WeighBy = static p => p.Has("symbol"u8) ? 1 : 40 },
        VenueRoutes.Open("/fapi/v1/ticker/price", 1, "The last price.", static call => Each(call, WritePrice)) with { WeighBy = static p => p.Has("symbol"u8) ? 1 : 2 },
        VenueRoutes.Open("/fapi/v2/ticker/price", 1, "The last price.", static call => Each(call, WritePrice)) with { WeighBy = static p => p.Has("symbol"u8) ? 1 : 2 },
        VenueRoutes.Open("/fapi/v1/premiumIndex", 1, "Mark, index and funding.", static call => Each(call, WritePremium)) with { WeighBy = static p => p.Has("symbol"u8) ? 1 : 10 },
        VenueRoutes.Open("/fapi/v1/openInterest", 1, "What is held.", OpenInterest),
    ];

    /// <summary>An object of the symbol that was named, or a list of all.</summary>
    public static ValueTask Each(FapiCall call, Writer write)
    {
        if (!call.TryMarket(out FapiMarket? one)) return default;
        if (one is not null)
        {
            Write(call, one, write);
            return default;
        }
        call.Answer.BeginArray();
        foreach (FapiMarket market in call.Symbols.All) Write(call, market, write);
        call.Answer.EndArray();
        return default;
    }

    private static void Write(FapiCall call, FapiMarket market, Writer write)
    {
        call.Gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts);
        write(call, market, in facts);
    }

    private static void WritePrice(FapiCall call, FapiMarket market, in MarketFacts facts)
    {
        call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("price"u8).Decimal(facts.Last.Value, market.Tick);
        call.Answer.Name("time"u8).Number(facts.TimeNs / 1_000_000).EndObject();
    }

    private static void WritePremium(FapiCall call, FapiMarket market, in MarketFacts facts)
    {
        JsonText json = call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8);
        json.Name("markPrice"u8).Decimal(facts.Mark.Value, market.SubTick).Name("indexPrice"u8).Decimal(facts.Index.Value, market.SubTick);
        json.Name("estimatedSettlePrice"u8).Decimal(facts.Index.Value, market.SubTick);
        FundingTold funding = FundingTold.Of(call.Gateway, market, call.NowMs);
        json.Name("lastFundingRate"u8).Decimal(funding.RatePpb, Scale.Ppb).Name("interestRate"u8).Decimal(funding.InterestPpb, Scale.Ppb);
        json.Name("nextFundingTime"u8).Number(funding.NextMs).Name("time"u8).Number(call.NowMs).EndObject();
    }

    private static ValueTask OpenInterest(FapiCall call)
    {
        if (call.Market() is not { } market) return default;
        call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("openInterest"u8).Decimal(call.Gateway.Accounts.Views.OpenInterest(market.Id).Value, market.Lot);
        call.Answer.Name("time"u8).Number(call.NowMs).EndObject();
        return default;
    }

    private static void WriteDay(FapiCall call, FapiMarket market, in MarketFacts facts)
    {
        DayFacts day = DayFacts.Of(call.Gateway, market, in facts);
        JsonText json = call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8);
        json.Name("priceChange"u8).Decimal(day.Change, market.Tick).Name("priceChangePercent"u8).Decimal(day.ChangePercentE3, DayFacts.Percent);
        json.Name("weightedAvgPrice"u8).Decimal(day.Average, market.SubTick).Name("lastPrice"u8).Decimal(day.Close, market.Tick);
        json.Name("lastQty"u8).Decimal(day.LastQty, market.Lot).Name("openPrice"u8).Decimal(day.Open, market.Tick);
        json.Name("highPrice"u8).Decimal(day.High, market.Tick).Name("lowPrice"u8).Decimal(day.Low, market.Tick);
        json.Name("volume"u8).Decimal(day.Volume, market.Lot).Name("quoteVolume"u8).Decimal(day.Notional, Scale.Micros);
        long closes = Math.Max(facts.TimeNs / 1_000_000, 0);
        json.Name("openTime"u8).Number(closes - DayFacts.LengthMs).Name("closeTime"u8).Number(closes);
        json.Name("firstId"u8).Number(day.FirstId).Name("lastId"u8).Number(day.LastId).Name("count"u8).Number(day.Count).EndObject();
    }
}
