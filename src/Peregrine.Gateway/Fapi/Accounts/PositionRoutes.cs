using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;

namespace Peregrine.Gateway.Fapi.Accounts;

/// <summary>Positions and what holds for them, symbol by symbol.</summary>
internal static class PositionRoutes
{
    public static readonly FapiRoute[] All =
    [
        AccountRoutes.Read("/fapi/v3/positionRisk", 5, "Positions, and symbols with orders.", static call => Risk(call, everySymbol: false)),
        AccountRoutes.Read("/fapi/v2/positionRisk", 5, "A row for every symbol.", static call => Risk(call, everySymbol: true)),
        AccountRoutes.Read("/fapi/v1/adlQuantile", 5, "How near positions are to being deleveraged.", AdlQuantile),
        AccountRoutes.Read("/fapi/v1/leverageBracket", 1, "Margin tiers.", LeverageBracket),
        AccountRoutes.Read("/fapi/v1/symbolConfig", 5, "Margin type and leverage.", SymbolConfig),
    ];

    private static async ValueTask Risk(FapiCall call, bool everySymbol)
    {
        if (!call.TryMarket(out FapiMarket? market)) return;
        IReadOnlyList<OwnPosition> all = await OwnAccount.ReadPositions(call, market);
        call.Answer.BeginArray();
        foreach (OwnPosition own in all)
        {
            if (everySymbol || own.IsAlive) PositionJson.Write(call.Answer, own, call.NowMs);
        }
        call.Answer.EndArray();
    }

    // In one-way mode a side is told under BOTH alone.
    private static async ValueTask AdlQuantile(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? market)) return;
        IReadOnlyList<OwnPosition> all = await OwnAccount.ReadPositions(call, market);
        call.Answer.BeginArray();
        foreach (OwnPosition own in all)
        {
            if (!own.IsOpen) continue;
            call.Answer.BeginObject().Name("symbol"u8).Plain(own.Market.Utf8).Name("adlQuantile"u8).BeginObject();
            call.Answer.Name("LONG"u8).Number(0).Name("SHORT"u8).Number(0).Name("BOTH"u8).Number(own.AdlQuantile).EndObject().EndObject();
        }
        call.Answer.EndArray();
    }

    private static ValueTask LeverageBracket(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? only)) return default;
        call.Answer.BeginArray();
        foreach (FapiMarket market in only is null ? call.Symbols.All : [only]) Brackets.Write(call.Answer, market);
        call.Answer.EndArray();
        return default;
    }

    private static async ValueTask SymbolConfig(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? market)) return;
        IReadOnlyList<OwnPosition> all = await OwnAccount.ReadPositions(call, market);
        call.Answer.BeginArray();
        foreach (OwnPosition own in all)
        {
            call.Answer.BeginObject().Name("symbol"u8).Plain(own.Market.Utf8).Name("marginType"u8).Plain(own.IsIsolated ? "ISOLATED"u8 : "CROSSED"u8);
            call.Answer.Name("isAutoAddMargin"u8).Plain("false"u8).Name("leverage"u8).Number(own.Facts.Leverage);
            call.Answer.Name("maxNotionalValue"u8).Decimal(Brackets.MaxNotional(own.Market.Terms.Tiers, own.Facts.Leverage).Value, Json.Scale.Micros).EndObject();
        }
        call.Answer.EndArray();
    }
}
