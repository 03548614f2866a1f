using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Orders one by one, and all of a symbol.</summary>
internal static class OrderRoutes
{
    public const AllowedActions Trades = AllowedActions.Trade | AllowedActions.ReduceOnly;

    private const int UsualRows = 500, MostRows = 1000;
    private const long WeekMs = 7 * 24 * 3_600_000L;

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
        Signed("GET", "/fapi/v1/allOrders", 5, AllowedActions.Read, "Orders, open and ended, by rising id.", AllOrders),
    ];

    internal static FapiRoute Signed(string method, string path, int weight, AllowedActions needs, string summary, Func<FapiCall, ValueTask> handle) =>
        new(method, path, weight, FapiSecurity.Signed, needs, summary, handle);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Place(FapiCall call)
    {
        if (PlaceCodec.Read(call, call.Params, call.Commands) is not { } plan || !Placing.May(call, in plan)) return;
        Placing.NameIt(call, 0, call.Commands);
        CommandReceipt receipt = await call.Gateway.Port.Submit(call.Commands.AsSpan(0, plan.Commands));
        await Placing.Answer(call, plan, call.Commands, receipt);
    }

    private static ValueTask Test(FapiCall call)
    {
        if (PlaceCodec.Read(call, call.Params, call.Commands) is not null) call.Answer.BeginObject().EndObject();
        return default;
    }

    private static ValueTask Query(FapiCall call) => Find(call, mustBeOpen: false);

    private static ValueTask QueryOpen(FapiCall call) => Find(call, mustBeOpen: true);

    private static ValueTask Find(FapiCall call, bool mustBeOpen)
    {
        if (call.Market() is not { } market || OwnOrders.Name(call.Params, "orderId"u8, "origClientOrderId"u8) is not { } name) return default;
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        if (orders.Find(name.Order, name.ClientId) is { } order && order.Market == market.Id && !(mustBeOpen && order.HasEnded)) Write(call, orders, in order, market);
        else call.Refuse(FapiError.NoSuchOrder);
        return default;
    }

    internal static void Write(FapiCall call, OwnOrders orders, in OrderFacts order, FapiMarket market)
    {
        Executed done = orders.ExecutedOf(in order, market);
        long created = Math.Max(1, orders.CreatedMs(in order));
        OrderJson.Write(call.Answer, in order, in done, market, created, Math.Max(created, done.LastNs / 1_000_000));
    }

    private static async ValueTask Cancel(FapiCall call)
    {
        if (call.Market() is not { } market || OwnOrders.Name(call.Params, "orderId"u8, "origClientOrderId"u8) is not { } name) return;
        OrderFacts? before = await Cancelling.Cancel(call, name.Order, name.ClientId, market, FapiError.UnknownOrderSent);
        if (before is { } order) Cancelling.Write(call.Answer, in order, new OwnOrders(call.Gateway, call.Who.Account).ExecutedOf(in order, market), market, call.NowMs);
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

    private static ValueTask OpenOrders(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? market)) return default;
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        call.Answer.BeginArray();
        foreach (OrderFacts order in orders.Open())
        {
            if ((market is null || order.Market == market.Id) && !OrderJson.IsAlgo(in order) && order.IsTwap == 0 && call.Symbols.Find(order.Market) is { } its)
                Write(call, orders, in order, its);
        }
        call.Answer.EndArray();
        return default;
    }

    private static ValueTask AllOrders(FapiCall call)
    {
        FapiParams given = call.Params;
        long fromId = given.Whole("orderId"u8, 0), since = given.Whole("startTime"u8, 0), until = given.Whole("endTime"u8, call.NowMs);
        int limit = given.Limit(UsualRows, MostRows);
        if (since > until) call.Refuse(FapiError.BackToFront);
        else if (since > 0 && until - since > WeekMs) call.Refuse(FapiError.TooManyDays(7));
        if (call.Market() is not { } market || call.Error is not null) return default;
        if (since == 0 && fromId == 0) since = until - WeekMs;
        var orders = new OwnOrders(call.Gateway, call.Who.Account);
        List<OrderFacts> rows = [.. orders.Finished(), .. orders.Open()];
        rows.RemoveAll(o => o.Market != market.Id || OrderJson.IsAlgo(in o) || o.IsTwap != 0 || o.Order.Value < fromId || orders.CreatedMs(in o) is var at && (at < since || at > until));
        rows.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        if (rows.Count > limit) rows.RemoveRange(fromId > 0 ? limit : 0, rows.Count - limit);
        call.Answer.BeginArray();
        foreach (OrderFacts order in rows) Write(call, orders, in order, market);
        call.Answer.EndArray();
        return default;
    }
}
