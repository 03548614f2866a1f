using System.Text.Json;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Orders;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>Several orders in one request: each is read, sent and answered for itself, in their order.</summary>
internal static class BatchRoutes
{
    private const int PlaceMax = 5, CancelMax = 10;

    public static readonly FapiRoute[] All =
    [
        OrderRoutes.Signed("POST", "/fapi/v1/batchOrders", 5, OrderRoutes.Trades, "Places up to five orders.", Place) with { Orders = PlaceMax },
        OrderRoutes.Signed("PUT", "/fapi/v1/batchOrders", 5, OrderRoutes.Trades, "Changes up to five orders.", Modify) with { Orders = PlaceMax },
        OrderRoutes.Signed("DELETE", "/fapi/v1/batchOrders", 1, AllowedActions.Cancel, "Cancels up to ten orders of a symbol.", Cancel) with { IsExit = true },
    ];

    private static async ValueTask Place(FapiCall call)
    {
        if (Read(call) is not { } all) return;
        var items = new List<(PlacePlan? Plan, FapiError? Error, Command[] Commands)>();
        foreach (FapiParams given in all)
        {
            var commands = new Command[OrderCodec.CommandsMax];
            PlacePlan? plan = PlaceCodec.Read(call, given, commands);
            if (plan is { } read && (call.Who.Actions & (read.IsExit ? OrderRoutes.Trades : AllowedActions.Trade)) == 0) given.Refuse(FapiError.BadKey);
            if (plan is not null) Placing.NameIt(call, items.Count, commands);
            items.Add((plan, given.Error, commands));
        }
        // All of them are under way before the first answer is awaited: together they take one flush.
        var answers = new Task<CommandReceipt>?[items.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            if (items[i].Error is null) answers[i] = call.Send(items[i].Commands, items[i].Plan!.Value.Commands).AsTask();
        }
        call.Answer.BeginArray();
        for (int i = 0; i < answers.Length; i++)
        {
            if (answers[i] is not { } answer)
            {
                FapiCall.Write(call.Answer, items[i].Error!);
                continue;
            }
            CommandReceipt receipt = await answer;
            PlacePlan plan = items[i].Plan!.Value;
            if (await Placing.ErrorOf(call, plan, items[i].Commands, receipt) is { } error) FapiCall.Write(call.Answer, error);
            else await Placing.Write(call, call.Answer, plan, items[i].Commands, receipt);
        }
        call.Answer.EndArray();
    }

    private static async ValueTask Modify(FapiCall call)
    {
        if (Read(call) is not { } all) return;
        call.Answer.BeginArray();
        foreach (FapiParams given in all)
        {
            FapiMarket? market = PlaceCodec.FindMarket(call, given);
            FapiError? error = market is null ? given.Error : await Modifying.Try(call, given, market, call.Answer);
            if (error is not null) FapiCall.Write(call.Answer, error);
        }
        call.Answer.EndArray();
    }

    private static async ValueTask Cancel(FapiCall call)
    {
        if (call.Market() is not { } market || Names(call) is not { } names) return;
        Task<(OrderFacts? Order, FapiError? Error)>[] answers =
            [.. names.Select(n => Cancelling.Try(call, n.Order, n.ClientId, market, FapiError.UnknownOrderSent).AsTask())];
        call.Answer.BeginArray();
        foreach (Task<(OrderFacts? Order, FapiError? Error)> answer in answers)
        {
            (OrderFacts? cancelled, FapiError? error) = await answer;
            if (cancelled is not { } order) FapiCall.Write(call.Answer, error!);
            else await Cancelling.Write(call, call.Answer, order, market);
        }
        call.Answer.EndArray();
    }

    private static List<FapiParams>? Read(FapiCall call)
    {
        ReadOnlySpan<byte> json = call.Params.Needed("batchOrders"u8);
        if (json.IsEmpty) return null;
        List<FapiParams> all = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.ToArray());
            if (document.RootElement.ValueKind != JsonValueKind.Array) throw new JsonException("no list");
            foreach (JsonElement item in document.RootElement.EnumerateArray())
            {
                var given = new FapiParams();
                given.AddJson(System.Text.Encoding.UTF8.GetBytes(item.GetRawText()));
                all.Add(given);
            }
        }
        catch (JsonException)
        {
            call.Refuse(FapiError.NotValid("batchOrders"));
            return null;
        }
        if (all.Count is > 0 and <= PlaceMax) return all;
        call.Refuse(FapiError.BadBatch(all.Count));
        return null;
    }

    // Some clients write the names of the lists in lower case.
    private static List<(OrderId Order, ClientOrderId ClientId)>? Names(FapiCall call)
    {
        bool byId = call.Params.Has("orderIdList"u8) || call.Params.Has("orderidlist"u8);
        ReadOnlySpan<byte> json = byId ? Either(call.Params, "orderIdList"u8, "orderidlist"u8) : Either(call.Params, "origClientOrderIdList"u8, "origclientorderidlist"u8);
        if (json.IsEmpty)
        {
            call.Refuse(FapiError.MissingBoth("orderIdList", "origClientOrderIdList"));
            return null;
        }
        List<(OrderId, ClientOrderId)> names = [];
        try
        {
            var items = new JsonItems(json);
            while (items.Next()) names.Add(Name(call.Params, items.Item, byId));
        }
        catch (JsonException)
        {
            call.Refuse(FapiError.NotValid(byId ? "orderIdList" : "origClientOrderIdList"));
        }
        if (names.Count is 0 or > CancelMax) call.Refuse(FapiError.BadBatch(names.Count));
        return call.Error is null ? names : null;
    }

    private static (OrderId, ClientOrderId) Name(FapiParams all, ReadOnlySpan<byte> item, bool isId)
    {
        var one = new FapiParams();
        one.AddForm([.. "id="u8, .. item]);
        (OrderId, ClientOrderId) name = isId ? (new OrderId(one.Whole("id"u8, 0)), default) : (default, one.ClientId("id"u8));
        all.Refuse(one.Error);
        return name;
    }

    private static ReadOnlySpan<byte> Either(FapiParams given, ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) => given.Has(name) ? given.Text(name) : given.Text(lower);
}
