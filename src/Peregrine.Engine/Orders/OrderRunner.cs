using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Orders;

/// <summary>What happens to every order that passed its checks: accepted, run against the book, rested or ended.</summary>
internal sealed class OrderRunner(
    EngineState state, ClientIds clientIds, Matcher matcher, RestingOrders resting, ReduceOnlyRoom reduceOnly, TriggerKeeper triggers, OrderLinks links)
{
    /// <summary>Told the prices of each run; set once, because triggers need runs too.</summary>
    public TriggerRunner? References { get; set; }

    /// <summary>Knows the orders that wait in auctions; set once.</summary>
    public AuctionBook? Auctions { get; set; }

    /// <summary>Gives the order its record and client id and tells it. False when a capacity is used up.</summary>
    public bool Accept(ref Ticket ticket, in ClientOrderId clientId, ulong terms, OrderState orderState)
    {
        if (!TryName(ref ticket, in clientId, terms)) return false;
        Take(ref ticket, in clientId, orderState);
        return true;
    }

    /// <summary>Remembers the client id. Apart, because the orders of a group are accepted all or none.</summary>
    public bool TryName(ref Ticket ticket, in ClientOrderId clientId, ulong terms)
    {
        if (clientId.IsEmpty) return true;
        ticket.Client = clientIds.Add(ticket.Account, in clientId, ticket.Id, terms);
        return ticket.Client != 0;
    }

    /// <summary>Gives a named order its record in the market and tells it.</summary>
    public void Take(ref Ticket ticket, in ClientOrderId clientId, OrderState orderState)
    {
        if (ticket.Position == 0) ticket.Position = state.NeedPosition(ticket.Account, ticket.Market.Id);
        if (ticket.Market.Terms.GroupOiSharePpb != 0) _ = state.NeedPosition(state.Accounts[ticket.Account].Root, ticket.Market.Id);
        Tell(in ticket, in clientId, orderState);
    }

    /// <summary>Runs the ticket, puts its rest where it belongs, then does what its fills mean for linked orders and for its owner's reduce-only ones.</summary>
    /// <remarks>Links before trims, as for a maker: a stop whose bracket is done ends as its pair's other half, not for want of a position.</remarks>
    public OrderState Run(ref Ticket ticket)
    {
        return Settle(ref ticket, MatchAndShow(ref ticket));
    }

    /// <summary>The same for an order that met book and makers elsewhere: its prices are shown, its rest goes where it belongs.</summary>
    public void Conclude(ref Ticket ticket, CancelReason stop)
    {
        ShowPrices(in ticket);
        Settle(ref ticket, stop);
    }

    private OrderState Settle(ref Ticket ticket, CancelReason stop)
    {
        bool rests = stop == 0 && ticket.MayRest && ticket.Rest.Value > 0;
        OrderState end = OrderState.None;
        if (rests) resting.Rest(ref ticket);
        else end = End(in ticket, stop);
        TellLinks(in ticket);
        // An order that came to rest tells its end itself.
        if (ticket.Group != 0 && !rests) links.Ended(ticket.Group, ticket.GroupIndex, end);
        TrimOwn(in ticket, rests);
        if (rests) return StateAtRest(in ticket);
        return ticket.Group != 0 && links.Sleeps(ticket.Group, ticket.GroupIndex) ? OrderState.Inactive : end;
    }

    /// <summary>Runs the ticket and does what its fills mean for its owner; its rest is the caller's.</summary>
    public CancelReason Match(ref Ticket ticket)
    {
        CancelReason stop = MatchAndShow(ref ticket);
        TellLinks(in ticket);
        TrimOwn(in ticket, rests: false);
        return stop;
    }

    /// <summary>Runs the ticket and shows its prices to waiting orders; everything else is the caller's. Says what stopped it.</summary>
    /// <remarks>A run's prices go one way, so its first and its last show triggers everything in between.</remarks>
    public CancelReason MatchAndShow(ref Ticket ticket)
    {
        ticket.FirstTrade = default;
        if (ticket.Group != 0) links.Runs(ticket.Id);
        CancelReason stop = matcher.Run(ref ticket);
        if (ticket.Group != 0) links.Runs(OrderId.None);
        ShowPrices(in ticket);
        return stop;
    }

    private void ShowPrices(in Ticket ticket)
    {
        if (ticket.Filled.Value == 0) return;
        References!.ShowLast(ticket.Market, ticket.FirstTrade);
        if (ticket.Market.Last != ticket.FirstTrade) References.ShowLast(ticket.Market, ticket.Market.Last);
    }

    private OrderState End(in Ticket ticket, CancelReason stop)
    {
        bool filled = ticket.Rest.Value == 0 && stop == 0;
        OrderState end = filled ? OrderState.Filled : OrderState.Cancelled;
        if (!filled)
        {
            ref OrderCancelled told = ref state.Events.Next<OrderCancelled>(ticket.Account, ticket.Market.Id);
            told.Order = ticket.Id;
            told.Rest = ticket.Rest;
            told.Reason = stop == 0 ? CancelReason.IocRemainder : stop;
            told.State = end;
        }
        if (ticket.Client != 0) clientIds.Finish(ticket.Client, end, ticket.FilledBefore + ticket.Filled);
        return end;
    }

    private OrderState StateAtRest(in Ticket ticket)
    {
        // Only a trim or a link can have ended it since.
        bool mayBeGone = ticket.IsReduceOnly || ticket.Group != 0;
        if (mayBeGone && !state.FindOrder(ticket.Id).Exists) return OrderState.Cancelled;
        return ticket.Filled.Value + ticket.FilledBefore.Value > 0 ? OrderState.PartiallyFilled : OrderState.Live;
    }

    /// <summary>What a taker's fills and its rest mean for its owner's reduce-only orders.</summary>
    public void TrimOwn(in Ticket ticket, bool rests)
    {
        bool filled = ticket.Filled.Value > 0;
        if (filled || (rests && ticket.IsReduceOnly)) reduceOnly.Trim(ticket.Position);
        if (filled) triggers.DropExits(ticket.Position);
    }

    /// <summary>What a taker's fills mean for the orders it is linked to.</summary>
    public void TellLinks(in Ticket ticket)
    {
        if (ticket.Group != 0 && ticket.Filled.Value > 0) links.Filled(ticket.Group, ticket.GroupIndex, ticket.Filled);
    }

    /// <summary>Where an order named by its client id is now.</summary>
    public void Report(int entry, ref Outcome outcome)
    {
        OrderId id = clientIds.OrderOf(entry);
        outcome.Detail1 = id.Value;
        outcome.Detail2 = clientIds.IsLive(entry) ? FilledOf(id).Value : clientIds.FilledOf(entry).Value;
        outcome.State = clientIds.IsLive(entry) ? StateOf(id) : clientIds.StateOf(entry);
    }

    /// <summary>Whether it is this account's and makers are being asked: it can be neither cancelled nor changed.</summary>
    public bool WaitsInAuction(int account, OrderId id) => Auctions!.OwnerOf(id) == account;

    public OrderState StateOf(OrderId id)
    {
        IndexCode code = state.FindOrder(id);
        if (!code.Exists) return Auctions!.OwnerOf(id) != 0 ? OrderState.PendingAuction : links.StateOf(id);
        bool waits = code.Kind == IndexKind.Trigger && state.Triggers.Triggers[code.Slot].State != TriggerState.Retrying;
        if (waits) return OrderState.PendingTrigger;
        return FilledOf(id).Value > 0 ? OrderState.PartiallyFilled : OrderState.Live;
    }

    private Lots FilledOf(OrderId id)
    {
        IndexCode code = state.FindOrder(id);
        if (!code.Exists) return links.FilledOf(id);
        return code.Kind switch
        {
            IndexKind.Order => state.Details[code.Slot].Filled,
            IndexKind.Trigger => state.Triggers.Triggers[code.Slot].Filled,
            IndexKind.Algo => state.Twaps[code.Slot].Executed,
        };
    }

    private void Tell(in Ticket ticket, in ClientOrderId clientId, OrderState orderState)
    {
        ref OrderAccepted told = ref state.Events.Next<OrderAccepted>(ticket.Account, ticket.Market.Id);
        told.Order = ticket.Id;
        told.Price = ticket.Price;
        told.Qty = ticket.Qty;
        told.Display = ticket.Display;
        told.ExpireAtNs = ticket.ExpireAtNs;
        told.Group = ticket.Group == 0 ? OrderId.None : links.IdOf(ticket.Group);
        told.Label = ticket.Label;
        told.Key = ticket.Key;
        told.Type = ticket.Type;
        told.Side = ticket.Side;
        told.Tif = ticket.Tif;
        told.Stp = ticket.Stp;
        told.Flags = ticket.Flags;
        told.State = orderState;
        told.Builder = ticket.Builder;
        told.BuilderPpb = ticket.BuilderPpb;
        told.ClientId = clientId;
    }
}
