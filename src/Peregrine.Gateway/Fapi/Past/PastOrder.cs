using Peregrine.Core;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.History;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>An order as history has it, with the times and the money that facts do not keep.</summary>
/// <param name="Facts">Its facts.</param>
/// <param name="Done">What its fills come to.</param>
/// <param name="CreatedMs">When it was placed.</param>
/// <param name="UpdatedMs">When it changed last.</param>
/// <param name="TriggeredMs">When its trigger fired; 0 when it did not, or nobody knows.</param>
internal readonly record struct PastOrder(OrderFacts Facts, Executed Done, long CreatedMs, long UpdatedMs, long TriggeredMs = 0)
{
    private const int OneCommandMax = 1_024, SearchMax = 2_000;

    /// <summary>An order by its number; none when there is none of this account's.</summary>
    public static async ValueTask<PastOrder?> Find(FapiCall call, OrderId order)
    {
        // A number from elsewhere names no place in the sequence.
        if (order.Value <= 0) return null;
        var query = new HistoryQuery(HistoryTable.Orders, new HistoryAddress(order.Seq - 1, int.MaxValue), OneCommandMax) { Account = call.Who.Account };
        foreach (PastOrder row in Read(await PastRows.Read(call, query)))
        {
            if (row.Facts.Order == order) return row;
        }
        return null;
    }

    /// <summary>The latest order of a client's name, as far back as is looked.</summary>
    public static async ValueTask<PastOrder?> Find(FapiCall call, ClientOrderId clientId)
    {
        var query = new HistoryQuery(HistoryTable.Orders, null, SearchMax) { Account = call.Who.Account, NewestFirst = true };
        foreach (PastOrder row in Read(await PastRows.Read(call, query)))
        {
            if (row.Facts.ClientId == clientId) return row;
        }
        return null;
    }

    /// <summary>Orders of a market that pass a filter, by rising id.</summary>
    public static async ValueTask<List<PastOrder>> List(FapiCall call, ushort market, PastWindow window, Predicate<OrderFacts> filter)
    {
        HistoryQuery query = window.Scan(HistoryTable.Orders) with { Account = call.Who.Account, Market = market };
        List<PastOrder> found = await PastRows.Collect(call, query, window.Limit, Of, o => filter(o.Facts));
        found.Sort(static (a, b) => a.Facts.Order.CompareTo(b.Facts.Order));
        return found;
    }

    private static IEnumerable<PastOrder> Read(HistoryPage page)
    {
        var rows = new PastRows(page.Columns);
        return page.Rows.Select(row => Of(rows, row));
    }

    private static PastOrder Of(PastRows rows, object?[] row)
    {
        var facts = new OrderFacts
        {
            Order = new OrderId(rows.Number(row, "order_id")),
            Group = new OrderId(rows.Number(row, "parent")),
            Price = new Ticks(rows.Number(row, "price")),
            Qty = new Lots(rows.Number(row, "qty")),
            Filled = new Lots(rows.Number(row, "filled")),
            Display = new Lots(rows.Number(row, "display")),
            ExpireAtNs = rows.Number(row, "expire_ns"),
            TriggerPrice = new Ticks(rows.Number(row, "trigger_price")),
            ActivationPrice = new Ticks(rows.Number(row, "activation_price")),
            Offset = new Ticks(rows.Number(row, "trigger_offset")),
            CallbackPpb = (int)rows.Number(row, "callback_ppb"),
            Account = (int)rows.Number(row, "account"),
            Market = (ushort)rows.Number(row, "market"),
            Flags = (OrderFlags)rows.Number(row, "flags"),
            Type = (OrderType)rows.Number(row, "type"),
            Side = (Side)rows.Number(row, "side"),
            Tif = (TimeInForce)rows.Number(row, "tif"),
            Stp = (StpMode)rows.Number(row, "stp"),
            State = (OrderState)rows.Number(row, "state"),
            Trigger = (TriggerKind)rows.Number(row, "trigger_kind"),
            TriggerBy = (TriggerRef)rows.Number(row, "trigger_by"),
            Reason = (CancelReason)rows.Number(row, "reason"),
            Code = (RejectCode)rows.Number(row, "code"),
            IsTwap = rows.Number(row, "kind") == 1 ? (byte)1 : (byte)0,
            IsExit = rows.Number(row, "kind") == 2 ? (byte)1 : (byte)0,
            ClientId = ClientOrderId.Parse(rows.Text(row, "client_id")),
        };
        long triggeredNs = rows.Number(row, "triggered_ns");
        if (rows.Has(row, "triggered_ns") ? triggeredNs > 0 : HasFired(in facts)) facts.HasFired = 1;
        var done = new Executed(facts.Filled, new Micros(rows.Number(row, "notional")), 0);
        return new(facts, done, rows.Number(row, "time_ns") / 1_000_000, rows.Number(row, "updated_ns") / 1_000_000, triggeredNs / 1_000_000);
    }

    // An old row does not say so; what became of it does.
    private static bool HasFired(in OrderFacts order) => order.Trigger != TriggerKind.None
        && (order.Filled.Value > 0 || order.State is OrderState.Live or OrderState.PartiallyFilled or OrderState.Filled
            || order.Reason is CancelReason.IocRemainder or CancelReason.TriggerMargin or CancelReason.Rejected or CancelReason.Breaker or CancelReason.WouldBankrupt);
}
