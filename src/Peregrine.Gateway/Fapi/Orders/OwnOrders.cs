using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Past;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>An account's orders, open and lately ended, for whoever names one or wants a list.</summary>
internal sealed class OwnOrders(Gateway gateway, int account)
{
    private const int FinishedMax = 500;
    private readonly AccountViews _views = gateway.Accounts.Views;

    /// <summary>Orders that have not ended, by rising id.</summary>
    public List<OrderFacts> Open()
    {
        _views.TryRead(account, out AccountFacts facts);
        OrderFacts[] room = ArrayPool<OrderFacts>.Shared.Rent(facts.OrderCount + 16);
        List<OrderFacts> all = [.. room.AsSpan(0, _views.ReadOrders(account, room))];
        ArrayPool<OrderFacts>.Shared.Return(room);
        all.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        return all;
    }

    /// <summary>Orders that ended last, by rising id.</summary>
    public List<OrderFacts> Finished()
    {
        OrderFacts[] room = ArrayPool<OrderFacts>.Shared.Rent(FinishedMax);
        List<OrderFacts> all = [.. room.AsSpan(0, _views.ReadFinished(account, room.AsSpan(0, FinishedMax)))];
        ArrayPool<OrderFacts>.Shared.Return(room);
        all.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        return all;
    }

    public OrderFacts? Find(OrderId order, ClientOrderId clientId)
    {
        // Who asks mostly means an order that is open, or one that has just ended.
        if (_views.TryFindOrder(account, order, clientId, out OrderFacts open)) return open;
        return _views.TryFindFinished(account, order, clientId, orMember: false, out OrderFacts ended) ? ended : null;
    }

    /// <summary>The name of an order in parameters; none, and refused, when there is none.</summary>
    public static (OrderId Order, ClientOrderId ClientId)? Name(FapiParams given, ReadOnlySpan<byte> id, ReadOnlySpan<byte> clientId)
    {
        long number = given.Whole(id, 0);
        ClientOrderId client = given.ClientId(clientId);
        if (given.Error is not null) return null;
        if (number > 0) return (new OrderId(number), default);
        if (!client.IsEmpty) return (default, client);
        given.Refuse(FapiError.MissingBoth(System.Text.Encoding.ASCII.GetString(id), System.Text.Encoding.ASCII.GetString(clientId)));
        return null;
    }

    /// <summary>An order, open or ended, with its times and its money; from history when it is remembered nowhere else.</summary>
    public async ValueTask<PastOrder?> Detail(FapiCall call, OrderId order, ClientOrderId clientId, FapiMarket market)
    {
        if (Find(order, clientId) is { } known) return await Detail(call, known, market);
        return order.IsNone ? await PastOrder.Find(call, clientId) : await PastOrder.Find(call, order);
    }

    /// <summary>What facts do not tell of an order: when it was placed and changed, and what its fills come to. Lately that is remembered; else history is asked.</summary>
    public async ValueTask<PastOrder> Detail(FapiCall call, OrderFacts order, FapiMarket market)
    {
        Executed done = order.Filled.Value == 0 ? default : Executed.Of(_views, account, order.Order, market);
        long created = gateway.Clock.TimeMsOf(order.Order.Seq);
        if (created != 0 && done.Qty == order.Filled) return new(order, done, created, Math.Max(created, done.LastNs / 1_000_000));
        PastOrder? past = await PastRows.IsNear(call) ? await PastOrder.Find(call, order.Order) : null;
        return past is { } told ? told with { Facts = order } : new(order, done, created, Math.Max(created, done.LastNs / 1_000_000));
    }
}
