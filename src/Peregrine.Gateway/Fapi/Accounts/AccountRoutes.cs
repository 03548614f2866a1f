using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.Gateway.Fapi.Rates;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Accounts;

/// <summary>What an account has and may.</summary>
internal static class AccountRoutes
{
    private const int HoldingsMax = 64;
    private const ushort SettleAsset = 1;

    public static readonly FapiRoute[] All =
    [
        Read("/fapi/v3/account", 5, "The account: assets and positions that are alive.", static call => Account(call, everySymbol: false)),
        Read("/fapi/v2/account", 5, "The account: assets and a row for every symbol.", static call => Account(call, everySymbol: true)),
        Read("/fapi/v3/balance", 5, "What the account has, asset by asset.", Balance),
        Read("/fapi/v2/balance", 5, "What the account has, asset by asset.", Balance),
        Read("/fapi/v1/accountConfig", 5, "What the account may.", Config),
        Read("/fapi/v1/commissionRate", 20, "What trading costs the account.", Commission),
        Read("/fapi/v1/rateLimit/order", 1, "How many orders may be placed.", OrderLimits),
        Read("/fapi/v1/apiTradingStatus", 1, "Nothing: there are no trading rules by indicators here.", TradingStatus),
        Read("/fapi/v1/feeBurn", 30, "No: fees are paid in the settle asset.", static call => Say(call, "feeBurn"u8)),
    ];

    internal static FapiRoute Read(string path, int weight, string summary, Func<FapiCall, ValueTask> handle) =>
        OrderRoutes.Signed("GET", path, weight, AllowedActions.Read, summary, handle);

    internal static ValueTask Say(FapiCall call, ReadOnlySpan<byte> name)
    {
        call.Answer.BeginObject().Name(name).Bool(false).EndObject();
        return default;
    }

    private static async ValueTask Account(FapiCall call, bool everySymbol)
    {
        if (await OwnAccount.Read(call) is not { } own) return;
        JsonText json = call.Answer.BeginObject();
        json.Name("feeTier"u8).Number(own.Facts.FeeTier);
        Rights(json, own.Facts.Status).Name("updateTime"u8).Number(call.NowMs).Name("multiAssetsMargin"u8).Bool(false).Name("tradeGroupId"u8).Number(-1);
        Money(json, "totalInitialMargin"u8, own.PositionMargin + own.OrderMargin);
        Money(json, "totalMaintMargin"u8, own.Maintenance);
        Money(json, "totalWalletBalance"u8, own.Wallet);
        Money(json, "totalUnrealizedProfit"u8, own.Unrealised);
        Money(json, "totalMarginBalance"u8, own.Wallet + own.Unrealised);
        Money(json, "totalPositionInitialMargin"u8, own.PositionMargin);
        Money(json, "totalOpenOrderInitialMargin"u8, own.OrderMargin);
        Money(json, "totalCrossWalletBalance"u8, own.Facts.Cash);
        Money(json, "totalCrossUnPnl"u8, own.CrossUnrealised);
        Money(json, "availableBalance"u8, own.Available);
        Money(json, "maxWithdrawAmount"u8, own.Figures.Withdrawable);
        json.Name("assets"u8).BeginArray();
        foreach (AssetTerms asset in call.Symbols.Terms.Assets) Asset(call, own, asset);
        json.EndArray().Name("positions"u8).BeginArray();
        foreach (OwnPosition position in own.Positions)
        {
            if (everySymbol || position.IsAlive) PositionJson.WriteOfAccount(json, position, call.NowMs);
        }
        json.EndArray().EndObject();
    }

    private static void Asset(FapiCall call, OwnAccount own, AssetTerms asset)
    {
        JsonText json = call.Answer.BeginObject().Name("asset"u8).Plain(asset.Utf8);
        if (asset.Id == SettleAsset)
        {
            Money(json, "walletBalance"u8, own.Wallet);
            Money(json, "unrealizedProfit"u8, own.Unrealised);
            Money(json, "marginBalance"u8, own.Wallet + own.Unrealised);
            Money(json, "maintMargin"u8, own.Maintenance);
            Money(json, "initialMargin"u8, own.PositionMargin + own.OrderMargin);
            Money(json, "positionInitialMargin"u8, own.PositionMargin);
            Money(json, "openOrderInitialMargin"u8, own.OrderMargin);
            Money(json, "crossWalletBalance"u8, own.Facts.Cash);
            Money(json, "crossUnPnl"u8, own.CrossUnrealised);
            Money(json, "availableBalance"u8, own.Available);
            Money(json, "maxWithdrawAmount"u8, own.Figures.Withdrawable);
        }
        else
        {
            long held = Held(call, asset.Id);
            foreach (string name in (string[])["unrealizedProfit", "maintMargin", "initialMargin", "positionInitialMargin", "openOrderInitialMargin", "crossUnPnl"])
                json.Name(System.Text.Encoding.ASCII.GetBytes(name)).Plain("0"u8);
            foreach (string name in (string[])["walletBalance", "marginBalance", "crossWalletBalance", "availableBalance", "maxWithdrawAmount"])
                json.Name(System.Text.Encoding.ASCII.GetBytes(name)).Decimal(held, asset.Scale);
        }
        json.Name("marginAvailable"u8).Bool(true).Name("updateTime"u8).Number(call.NowMs).EndObject();
    }

