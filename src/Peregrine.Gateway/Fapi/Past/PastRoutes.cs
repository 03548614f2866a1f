using Peregrine.Core;
using Peregrine.Gateway.Fapi.Accounts;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.History;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>What was: orders, fills, movements of money, funding rates.</summary>
internal static class PastRoutes
{
    private const int WeekDays = 7, YearDays = 366, UsualRows = 500, MostRows = 1000, UsualFew = 100, PagesMost = 20;

    public static readonly FapiRoute[] All =
    [
        AccountRoutes.Read("/fapi/v1/allOrders", 5, "Orders, open and ended, by rising id.", AllOrders),
        AccountRoutes.Read("/fapi/v1/allAlgoOrders", 5, "Conditional orders by rising id.", AllAlgoOrders),
        AccountRoutes.Read("/fapi/v1/userTrades", 5, "The account's fills by rising id.", UserTrades),
        AccountRoutes.Read("/fapi/v1/income", 30, "What came and went: profits, fees, funding, transfers.", Income),
        VenueRoutes.Open("/fapi/v1/fundingRate", 1, "Rates of full hours.", FundingRate),
    ];

    private static HistoryAddress? From(FapiCall call, ReadOnlySpan<byte> name)
    {
        long id = call.Params.Whole(name, 0);
        return id > 0 ? new HistoryAddress(new OrderId(id).Seq - 1, int.MaxValue) : null;
    }

    private static async ValueTask AllOrders(FapiCall call)
    {
        if (await Orders(call, "orderId", static o => !OrderJson.IsAlgo(in o) && o.IsTwap == 0) is not { } found) return;
        call.Answer.BeginArray();
        foreach (PastOrder order in found.Rows) OrderJson.Write(call.Answer, order.Facts, order.Done, found.Market, order.CreatedMs, order.UpdatedMs);
        call.Answer.EndArray();
    }

    private static async ValueTask AllAlgoOrders(FapiCall call)
    {
        int page = (int)call.Params.Whole("page"u8, 1, min: 1, max: PagesMost);
        if (await Orders(call, "algoId", static o => OrderJson.WasAlgo(in o), page) is not { } found) return;
        call.Answer.BeginArray();
        foreach (PastOrder order in found.Rows) AlgoRoutes.Write(call, in order, found.Market);
        call.Answer.EndArray();
    }

    private static async ValueTask<(FapiMarket Market, List<PastOrder> Rows)?> Orders(FapiCall call, string id, Predicate<OrderFacts> filter, int page = 1)
    {
        PastWindow window = PastWindow.Read(call, WeekDays, From(call, System.Text.Encoding.ASCII.GetBytes(id)), UsualRows, MostRows);
        if (call.Market() is not { } market || call.Error is not null || !await PastRows.IsNear(call)) return null;
        long fromId = call.Params.Whole(System.Text.Encoding.ASCII.GetBytes(id), 0);
        List<PastOrder> rows = await PastOrder.List(call, market.Id, window with { Limit = window.Limit * page }, o => o.Order.Value >= fromId && filter(o));
        return call.Error is null ? (market, PageOf(rows, window, page)) : null;
    }

    private static async ValueTask UserTrades(FapiCall call)
    {
        long fromId = call.Params.Whole("fromId"u8, 0);
        var order = new OrderId(call.Params.Whole("orderId"u8, 0));
        HistoryAddress? from = fromId > 0 ? new HistoryAddress(TradeIds.EarliestSeqOf(fromId) - 1, int.MaxValue) : order.IsNone ? null : new HistoryAddress(order.Seq - 1, int.MaxValue);
        PastWindow window = PastWindow.Read(call, WeekDays, from, UsualRows, MostRows);
        if (!call.TryMarket(out FapiMarket? market) || call.Error is not null || !await PastRows.IsNear(call)) return;
        List<PastFill> fills = await PastFill.List(call, market?.Id, window, f => f.Id >= fromId, order);
        if (call.Error is not null) return;
        call.Answer.BeginArray();
        foreach (PastFill fill in fills)
        {
            if (call.Symbols.Find(fill.Market) is { } its) fill.Write(call.Answer, its);
        }
        call.Answer.EndArray();
    }

    private static async ValueTask Income(FapiCall call)
    {
        PastWindow window = PastWindow.Read(call, YearDays, null, UsualFew, MostRows);
        if (!window.IsFromStart) window = window with { SinceMs = window.UntilMs - WeekDays * 24 * 3_600_000L };
        string type = call.Params.String("incomeType"u8);
        int page = (int)call.Params.Whole("page"u8, 1, min: 1, max: 1000);
        if (!call.TryMarket(out FapiMarket? market) || call.Error is not null || !await PastRows.IsNear(call)) return;
        List<PastIncome> all = await PastIncome.List(call, market, window with { Limit = window.Limit * page }, type);
        if (call.Error is not null) return;
        call.Answer.BeginArray();
        foreach (PastIncome income in PageOf(all, window, page)) income.Write(call.Answer, call.Symbols);
        call.Answer.EndArray();
    }

    // Pages follow each other by rising time where a beginning was given, and go back from now where none was.
    private static List<T> PageOf<T>(List<T> all, PastWindow window, int page)
    {
        int skip = window.Limit * (page - 1);
        return window.IsFromStart ? [.. all.Skip(skip).Take(window.Limit)] : [.. all.SkipLast(skip).TakeLast(window.Limit)];
    }

    private static async ValueTask FundingRate(FapiCall call)
    {
        PastWindow window = PastWindow.Read(call, YearDays, null, UsualFew, MostRows);
        if (!call.TryMarket(out FapiMarket? market) || call.Error is not null) return;
        List<PastRate> rates = await PastRate.List(call, market?.Id, window);
        if (call.Error is not null) return;
        call.Answer.BeginArray();
        foreach (PastRate rate in rates)
        {
            if (call.Symbols.Find(rate.Market) is { } its) rate.Write(call.Answer, its);
        }
        call.Answer.EndArray();
    }
}
