using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>The members that the dialect documents for an answer, with their JSON types: s string, n number, b true or false, l list, o object; [ before them for a list of such objects.</summary>
internal static class FapiContract
{
    public const string Order =
        "orderId:n symbol:s status:s clientOrderId:s price:s avgPrice:s origQty:s executedQty:s cumQuote:s timeInForce:s type:s reduceOnly:b closePosition:b side:s positionSide:s stopPrice:s "
        + "workingType:s priceProtect:b origType:s priceMatch:s selfTradePreventionMode:s goodTillDate:n updateTime:n";
    public const string Algo =
        "algoId:n clientAlgoId:s algoType:s orderType:s symbol:s side:s positionSide:s timeInForce:s quantity:s algoStatus:s triggerPrice:s price:s selfTradePreventionMode:s workingType:s "
        + "priceMatch:s closePosition:b priceProtect:b reduceOnly:b activatePrice:s callbackRate:s createTime:n updateTime:n triggerTime:n goodTillDate:n";
    public const string AlgoTold = Algo + " actualOrderId:s actualPrice:s actualQty:s actualType:s tpTriggerPrice:s tpPrice:s slTriggerPrice:s slPrice:s tpOrderType:s";
    public const string Account =
        "totalInitialMargin:s totalMaintMargin:s totalWalletBalance:s totalUnrealizedProfit:s totalMarginBalance:s totalPositionInitialMargin:s totalOpenOrderInitialMargin:s totalCrossWalletBalance:s "
        + "totalCrossUnPnl:s availableBalance:s maxWithdrawAmount:s assets:l positions:l feeTier:n canTrade:b canDeposit:b canWithdraw:b updateTime:n multiAssetsMargin:b tradeGroupId:n";
    public const string Asset =
        "[asset:s walletBalance:s unrealizedProfit:s marginBalance:s maintMargin:s initialMargin:s positionInitialMargin:s openOrderInitialMargin:s crossWalletBalance:s crossUnPnl:s availableBalance:s "
        + "maxWithdrawAmount:s marginAvailable:b updateTime:n";
    public const string AccountPosition =
        "[symbol:s positionSide:s positionAmt:s unrealizedProfit:s isolatedMargin:s notional:s isolatedWallet:s initialMargin:s maintMargin:s updateTime:n positionInitialMargin:s openOrderInitialMargin:s "
        + "leverage:s isolated:b entryPrice:s breakEvenPrice:s maxNotional:s bidNotional:s askNotional:s";
    public const string Risk =
        "[symbol:s positionSide:s positionAmt:s entryPrice:s breakEvenPrice:s markPrice:s unRealizedProfit:s liquidationPrice:s isolatedMargin:s notional:s marginAsset:s isolatedWallet:s initialMargin:s "
        + "maintMargin:s positionInitialMargin:s openOrderInitialMargin:s adl:n bidNotional:s askNotional:s updateTime:n leverage:s maxNotionalValue:s marginType:s isAutoAddMargin:s";
    public const string Balance = "[accountAlias:s asset:s balance:s crossWalletBalance:s crossUnPnl:s availableBalance:s maxWithdrawAmount:s marginAvailable:b updateTime:n";
    public const string Day =
        "symbol:s priceChange:s priceChangePercent:s weightedAvgPrice:s lastPrice:s lastQty:s openPrice:s highPrice:s lowPrice:s volume:s quoteVolume:s openTime:n closeTime:n firstId:n lastId:n count:n";
    public const string Done = "code:n msg:s";

    public static JsonElement Check(string route, JsonElement answer, string members)
    {
        if (members.StartsWith('['))
        {
            Assert.True(answer.ValueKind == JsonValueKind.Array && answer.GetArrayLength() > 0, $"{route} is a list that is not empty: {answer}");
            foreach (JsonElement item in answer.EnumerateArray()) Check(route, item, members[1..]);
            return answer;
        }
        foreach (string member in members.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = member.Split(':');
            Assert.True(answer.TryGetProperty(parts[0], out JsonElement value), $"{route} has {parts[0]}: {answer}");
            Assert.True(IsOf(parts[1], value.ValueKind), $"{route}: {parts[0]} is of type {parts[1]}: {value}");
        }
        return answer;
    }

    private static bool IsOf(string type, JsonValueKind kind) => type switch
    {
        "s" => kind == JsonValueKind.String,
        "n" => kind == JsonValueKind.Number,
        "b" => kind is JsonValueKind.True or JsonValueKind.False,
        "l" => kind == JsonValueKind.Array,
        "o" => kind == JsonValueKind.Object,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