    private static async ValueTask Balance(FapiCall call)
    {
        if (await OwnAccount.Read(call) is not { } own) return;
        call.Answer.BeginArray();
        foreach (AssetTerms asset in call.Symbols.Terms.Assets)
        {
            bool isSettle = asset.Id == SettleAsset;
            long held = isSettle ? own.Wallet.Value : Held(call, asset.Id);
            JsonText json = call.Answer.BeginObject().Name("accountAlias"u8).Id(call.Who.Account).Name("asset"u8).Plain(asset.Utf8).Name("balance"u8).Decimal(held, asset.Scale);
            json.Name("crossWalletBalance"u8).Decimal(isSettle ? own.Facts.Cash.Value : held, asset.Scale).Name("crossUnPnl"u8).Decimal(isSettle ? own.CrossUnrealised.Value : 0, asset.Scale);
            json.Name("availableBalance"u8).Decimal(isSettle ? own.Available.Value : held, asset.Scale);
            json.Name("maxWithdrawAmount"u8).Decimal(isSettle ? own.Figures.Withdrawable.Value : held, asset.Scale);
            json.Name("marginAvailable"u8).Bool(true).Name("updateTime"u8).Number(call.NowMs).EndObject();
        }
        call.Answer.EndArray();
    }

    private static long Held(FapiCall call, ushort asset)
    {
        HoldingFacts[] holdings = ArrayPool<HoldingFacts>.Shared.Rent(HoldingsMax);
        long held = 0;
        foreach (HoldingFacts holding in holdings.AsSpan(0, call.Gateway.Accounts.Views.ReadHoldings(call.Who.Account, holdings.AsSpan(0, HoldingsMax))))
        {
            if (holding.Asset == asset) held = holding.Amount;
        }
        ArrayPool<HoldingFacts>.Shared.Return(holdings);
        return held;
    }

    private static ValueTask Config(FapiCall call)
    {
        call.Gateway.Accounts.Views.TryRead(call.Who.Account, out AccountFacts facts);
        call.Answer.BeginObject().Name("feeTier"u8).Number(facts.FeeTier);
        Rights(call.Answer, facts.Status).Name("dualSidePosition"u8).Bool(false).Name("updateTime"u8).Number(0).Name("multiAssetsMargin"u8).Bool(false);
        call.Answer.Name("tradeGroupId"u8).Number(-1).EndObject();
        return default;
    }

    private static ValueTask Commission(FapiCall call)
    {
        if (call.Market() is not { } market) return default;
        call.Gateway.Accounts.Views.TryRead(call.Who.Account, out AccountFacts facts);
        var tiers = call.Symbols.Terms.FeeTiers;
        SetFeeTier row = facts.FeeTier < tiers.Length ? tiers[facts.FeeTier] : default;
        call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("makerCommissionRate"u8).Decimal(row.MakerPpb, Scale.Ppb);
        call.Answer.Name("takerCommissionRate"u8).Decimal(row.TakerPpb - (long)row.TakerPpb * facts.DiscountPpb / Ppb.One, Scale.Ppb).Name("rpiCommissionRate"u8).Plain("0"u8).EndObject();
        return default;
    }

    private static ValueTask OrderLimits(FapiCall call)
    {
        FapiLimits limits = call.Dialect.Usage.Limits;
        call.Answer.BeginArray();
        ExchangeInfo.RateLimit(call.Answer, "ORDERS"u8, "SECOND"u8, UsageBook.TenSecondsMs / 1000, limits.OrdersPer10Seconds).EndObject();
        ExchangeInfo.RateLimit(call.Answer, "ORDERS"u8, "MINUTE"u8, 1, limits.OrdersPerMinute).EndObject();
        call.Answer.EndArray();
        return default;
    }

    private static ValueTask TradingStatus(FapiCall call)
    {
        call.Answer.BeginObject().Name("indicators"u8).BeginObject().EndObject().Name("updateTime"u8).Number(call.NowMs).EndObject();
        return default;
    }

    private static JsonText Rights(JsonText json, AccountStatus status) =>
        json.Name("canTrade"u8).Bool(status is AccountStatus.Active or AccountStatus.ReduceOnly).Name("canDeposit"u8).Bool(status != AccountStatus.Closed)
            .Name("canWithdraw"u8).Bool(status is AccountStatus.Active or AccountStatus.ReduceOnly);

    private static void Money(JsonText json, ReadOnlySpan<byte> name, Micros amount) => json.Name(name).Decimal(amount.Value, Scale.Micros);
}
