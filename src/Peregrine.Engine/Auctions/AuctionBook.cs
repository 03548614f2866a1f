using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Auctions;

/// <summary>Keeps orders in auction and their quotes, and what both reserve.</summary>
internal sealed class AuctionBook(EngineState state, Timers timers, RestingOrders resting)
{
    private Slab<AuctionOrder> Orders => state.AuctionOrders;
    private Slab<AuctionQuote> Quotes => state.AuctionQuotes;

    /// <summary>The auction of this name, or 0.</summary>
    public int Find(long auction)
    {
        for (int slot = 1; slot <= Orders.HighWater; slot++)
        {
            if (!Orders[slot].Id.IsNone && Orders[slot].Auction == auction) return slot;
        }
        return 0;
    }

    /// <summary>The next auction, by its order's id, that the account has its order or a quote in, or 0; with market 0 in any market.</summary>
    /// <remarks>Slots tell no order that outlives a snapshot. One look at all of them for each that is found, so who has no part in any costs one.</remarks>
    public int NextOf(int account, int market, OrderId after)
    {
        int found = 0;
        for (int slot = 1; Orders.Count != 0 && slot <= Orders.HighWater; slot++)
        {
            ref AuctionOrder order = ref Orders[slot];
            if (order.Id <= after || (found != 0 && order.Id > Orders[found].Id)) continue;
            if (market != 0 && order.Market != market) continue;
            if (order.Account == account || QuoteOf(slot, account) != 0) found = slot;
        }
        return found;
    }

    /// <summary>Whose order that is, if it waits in an auction; else 0.</summary>
    public int OwnerOf(OrderId id) => Orders.Count != 0 && !id.IsNone && Find(id.Auction) is var slot and not 0 && Orders[slot].Id == id ? Orders[slot].Account : 0;

    /// <summary>The account's quote in an auction, or 0.</summary>
    public int QuoteOf(int auction, int account)
    {
        int slot = Orders[auction].FirstQuote;
        while (slot != 0 && Quotes[slot].Account != account) slot = Quotes[slot].Next;
        return slot;
    }

    /// <summary>Keeps an order, and what it reserves, until its auction ends.</summary>
    public int Add(in AuctionOrder terms)
    {
        int slot = Orders.Rent();
        Invariant.That(slot != 0, "there is room for every auction that begins");
        ref AuctionOrder order = ref Orders[slot];
        order = terms;
        order.Timer = timers.Add(order.EndsAtNs, TimerKind.JitEnd, order.Auction, slot);
        Reserve(in order, +1);
        if (order.MayRest) state.OrdersPromised++;
        state.Positions[order.Position].AuctionOrders++;
        return slot;
    }

    /// <summary>Puts a quote behind those that came before it.</summary>
    public void AddQuote(int auction, in AuctionQuote terms)
    {
        ref AuctionOrder order = ref Orders[auction];
        int slot = Quotes.Rent();
        Invariant.That(slot != 0, "there is room for every quote that is accepted");
        Quotes[slot] = terms;
        Quotes[slot].Next = 0;
        if (order.FirstQuote == 0) order.FirstQuote = slot;
        else Quotes[order.LastQuote].Next = slot;
        order.LastQuote = slot;
        order.QuoteCount++;
        ReserveQuote(in order, in Quotes[slot], +1);
    }

    public void RemoveQuote(int auction, int quote)
    {
        ref AuctionOrder order = ref Orders[auction];
        ReserveQuote(in order, in Quotes[quote], -1);
        int before = 0;
        for (int slot = order.FirstQuote; slot != quote; slot = Quotes[slot].Next) before = slot;
        if (before == 0) order.FirstQuote = Quotes[quote].Next;
        else Quotes[before].Next = Quotes[quote].Next;
        if (order.LastQuote == quote) order.LastQuote = before;
        order.QuoteCount--;
        Quotes.Return(quote);
    }

    /// <summary>The order is a taker from here on: what it reserved is its own to trade with.</summary>
    public void BeginRun(int slot)
    {
        ref AuctionOrder order = ref Orders[slot];
        Reserve(in order, -1);
        order.Runs = true;
    }

    /// <summary>Takes the order out, with what it reserved; its quotes are gone by then.</summary>
    public AuctionOrder Take(int slot)
    {
        AuctionOrder order = Orders[slot];
        Invariant.That(order.FirstQuote == 0, "quotes leave before their auction");
        if (order.Timer != 0) timers.Cancel(order.Timer);
        if (!order.Runs) Reserve(in order, -1);
        if (order.MayRest) state.OrdersPromised--;
        state.Positions[order.Position].AuctionOrders--;
        Orders.Return(slot);
        return order;
    }

    private void Reserve(in AuctionOrder order, int sign)
    {
        if ((order.Flags & OrderFlags.ReduceOnly) == 0) resting.ReserveFor(order.Position, order.Side, order.Qty, order.Price, sign);
    }

    private void ReserveQuote(in AuctionOrder order, in AuctionQuote quote, int sign) =>
        resting.ReserveFor(quote.Position, order.Side.Opposite(), quote.Qty, quote.Price, sign);
}
