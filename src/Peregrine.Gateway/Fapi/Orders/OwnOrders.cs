using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
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
        List<OrderFacts> open = Open();
        int at = open.FindLastIndex(o => Is(in o, order, clientId));
        if (at >= 0) return open[at];
        List<OrderFacts> finished = Finished();
        at = finished.FindLastIndex(o => Is(in o, order, clientId));
        return at >= 0 ? finished[at] : null;
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

    public Executed ExecutedOf(in OrderFacts order, FapiMarket market) => order.Filled.Value == 0 ? default : Executed.Of(_views, account, order.Order, market);

    public long CreatedMs(in OrderFacts order) => gateway.Clock.TimeMsOf(order.Order.Seq);

    private static bool Is(in OrderFacts facts, OrderId order, ClientOrderId clientId) => order.IsNone ? facts.ClientId == clientId : facts.Order == order;
}
