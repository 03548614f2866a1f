using System.Buffers;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Depth;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>Books: levels, and the best of both sides. Numbers of updates are those of the depth streams.</summary>
internal static class BookRoutes
{
    private const int UsualDepth = 500;

    public static readonly FapiRoute[] All =
    [
        VenueRoutes.Open("/fapi/v1/depth", 10, "The book, level by level.", Depth) with { WeighBy = WeightOfDepth },
        VenueRoutes.Open("/fapi/v1/ticker/bookTicker", 2, "The best bid and ask.", BookTicker) with { WeighBy = static p => p.Has("symbol"u8) ? 2 : 5 },
    ];

    public static void Levels(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<BookLevel> levels, FapiMarket market)
    {
        json.Name(name).BeginArray();
        foreach (ref readonly BookLevel level in levels) json.BeginArray().Decimal(level.Price.Value, market.Tick).Decimal(level.Total.Value, market.Lot).EndArray();
        json.EndArray();
    }

    private static bool IsDepth(long limit) => limit is 5 or 10 or 20 or 50 or 100 or 500 or 1000;

    private static int WeightOfDepth(FapiParams parameters) => parameters.Whole("limit"u8, UsualDepth) switch
    {
        <= 50 => 2,
        <= 100 => 5,
        <= 500 => 10,
        _ => 20,
    };

    private static ValueTask Depth(FapiCall call)
    {
        long limit = call.Params.Whole("limit"u8, UsualDepth);
        if (call.Market() is not { } market) return default;
        if (!IsDepth(limit))
        {
            call.Refuse(FapiError.BadDepth(limit));
            return default;
        }
        int depth = (int)limit;
        BookLevel[] levels = ArrayPool<BookLevel>.Shared.Rent(2 * depth);
        BookStamp stamp = call.Gateway.Depth.Views.Read(market.Id, levels.AsSpan(0, depth), levels.AsSpan(depth, depth));
        call.Answer.BeginObject().Name("lastUpdateId"u8).Number(stamp.MdSeq).Name("E"u8).Number(call.NowMs).Name("T"u8).Number(stamp.TimeNs / 1_000_000);
        Levels(call.Answer, "bids"u8, levels.AsSpan(0, stamp.Bids), market);
        Levels(call.Answer, "asks"u8, levels.AsSpan(depth, stamp.Asks), market);
        call.Answer.EndObject();
        ArrayPool<BookLevel>.Shared.Return(levels);
        return default;
    }

    private static ValueTask BookTicker(FapiCall call) => TickerRoutes.Each(call, Write);

    private static void Write(FapiCall call, FapiMarket market, in MarketFacts facts)
    {
        BookLevel bid = default, ask = default;
        BookStamp stamp = call.Gateway.Depth.Views.Read(market.Id, new Span<BookLevel>(ref bid), new Span<BookLevel>(ref ask));
        call.Answer.BeginObject().Name("lastUpdateId"u8).Number(stamp.MdSeq).Name("symbol"u8).Plain(market.Utf8);
        call.Answer.Name("bidPrice"u8).Decimal(bid.Price.Value, market.Tick).Name("bidQty"u8).Decimal(bid.Total.Value, market.Lot);
        call.Answer.Name("askPrice"u8).Decimal(ask.Price.Value, market.Tick).Name("askQty"u8).Decimal(ask.Total.Value, market.Lot);
        call.Answer.Name("time"u8).Number(Math.Max(stamp.TimeNs, 0) / 1_000_000).EndObject();
    }
}
