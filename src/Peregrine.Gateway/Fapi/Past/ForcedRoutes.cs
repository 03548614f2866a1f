using Peregrine.Core;
using Peregrine.Gateway.Fapi.Accounts;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.Gateway.Fapi.Streams;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>What the venue closed of an account: each command's fills of one market are one order, under the name that the account's stream gave it.</summary>
internal static class ForcedRoutes
{
    private const int WeekDays = 7, Usual = 50, Most = 100, FillsMax = 1000;

    public static readonly FapiRoute[] All =
    [
        AccountRoutes.Read("/fapi/v1/forceOrders", 20, "Liquidations and deleveragings of the account.", ForceOrders) with { WeighBy = static p => p.Has("symbol"u8) ? 20 : 50 },
    ];

    private static async ValueTask ForceOrders(FapiCall call)
    {
        PastWindow window = PastWindow.Read(call, WeekDays, null, Usual, Most);
        Predicate<PastFill> isAsked = Filter(call);
        if (!call.TryMarket(out FapiMarket? market) || call.Error is not null || !await PastRows.IsNear(call)) return;
        List<PastFill> fills = await PastFill.List(call, market?.Id, window with { Limit = FillsMax }, isAsked);
        if (call.Error is not null) return;
        List<PastFill[]> orders = [.. fills.GroupBy(static f => (f.Seq, f.Market, f.Reason)).Select(static g => g.ToArray())];
        call.Answer.BeginArray();
        foreach (PastFill[] order in window.IsFromStart ? orders.Take(window.Limit) : orders.TakeLast(window.Limit))
        {
            if (call.Symbols.Find(order[0].Market) is { } its) Write(call, its, order);
        }
        call.Answer.EndArray();
    }

    // Makers whom a liquidation met only sold or bought.
    private static Predicate<PastFill> Filter(FapiCall call)
    {
        ReadOnlySpan<byte> type = call.Params.Text("autoCloseType"u8);
        bool liquidations = type.IsEmpty || type.SequenceEqual("LIQUIDATION"u8), deleveragings = type.IsEmpty || type.SequenceEqual("ADL"u8);
        if (!liquidations && !deleveragings) call.Refuse(FapiError.NotValid("autoCloseType"));
        return f => !f.IsMaker && f.Reason switch
        {
            FillReason.Liquidation or FillReason.Backstop => liquidations,
            FillReason.Adl => deleveragings,
            _ => false,
        };
    }

    private static void Write(FapiCall call, FapiMarket market, PastFill[] fills)
    {
        PastFill first = fills[0];
        var qty = new Lots(fills.Sum(static f => f.Qty.Value));
        var value = new Micros(fills.Sum(f => market.ValueAt(f.Qty, f.Price).Value));
        var facts = new OrderFacts
        {
            Order = first.Order,
            Price = new Ticks(first.Price.Value / Subticks.PerTick),
            Qty = qty,
            Filled = qty,
            Side = first.Side,
            Type = OrderType.Limit,
            Tif = TimeInForce.Ioc,
            Market = first.Market,
            State = OrderState.Filled,
            Flags = OrderFlags.ReduceOnly,
            ClientId = ClientOrderId.Parse(UserJson.NameOfForced(first.Reason, first.Seq)),
        };
        OrderJson.Write(call.Answer, in facts, new Executed(qty, value, 0), market, first.TimeMs, first.TimeMs);
    }
}
