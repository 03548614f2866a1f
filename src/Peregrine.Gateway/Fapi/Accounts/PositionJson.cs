using Peregrine.Core;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Fapi.Accounts;

/// <summary>Positions as the dialect spells them: in the account's answer, and in one of their own. Both versions get the members of both.</summary>
internal static class PositionJson
{
    public static void WriteOfAccount(JsonText json, OwnPosition own, long nowMs)
    {
        Begin(json, own).Name("unrealizedProfit"u8).Decimal(own.Unrealised.Value, Scale.Micros);
        Margins(json, own, nowMs).Name("leverage"u8).Id(own.Facts.Leverage).Name("isolated"u8).Bool(own.IsIsolated);
        json.Name("maxNotional"u8).Decimal(Brackets.MaxNotional(own.Market.Terms.Tiers, own.Facts.Leverage).Value, Scale.Micros).EndObject();
    }

    public static void Write(JsonText json, OwnPosition own, long nowMs)
    {
        Begin(json, own).Name("unRealizedProfit"u8).Decimal(own.Unrealised.Value, Scale.Micros);
        json.Name("markPrice"u8).Decimal(own.Prices.Mark.Value, own.Market.SubTick).Name("liquidationPrice"u8).Decimal(own.Figures.Liquidation.Value, own.Market.SubTick);
        json.Name("marginAsset"u8).String(own.Market.Quote);
        Margins(json, own, nowMs).Name("adl"u8).Number(own.AdlQuantile).Name("leverage"u8).Id(own.Facts.Leverage);
        json.Name("maxNotionalValue"u8).Decimal(Brackets.MaxNotional(own.Market.Terms.Tiers, own.Facts.Leverage).Value, Scale.Micros);
        json.Name("marginType"u8).Plain(own.IsIsolated ? "isolated"u8 : "cross"u8).Name("isAutoAddMargin"u8).Plain("false"u8).EndObject();
    }

    private static JsonText Begin(JsonText json, OwnPosition own) =>
        json.BeginObject().Name("symbol"u8).Plain(own.Market.Utf8).Name("positionSide"u8).Plain("BOTH"u8).Name("positionAmt"u8).Decimal(own.Facts.Size.Value, own.Market.Lot)
            .Name("entryPrice"u8).Decimal(own.Entry, own.Market.SubTick).Name("breakEvenPrice"u8).Decimal(own.Figures.BreakEven.Value, own.Market.SubTick);

    private static JsonText Margins(JsonText json, OwnPosition own, long nowMs)
    {
        Micros isolated = own.IsIsolated && own.IsOpen ? own.Pot + own.Unrealised : Micros.Zero;
        json.Name("isolatedMargin"u8).Decimal(isolated.Value, Scale.Micros).Name("notional"u8).Decimal(own.Notional.Value, Scale.Micros);
        json.Name("isolatedWallet"u8).Decimal(own.Pot.Value, Scale.Micros).Name("initialMargin"u8).Decimal((own.Margin.PositionMargin + own.Margin.OrderMargin).Value, Scale.Micros);
        json.Name("maintMargin"u8).Decimal(own.Margin.Maintenance.Value, Scale.Micros).Name("positionInitialMargin"u8).Decimal(own.Margin.PositionMargin.Value, Scale.Micros);
        json.Name("openOrderInitialMargin"u8).Decimal(own.Margin.OrderMargin.Value, Scale.Micros).Name("bidNotional"u8).Decimal(own.Margin.Buys.Value, Scale.Micros);
        return json.Name("askNotional"u8).Decimal(own.Margin.Sells.Value, Scale.Micros).Name("updateTime"u8).Number(own.IsAlive ? nowMs : 0);
    }
}
