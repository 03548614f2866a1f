using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>What an account's orders in the book come to, by market and side: they are told with every event of an order.</summary>
internal sealed class OpenOrders
{
    private readonly Dictionary<OrderId, (ushort Market, Side Side, Micros Worth)> _orders = [];
    private readonly Dictionary<(ushort, Side), Micros> _sums = [];

    public Micros WorthOf(ushort market, Side side) => _sums.GetValueOrDefault((market, side));

    public void Clear()
    {
        _orders.Clear();
        _sums.Clear();
    }

    /// <summary>Takes an order as it stands now.</summary>
    public void Take(in OrderFacts order, FapiSymbols symbols)
    {
        if (_orders.Remove(order.Order, out (ushort Market, Side Side, Micros Worth) before)) Add(before.Market, before.Side, -before.Worth);
        if (order.HasEnded || order.Priority == 0 || symbols.Find(order.Market) is not { } market) return;
        Micros worth = market.Value(order.Price, order.Rest);
        _orders.Add(order.Order, (order.Market, order.Side, worth));
        Add(order.Market, order.Side, worth);
    }

    private void Add(ushort market, Side side, Micros worth) => _sums[(market, side)] = WorthOf(market, side) + worth;
}
