using System.Globalization;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Rates;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>What the dialect wants to know of a venue before anything else: its symbols, their grids and limits, and how much may be asked.</summary>
internal static class ExchangeInfo
{
    /// <summary>The year 2100: clients know a perpetual by it.</summary>
    public const long PerpetualMs = 4_133_404_800_000;

    // Hundredths of a percent of a fraction in billionths.
    private const int PercentE4 = 1_000;
    private static readonly Scale Percent4 = new(1, 4);

    public static ValueTask Write(FapiCall call)
    {
        JsonText json = call.Answer;
        json.BeginObject().Name("timezone"u8).Plain("UTC"u8).Name("serverTime"u8).Number(call.NowMs).Name("futuresType"u8).Plain("U_MARGINED"u8);
        json.Name("exchangeFilters"u8).BeginArray().EndArray().Name("rateLimits"u8);
        RateLimits(json, call.Dialect.Usage.Limits);
        json.Name("assets"u8).BeginArray();
        foreach (AssetTerms asset in call.Symbols.Terms.Assets)
            json.BeginObject().Name("asset"u8).Plain(asset.Utf8).Name("marginAvailable"u8).Bool(true).Name("autoAssetExchange"u8).Plain("0"u8).EndObject();
        json.EndArray().Name("symbols"u8).BeginArray();
        foreach (FapiMarket market in call.Symbols.All) Symbol(json, market);
        json.EndArray().EndObject();
        return default;
    }

    public static void RateLimits(JsonText json, FapiLimits limits)
    {
        json.BeginArray();
        RateLimit(json, "REQUEST_WEIGHT"u8, "MINUTE"u8, 1, limits.WeightPerMinute).EndObject();
        RateLimit(json, "ORDERS"u8, "MINUTE"u8, 1, limits.OrdersPerMinute).EndObject();
        RateLimit(json, "ORDERS"u8, "SECOND"u8, UsageBook.TenSecondsMs / 1000, limits.OrdersPer10Seconds).EndObject();
        json.EndArray();
    }

    /// <summary>Left open for whoever adds the count.</summary>
    public static JsonText RateLimit(JsonText json, ReadOnlySpan<byte> type, ReadOnlySpan<byte> interval, int number, int limit) =>
        json.BeginObject().Name("rateLimitType"u8).Plain(type).Name("interval"u8).Plain(interval).Name("intervalNum"u8).Number(number).Name("limit"u8).Number(limit);

    private static void Symbol(JsonText json, FapiMarket market)
    {
        ListMarket terms = market.Terms.Terms;
        json.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("pair"u8).Plain(market.Utf8).Name("contractType"u8).Plain("PERPETUAL"u8);
        json.Name("deliveryDate"u8).Number(PerpetualMs).Name("onboardDate"u8).Number(0).Name("status"u8).Plain(FapiWords.StatusOf(market.Terms.State));
        MarginTier first = market.Terms.Tiers.Length > 0 ? market.Terms.Tiers[0] : default;
        json.Name("maintMarginPercent"u8).Decimal(first.MmrPpb / PercentE4, Percent4).Name("requiredMarginPercent"u8).Decimal(first.ImrPpb / PercentE4, Percent4);
        json.Name("baseAsset"u8).String(market.Base).Name("quoteAsset"u8).String(market.Quote).Name("marginAsset"u8).String(market.Quote);
        json.Name("pricePrecision"u8).Number(DecimalsOf(terms.TickE9)).Name("quantityPrecision"u8).Number(DecimalsOf(terms.LotE9));
        json.Name("baseAssetPrecision"u8).Number(8).Name("quotePrecision"u8).Number(8).Name("underlyingType"u8).Plain("COIN"u8);
        json.Name("underlyingSubType"u8).BeginArray().EndArray().Name("settlePlan"u8).Number(0).Name("triggerProtect"u8).Plain("0.0500"u8);
        json.Name("liquidationFee"u8).Plain("0"u8).Name("marketTakeBound"u8).Decimal(terms.ExecRangePpb, Scale.Ppb).Name("maxMoveOrderLimit"u8).Number(10_000);
        Filters(json, market, in terms);
        Listed(json.Name("orderTypes"u8), "LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET");
        Listed(json.Name("timeInForce"u8), "GTC", "IOC", "FOK", "GTX", "GTD");
        json.Name("permissionSets"u8).BeginArray().EndArray().EndObject();
    }

    private static void Filters(JsonText json, FapiMarket market, in ListMarket terms)
    {
        json.Name("filters"u8).BeginArray();
        Filter(json, "PRICE_FILTER"u8).Name("minPrice"u8).Plain(Ascii(market.Terms.TickText)).Name("maxPrice"u8).Decimal(terms.PriceMax.Value, market.Tick);
        json.Name("tickSize"u8).Plain(Ascii(market.Terms.TickText)).EndObject();
        Lot(Filter(json, "LOT_SIZE"u8), market, terms.QtyMin, terms.QtyMax);
        Lot(Filter(json, "MARKET_LOT_SIZE"u8), market, terms.QtyMin, terms.MarketQtyMax);
        Filter(json, "MAX_NUM_ORDERS"u8).Name("limit"u8).Number(terms.OpenOrdersMax).EndObject();
        Filter(json, "MAX_NUM_ALGO_ORDERS"u8).Name("limit"u8).Number(terms.TriggerOrdersMax).EndObject();
        Filter(json, "MIN_NOTIONAL"u8).Name("notional"u8).Decimal(terms.NotionalMin.Value, Scale.Micros).EndObject();
        Filter(json, "PERCENT_PRICE"u8).Name("multiplierUp"u8).Decimal((long)Ppb.One + terms.BandUpPpb, Scale.Ppb);
        json.Name("multiplierDown"u8).Decimal((long)Ppb.One - terms.BandDownPpb, Scale.Ppb).Name("multiplierDecimal"u8).Plain("4"u8).EndObject();
        json.EndArray();
    }

    private static JsonText Filter(JsonText json, ReadOnlySpan<byte> type) => json.BeginObject().Name("filterType"u8).Plain(type);

    private static void Lot(JsonText json, FapiMarket market, Lots min, Lots max) =>
        json.Name("minQty"u8).Decimal(min.Value, market.Lot).Name("maxQty"u8).Decimal(max.Value, market.Lot).Name("stepSize"u8).Plain(Ascii(market.Terms.LotText)).EndObject();

    private static void Listed(JsonText json, params string[] words)
    {
        json.BeginArray();
        foreach (string word in words) json.String(word);
        json.EndArray();
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    // As many digits as a step has behind the point.
    private static int DecimalsOf(long stepE9) => 9 - (stepE9.ToString(CultureInfo.InvariantCulture).Length - stepE9.ToString(CultureInfo.InvariantCulture).TrimEnd('0').Length) is var digits and > 0 ? digits : 0;
}
