using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Takes an order back, and says what it was.</summary>
internal static class Cancelling
{
    /// <summary>The order as its end left it; none, and refused, when there was none to cancel.</summary>
    public static async ValueTask<OrderFacts?> Cancel(FapiCall call, OrderId order, ClientOrderId clientId, FapiMarket? market, FapiError unknown)
    {
        (OrderFacts? cancelled, FapiError? error) = await Try(call, order, clientId, market, unknown);
        if (error is not null) call.Refuse(error);
        return cancelled;
    }

    public static async ValueTask<(OrderFacts? Order, FapiError? Error)> Try(FapiCall call, OrderId order, ClientOrderId clientId, FapiMarket? market, FapiError unknown)
    {
        var command = new Command[1];
        ref CancelOrder cancel = ref Command.Begin<CancelOrder>(ref command[0], call.Who.Account, call.Who.Key);
        (cancel.Order, cancel.ClientId) = (order, clientId);
        // An order of another symbol is not the one that was meant.
        if (market is not null && new OwnOrders(call.Gateway, call.Who.Account).Find(order, clientId) is { } known && known.Market != market.Id) return (null, unknown);
        CommandReceipt receipt = await call.Send(command);
        if (receipt.Code == RejectCode.UnknownOrder) return (null, unknown);
        if (receipt.Code != RejectCode.None) return (null, FapiRejects.Of(in receipt));
        // Cancelling what has ended is no error to the engine; the dialect's clients want to know.
        if (receipt.Done.Detail2 == 0) return (null, unknown);
        if (!await call.Gateway.HasFolded(receipt.Seq)) return (null, FapiError.Unknown);
        OrderFacts? ended = new OwnOrders(call.Gateway, call.Who.Account).Find(new OrderId(receipt.Done.Detail1), default);
        return ended is null ? (null, FapiError.Unknown) : (ended, null);
    }

    public static async ValueTask Write(FapiCall call, JsonText json, OrderFacts order, FapiMarket market)
    {
        PastOrder detail = await new OwnOrders(call.Gateway, call.Who.Account).Detail(call, order, market);
        OrderJson.Write(json, in order, detail.Done, market, 0, call.NowMs);
    }
}
