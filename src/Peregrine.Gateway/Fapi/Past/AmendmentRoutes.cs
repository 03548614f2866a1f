using Peregrine.Core;
using Peregrine.Gateway.Fapi.Accounts;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.Gateway.Json;
using Peregrine.History;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>Every change of an order, the newest first.</summary>
internal static class AmendmentRoutes
{
    private const int Usual = 50, Most = 100;

    public static readonly FapiRoute[] All =
    [
        AccountRoutes.Read("/fapi/v1/orderAmendment", 1, "How an order was changed.", Amendments),
    ];

    private static async ValueTask Amendments(FapiCall call)
    {
        long since = call.Params.Whole("startTime"u8, 0), until = call.Params.Whole("endTime"u8, long.MaxValue);
        int limit = call.Params.Limit(Usual, Most);
        if (since > until) call.Refuse(FapiError.BackToFront);
        if (call.Market() is not { } market || OwnOrders.Name(call.Params, "orderId"u8, "origClientOrderId"u8) is not { } name || call.Error is not null) return;
        if (!await PastRows.IsNear(call)) return;
        PastOrder? found = await new OwnOrders(call.Gateway, call.Who.Account).Detail(call, name.Order, name.ClientId, market);
        if (found is not { } order || order.Facts.Market != market.Id) call.Refuse(FapiError.NoSuchOrder);
        if (call.Error is not null) return;
        var query = new HistoryQuery(HistoryTable.Amendments, Limit: limit)
        {
            Account = call.Who.Account,
            Order = found!.Value.Facts.Order,
            SinceNs = PastWindow.Nanos(since),
            UntilNs = PastWindow.Nanos(until < long.MaxValue ? until + 1 : until),
            NewestFirst = true,
        };
        HistoryPage page = await PastRows.Read(call, query);
        if (call.Error is not null) return;
        var rows = new PastRows(page.Columns);
        call.Answer.BeginArray();
        foreach (object?[] row in page.Rows) Write(call.Answer, rows, row, market, found.Value.Facts.ClientId);
        call.Answer.EndArray();
    }

    private static void Write(JsonText json, PastRows rows, object?[] row, FapiMarket market, ClientOrderId clientId)
    {
        json.BeginObject().Name("amendmentId"u8).Number(TradeIds.Of(rows.Number(row, "seq"), (int)rows.Number(row, "idx")));
        json.Name("symbol"u8).Plain(market.Utf8).Name("pair"u8).Plain(market.Utf8).Name("orderId"u8).Number(rows.Number(row, "order_id")).Name("clientOrderId"u8);
        OrderJson.ClientId(json, clientId);
        json.Name("time"u8).Number(rows.Number(row, "time_ns") / 1_000_000).Name("amendment"u8).BeginObject();
        Change(json.Name("price"u8), rows.Number(row, "price_before"), rows.Number(row, "price"), market.Tick);
        Change(json.Name("origQty"u8), rows.Number(row, "qty_before"), rows.Number(row, "qty"), market.Lot);
        json.Name("count"u8).Number(rows.Number(row, "number")).EndObject().Name("priceMatch"u8).Plain("NONE"u8).EndObject();
    }

    private static void Change(JsonText json, long before, long after, Scale scale) =>
        json.BeginObject().Name("before"u8).Decimal(before, scale).Name("after"u8).Decimal(after, scale).EndObject();
}
