using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Orders that wait for a price, under the names that the dialect has for them. They are the venue's own triggers: what fires keeps its id and its client's name.</summary>
internal static class AlgoRoutes
{
    private const int UsualRows = 500, MostRows = 1000;

    public static readonly FapiRoute[] All =
    [
        OrderRoutes.Signed("POST", "/fapi/v1/algoOrder", 0, OrderRoutes.Trades, "Places a conditional order.", Place) with { Orders = 1 },
        OrderRoutes.Signed("GET", "/fapi/v1/algoOrder", 1, AllowedActions.Read, "A conditional order, waiting or not any more.", Query),
        OrderRoutes.Signed("DELETE", "/fapi/v1/algoOrder", 1, AllowedActions.Cancel, "Cancels a conditional order.", Cancel) with { IsExit = true },
        OrderRoutes.Signed("GET", "/fapi/v1/openAlgoOrders", 1, AllowedActions.Read, "Conditional orders that wait.", Open) with { WeighBy = static p => p.Has("symbol"u8) ? 1 : 40 },
        OrderRoutes.Signed("GET", "/fapi/v1/allAlgoOrders", 5, AllowedActions.Read, "Conditional orders by rising id.", AllRows),
        OrderRoutes.Signed("DELETE", "/fapi/v1/algoOpenOrders", 1, AllowedActions.Cancel, "Cancels every conditional order of a symbol.", CancelAll) with { IsExit = true },
    ];

    private static async ValueTask Place(FapiCall call)
    {
        if (call.Params.Needed("algoType"u8) is { IsEmpty: false } type && !type.SequenceEqual("CONDITIONAL"u8)) call.Refuse(FapiError.NotValid("algoType"));
        if (call.Error is not null || PlaceCodec.Read(call, call.Params, call.Commands) is not { } plan) return;
        if (!plan.IsAlgo) call.Refuse(FapiError.BadType);
        if (call.Error is not null || !Placing.May(call, in plan)) return;
        Placing.NameIt(call, 0, call.Commands);
        CommandReceipt receipt = await call.Gateway.Port.Submit(call.Commands.AsSpan(0, plan.Commands));
        await Placing.Answer(call, plan, call.Commands, receipt);
    }

    private static ValueTask Query(FapiCall call)
    {
        if (OwnOrders.Name(call.Params, "algoId"u8, "clientAlgoId"u8) is not { } name) return default;
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        if (orders.Find(name.Order, name.ClientId) is { } order && WasAlgo(in order) && call.Symbols.Find(order.Market) is { } market) Write(call, orders, in order, market);
        else call.Refuse(FapiError.NoSuchOrder);
        return default;
    }

    private static async ValueTask Cancel(FapiCall call)
    {
        if (OwnOrders.Name(call.Params, "algoId"u8, "clientAlgoId"u8) is not { } name) return;
        if (await Cancelling.Cancel(call, name.Order, name.ClientId, null, FapiError.UnknownOrderSent) is not { } order || call.Symbols.Find(order.Market) is not { } market) return;
        OrderJson.WriteAlgo(call.Answer, in order, market, new OwnOrders(call.Gateway, call.Who.Account).CreatedMs(in order), call.NowMs)
            .Name("code"u8).Plain("200"u8).Name("msg"u8).Plain("success"u8).EndObject();
    }

    private static ValueTask Open(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? market)) return default;
        long id = call.Params.Whole("algoId"u8, 0);
        WriteAll(call, new OwnOrders(call.Gateway, call.Who.Account).Open().FindAll(o => (market is null || o.Market == market.Id) && OrderJson.IsAlgo(in o) && (id == 0 || o.Order.Value == id)));
        return default;
    }

    private static ValueTask AllRows(FapiCall call)
    {
        long fromId = call.Params.Whole("algoId"u8, 0), since = call.Params.Whole("startTime"u8, 0), until = call.Params.Whole("endTime"u8, long.MaxValue);
        int limit = call.Params.Limit(UsualRows, MostRows);
        if (call.Market() is not { } market || call.Error is not null) return default;
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        List<OrderFacts> rows = [.. orders.Finished(), .. orders.Open()];
        rows.RemoveAll(o => o.Market != market.Id || !WasAlgo(in o) || o.Order.Value < fromId || orders.CreatedMs(in o) is var at && (at < since || at > until));
        rows.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        if (rows.Count > limit) rows.RemoveRange(fromId > 0 ? limit : 0, rows.Count - limit);
        WriteAll(call, rows);
        return default;
    }

    private static async ValueTask CancelAll(FapiCall call)
    {
        if (call.Market() is not { } market) return;
        ref MassCancel cancel = ref Command.Begin<MassCancel>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (cancel.Market, cancel.Scope) = (market.Id, CancelScope.Triggers);
        if (await call.Submit() is not null) call.Done("The operation of cancel all open order is done.");
    }

    private static void WriteAll(FapiCall call, List<OrderFacts> rows)
    {
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        call.Answer.BeginArray();
        foreach (OrderFacts order in rows)
        {
            if (call.Symbols.Find(order.Market) is { } market) Write(call, orders, in order, market);
        }
        call.Answer.EndArray();
    }

    private static void Write(FapiCall call, OwnOrders orders, in OrderFacts order, FapiMarket market)
    {
        Executed done = orders.ExecutedOf(in order, market);
        long created = orders.CreatedMs(in order);
        OrderJson.WriteAlgo(call.Answer, in order, market, created, Math.Max(created, done.LastNs / 1_000_000));
        OrderJson.WriteActual(call.Answer, in order, in done, market);
        call.Answer.EndObject();
    }

    private static bool WasAlgo(in OrderFacts order) => OrderJson.IsAlgo(in order) || order.HasFired != 0;
}
