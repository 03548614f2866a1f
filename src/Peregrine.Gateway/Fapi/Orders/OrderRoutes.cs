using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Orders one by one, and all of a symbol.</summary>
internal static class OrderRoutes
{
    public const AllowedActions Trades = AllowedActions.Trade | AllowedActions.ReduceOnly;

    public static readonly FapiRoute[] All =
    [
        Signed("POST", "/fapi/v1/order", 0, Trades, "Places an order.", Place) with { Orders = 1 },
        Signed("POST", "/fapi/v1/order/test", 0, Trades, "Checks what an order would be made of, and places none.", Test),
        Signed("GET", "/fapi/v1/order", 1, AllowedActions.Read, "An order, open or ended.", Query),
        Signed("DELETE", "/fapi/v1/order", 1, AllowedActions.Cancel, "Cancels an order.", Cancel) with { IsExit = true },
        Signed("PUT", "/fapi/v1/order", 0, Trades, "Changes price and quantity of a limit order.", Modify) with { Orders = 1 },
        Signed("DELETE", "/fapi/v1/allOpenOrders", 1, AllowedActions.Cancel, "Cancels every order of a symbol.", CancelAll) with { IsExit = true },
        Signed("POST", "/fapi/v1/countdownCancelAll", 10, AllowedActions.Cancel, "Cancels every order of a symbol unless it is asked again in time.", Countdown) with { IsExit = true },
        Signed("GET", "/fapi/v1/openOrder", 1, AllowedActions.Read, "An order that is open.", QueryOpen),
        Signed("GET", "/fapi/v1/openOrders", 1, AllowedActions.Read, "Orders that are open.", OpenOrders) with { WeighBy = static p => p.Has("symbol"u8) ? 1 : 40 },
    ];

    internal static FapiRoute Signed(string method, string path, int weight, AllowedActions needs, string summary, Func<FapiCall, ValueTask> handle) =>
        new(method, path, weight, FapiSecurity.Signed, needs, summary, handle);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Place(FapiCall call)
    {
        if (PlaceCodec.Read(call, call.Params, call.Commands) is not { } plan || !Placing.May(call, in plan)) return;
        Placing.NameIt(call, 0, call.Commands);
        CommandReceipt receipt = await call.Send(call.Commands, plan.Commands);
        await Placing.Answer(call, plan, call.Commands, receipt);
    }

    private static ValueTask Test(FapiCall call)
    {
        if (PlaceCodec.Read(call, call.Params, call.Commands) is not null) call.Answer.BeginObject().EndObject();
        return default;
    }

    private static ValueTask Query(FapiCall call) => Find(call, mustBeOpen: false);

    private static ValueTask QueryOpen(FapiCall call) => Find(call, mustBeOpen: true);

    private static async ValueTask Find(FapiCall call, bool mustBeOpen)
    {
        if (call.Market() is not { } market || OwnOrders.Name(call.Params, "orderId"u8, "origClientOrderId"u8) is not { } name) return;
        PastOrder? found = await new OwnOrders(call.Gateway, call.Who.Account).Detail(call, name.Order, name.ClientId, market);
        if (call.Error is not null) return;
        if (found is { } order && order.Facts.Market == market.Id && !(mustBeOpen && order.Facts.HasEnded)) Write(call, in order, market);
        else call.Refuse(FapiError.NoSuchOrder);
    }

    private static void Write(FapiCall call, in PastOrder order, FapiMarket market) =>
        OrderJson.Write(call.Answer, order.Facts, order.Done, market, Math.Max(1, order.CreatedMs), order.UpdatedMs);

    private static async ValueTask Cancel(FapiCall call)
    {
        if (call.Market() is not { } market || OwnOrders.Name(call.Params, "orderId"u8, "origClientOrderId"u8) is not { } name) return;
        OrderFacts? before = await Cancelling.Cancel(call, name.Order, name.ClientId, market, FapiError.UnknownOrderSent);
        if (before is { } order) await Cancelling.Write(call, call.Answer, order, market);
    }

    private static async ValueTask Modify(FapiCall call)
    {
        FapiMarket? market = call.Market();
        if (market is null) return;
        await Modifying.Modify(call, call.Params, market);
    }

    private static async ValueTask CancelAll(FapiCall call)
    {
        if (call.Market() is not { } market) return;
        ref MassCancel cancel = ref Command.Begin<MassCancel>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (cancel.Market, cancel.Scope) = (market.Id, CancelScope.Resting);
        if (await call.Submit() is not null) call.Done("The operation of cancel all open order is done.");
    }

    private static async ValueTask Countdown(FapiCall call)
    {
        FapiMarket? market = call.Market();
        long countdown = call.Params.Needed("countdownTime"u8).IsEmpty ? 0 : call.Params.Whole("countdownTime"u8, 0, max: 86_400_000);
        if (market is null || call.Error is not null) return;
        ref SetDeadMan set = ref Command.Begin<SetDeadMan>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (set.Market, set.TimeoutNs, set.DropProtective) = (market.Id, countdown * 1_000_000, 1);
        if (await call.Submit() is not null)
            call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("countdownTime"u8).Id(countdown).EndObject();
    }

    private static async ValueTask OpenOrders(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? market)) return;
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        call.Answer.BeginArray();
        foreach (OrderFacts order in orders.Open())
        {
            if ((market is null || order.Market == market.Id) && !OrderJson.IsAlgo(in order) && order.IsTwap == 0 && call.Symbols.Find(order.Market) is { } its)
                Write(call, await orders.Detail(call, order, its), its);
        }
        call.Answer.EndArray();
    }
}
