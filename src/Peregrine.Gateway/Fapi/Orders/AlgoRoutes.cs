using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Orders that wait for a price, under the names that the dialect has for them. They are the venue's own triggers: what fires keeps its id and its client's name.</summary>
internal static class AlgoRoutes
{
    public static readonly FapiRoute[] All =
    [
        OrderRoutes.Signed("POST", "/fapi/v1/algoOrder", 0, OrderRoutes.Trades, "Places a conditional order.", Place) with { Orders = 1 },
        OrderRoutes.Signed("GET", "/fapi/v1/algoOrder", 1, AllowedActions.Read, "A conditional order, waiting or not any more.", Query),
        OrderRoutes.Signed("DELETE", "/fapi/v1/algoOrder", 1, AllowedActions.Cancel, "Cancels a conditional order.", Cancel) with { IsExit = true },
        OrderRoutes.Signed("GET", "/fapi/v1/openAlgoOrders", 1, AllowedActions.Read, "Conditional orders that wait.", Open) with { WeighBy = static p => p.Has("symbol"u8) ? 1 : 40 },
        OrderRoutes.Signed("DELETE", "/fapi/v1/algoOpenOrders", 1, AllowedActions.Cancel, "Cancels every conditional order of a symbol.", CancelAll) with { IsExit = true },
    ];

    private static async ValueTask Place(FapiCall call)
    {
        if (call.Params.Needed("algoType"u8) is { IsEmpty: false } type && !type.SequenceEqual("CONDITIONAL"u8)) call.Refuse(FapiError.NotValid("algoType"));
        if (call.Error is not null || PlaceCodec.Read(call, call.Params, call.Commands) is not { } plan) return;
        if (!plan.IsAlgo) call.Refuse(FapiError.BadType);
        if (call.Error is not null || !Placing.May(call, in plan)) return;
        Placing.NameIt(call, 0, call.Commands);
        CommandReceipt receipt = await call.Send(call.Commands, plan.Commands);
        await Placing.Answer(call, plan, call.Commands, receipt);
    }

    private static async ValueTask Query(FapiCall call)
    {
        if (OwnOrders.Name(call.Params, "algoId"u8, "clientAlgoId"u8) is not { } name) return;
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        PastOrder? found = orders.Find(name.Order, name.ClientId) is { } known && call.Symbols.Find(known.Market) is { } its
            ? await orders.Detail(call, known, its)
            : name.Order.IsNone ? await PastOrder.Find(call, name.ClientId) : await PastOrder.Find(call, name.Order);
        if (call.Error is not null) return;
        if (found is { } order && OrderJson.WasAlgo(order.Facts) && call.Symbols.Find(order.Facts.Market) is { } market) Write(call, in order, market);
        else call.Refuse(FapiError.NoSuchOrder);
    }

    private static async ValueTask Cancel(FapiCall call)
    {
        if (OwnOrders.Name(call.Params, "algoId"u8, "clientAlgoId"u8) is not { } name) return;
        // One that never waited for a price is none of this service's, whatever its number.
        if (new OwnOrders(call.Gateway, call.Who.Account).Find(name.Order, name.ClientId) is { } known && !OrderJson.WasAlgo(in known))
        {
            call.Refuse(FapiError.UnknownOrderSent);
            return;
        }
        if (await Cancelling.Cancel(call, name.Order, name.ClientId, null, FapiError.UnknownOrderSent) is not { } order || call.Symbols.Find(order.Market) is not { } market) return;
        OrderJson.WriteAlgo(call.Answer, in order, market, (await new OwnOrders(call.Gateway, call.Who.Account).Detail(call, order, market)).CreatedMs, call.NowMs)
            .Name("code"u8).Plain("200"u8).Name("msg"u8).Plain("success"u8).EndObject();
    }

    private static async ValueTask Open(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? market)) return;
        long id = call.Params.Whole("algoId"u8, 0);
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        call.Answer.BeginArray();
        foreach (OrderFacts order in orders.Open())
        {
            if ((market is null || order.Market == market.Id) && OrderJson.IsAlgo(in order) && (id == 0 || order.Order.Value == id) && call.Symbols.Find(order.Market) is { } its)
                Write(call, await orders.Detail(call, order, its), its);
        }
        call.Answer.EndArray();
    }

    private static async ValueTask CancelAll(FapiCall call)
    {
        if (call.Market() is not { } market) return;
        ref MassCancel cancel = ref Command.Begin<MassCancel>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (cancel.Market, cancel.Scope) = (market.Id, CancelScope.Triggers);
        if (await call.Submit() is not null) call.Done("The operation of cancel all open order is done.");
    }

    /// <summary>A conditional order, and what became of it.</summary>
    public static void Write(FapiCall call, in PastOrder order, FapiMarket market)
    {
        OrderJson.WriteAlgo(call.Answer, order.Facts, market, order.CreatedMs, order.UpdatedMs, order.TriggeredMs);
        OrderJson.WriteActual(call.Answer, order.Facts, order.Done, market);
        call.Answer.EndObject();
    }
}
