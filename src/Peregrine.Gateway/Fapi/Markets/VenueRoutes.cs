using Peregrine.Core;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>What is known without a market: that the venue is there, its clock, its symbols.</summary>
internal static class VenueRoutes
{
    public static readonly FapiRoute[] All =
    [
        Open("/fapi/v1/ping", 1, "Answers.", static call => Empty(call)),
        Open("/fapi/v1/time", 1, "The venue's clock.", Time),
        Open("/fapi/v1/exchangeInfo", 1, "Symbols, grids and limits.", ExchangeInfo.Write),
        Open("/fapi/v1/fundingInfo", 0, "How often funding is paid, and its bounds, symbol by symbol.", FundingInfo),
        Open("/sapi/v1/system/status", 1, "Whether the venue takes orders.", Status),
        Open("/sapi/v1/capital/config/getall", 10, "Nothing: there are no other networks here.", static call => None(call)),
        Open("/sapi/v1/margin/allPairs", 1, "Nothing: there is no spot margin here.", static call => None(call)),
    ];

    internal static FapiRoute Open(string path, int weight, string summary, Func<FapiCall, ValueTask> handle) =>
        new("GET", path, weight, FapiSecurity.Open, AllowedActions.None, summary, handle);

    private static ValueTask Empty(FapiCall call)
    {
        call.Answer.BeginObject().EndObject();
        return default;
    }

    private static ValueTask None(FapiCall call)
    {
        call.Answer.BeginArray().EndArray();
        return default;
    }

    private static ValueTask Time(FapiCall call)
    {
        call.Answer.BeginObject().Name("serverTime"u8).Number(call.NowMs).EndObject();
        return default;
    }

    private static ValueTask Status(FapiCall call)
    {
        bool isWriting = call.Gateway.Venue.Face.IsWriting;
        call.Answer.BeginObject().Name("status"u8).Number(isWriting ? 0 : 1).Name("msg"u8).Plain(isWriting ? "normal"u8 : "system_maintenance"u8).EndObject();
        return default;
    }

    private static ValueTask FundingInfo(FapiCall call)
    {
        call.Answer.BeginArray();
        foreach (FapiMarket market in call.Symbols.All)
        {
            FundingTold funding = FundingTold.Of(call.Gateway, market, call.NowMs);
            call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("adjustedFundingRateCap"u8).Decimal(funding.CapPpb, Scale.Ppb);
            call.Answer.Name("adjustedFundingRateFloor"u8).Decimal(-funding.CapPpb, Scale.Ppb).Name("fundingIntervalHours"u8).Number(FundingTold.Hours);
            call.Answer.Name("disclaimer"u8).Bool(false).EndObject();
        }
        call.Answer.EndArray();
        return default;
    }
}
