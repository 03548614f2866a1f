using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Gives a limit order another price and quantity. It keeps its id; price or more quantity cost it its place.</summary>
internal static class Modifying
{
    public static async ValueTask Modify(FapiCall call, FapiParams given, FapiMarket market)
    {
        FapiError? error = await Try(call, given, market, call.Answer);
        if (error is not null) call.Refuse(error);
    }

    /// <summary>Writes the order as the change left it, or says why there was none.</summary>
    public static async ValueTask<FapiError?> Try(FapiCall call, FapiParams given, FapiMarket market, JsonText json)
    {
        var command = new Command[1];
        if (Read(call, given, market, command) is { } wrong) return wrong;
        CommandReceipt receipt = await call.Send(command);
        if (receipt.Code != RejectCode.None) return Of(in receipt, given, market);
        if (!await call.Gateway.HasFolded(receipt.Seq)) return FapiError.Unknown;
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        if (orders.Find(new OrderId(receipt.Done.Detail1), default) is not { } order) return FapiError.Unknown;
        PastOrder detail = await orders.Detail(call, order, market);
        OrderJson.Write(json, in order, detail.Done, market, 0, receipt.TimeNs / 1_000_000);
        return null;
    }

    private static FapiError? Read(FapiCall call, FapiParams given, FapiMarket market, Command[] command)
    {
        if (OwnOrders.Name(given, "orderId"u8, "origClientOrderId"u8) is not { } name) return given.Error;
        Side? side = FapiWords.Side(given.Needed("side"u8));
        if (given.Error is null && side is null) given.Refuse(FapiError.BadSide);
        if (given.Error is not null) return given.Error;
        if (new OwnOrders(call.Gateway, call.Who.Account).Find(name.Order, name.ClientId) is not { HasEnded: false } order || order.Market != market.Id) return FapiError.NoSuchOrder;
        if (order.Type != OrderType.Limit || OrderJson.IsAlgo(in order)) return FapiError.OnlyLimits;
        ref AmendOrder amend = ref Command.Begin<AmendOrder>(ref command[0], call.Who.Account, call.Who.Key);
        amend.Order = order.Order;
        amend.Qty = given.Needed("quantity"u8).IsEmpty ? default : given.Qty("quantity"u8, market.Terms);
        ReadOnlySpan<byte> match = given.Text("priceMatch"u8);
        if (!match.IsEmpty && !match.SequenceEqual("NONE"u8)) amend.Price = PriceMatch.Read(call.Gateway.Depth.Views, market, order.Side, match, given);
        else amend.Price = given.Needed("price"u8).IsEmpty ? default : given.Price("price"u8, market.Terms, FapiError.BadTick);
        if (given.Error is not null) return given.Error;
        return amend.Price == order.Price && amend.Qty == order.Qty ? FapiError.NothingToModify : null;
    }

    private static FapiError Of(in CommandReceipt receipt, FapiParams given, FapiMarket market)
    {
        var order = new PlaceOrder { Type = OrderType.Limit, Side = FapiWords.Side(given.Text("side"u8)) ?? default, Qty = given.Qty("quantity"u8, market.Terms) };
        return receipt.Code switch
        {
            RejectCode.UnknownOrder => FapiError.NoSuchOrder,
            RejectCode.MarketState => FapiError.NotTradingNow,
            RejectCode.MinNotional => PlaceErrors.Of(in receipt, in order, market) with { Code = -5029 },
            _ => PlaceErrors.Of(in receipt, in order, market),
        };
    }
}
