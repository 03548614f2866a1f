using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Keeps a resting order in all places that know it: book, index, its owner's list and sums, client id, expiry.</summary>
internal sealed class RestingOrders(EngineState state, ClientIds clientIds, Timers timers)
{
    /// <summary>Told when a member of a group ends; set once, because groups need resting orders too.</summary>
    public OrderLinks? Links { get; set; }

    /// <summary>Puts the rest of an accepted order into the book, behind everybody at its price, and tells it. Room was checked when it was accepted.</summary>
    public int Rest(ref Ticket ticket)
    {
        ref Position position = ref state.Positions[ticket.Position];
        int slot = Enter(in ticket, ref position);
        Market market = ticket.Market;
        ref Order order = ref state.Orders[slot];
        order.PrioritySeq = market.NextPriority(state.NowNs);
        LevelSum level = market.Book.Rest(slot, ref order);
        Reserve(ref position, in order, order.Rest, market, +1);
        Tell(market, in order, BookChange.Added, level);
        return slot;
    }

    /// <summary>Puts an order from a snapshot behind those of its level that were told before it.</summary>
    public void Load(in Ticket ticket, Lots visible, long priority)
    {
        ref Position position = ref state.Positions[ticket.Position];
        int slot = Enter(in ticket, ref position);
        ref Order order = ref state.Orders[slot];
        order.Visible = visible;
        order.PrioritySeq = priority;
        ticket.Market.Book.Rest(slot, ref order);
        Reserve(ref position, in order, order.Rest, ticket.Market, +1);
    }

    // Everywhere but in its queue.
    private int Enter(in Ticket ticket, ref Position position)
    {
        int slot = state.Orders.Rent();
        Invariant.That(slot != 0, "room for a resting order is checked before it is accepted");
        ref Order order = ref state.Orders[slot];
        bool iceberg = ticket.Display.Value > 0;
        order.Id = ticket.Id.Value;
        order.Price = ticket.Price;
        order.Rest = ticket.Rest;
        order.Visible = iceberg ? Lots.Min(ticket.Display, ticket.Rest) : ticket.Rest;
        order.Account = ticket.Account;
        order.Position = ticket.Position;
        order.Market = (ushort)ticket.Market.Id;
        order.Side = ticket.Side;
        order.Flags = FlagsOf(in ticket);
        ref OrderDetail detail = ref state.Details[slot];
        detail.Qty = ticket.Qty;
        detail.Filled = ticket.FilledBefore + ticket.Filled;
        detail.Client = ticket.Client;
        detail.Type = ticket.Type;
        detail.Tif = ticket.Tif;
        detail.Stp = ticket.Stp;
        detail.Reason = ticket.Reason;
        detail.Extra = KeepExtra(in ticket, slot);
        state.OrderIndex.Add(order.Id, IndexCode.Of(IndexKind.Order, slot));
        LinkOwn(slot, in order, ref position);
        return slot;
    }

    /// <summary>Ends an order that was not filled whole.</summary>
    public void Cancel(int slot, CancelReason reason)
    {
        ref Order order = ref state.Orders[slot];
        OrderState end = reason == CancelReason.Expired ? OrderState.Expired : OrderState.Cancelled;
        ref OrderCancelled told = ref state.Events.Next<OrderCancelled>(order.Account, order.Market);
        told.Order = new(order.Id);
        told.Rest = order.Rest;
        told.Reason = reason;
        told.State = end;
        ref Position position = ref state.Positions[order.Position];
        Leave(ref order, ref position);
        Release(slot, in order, ref position, end);
    }

    /// <summary>Takes the order out of its queue to give it new terms; it lives on under its id and its client id.</summary>
    public void Withdraw(int slot)
    {
        ref Order order = ref state.Orders[slot];
        ref Position position = ref state.Positions[order.Position];
        Leave(ref order, ref position);
        state.Details[slot].Client = 0;
        Release(slot, in order, ref position, OrderState.None);
    }

    // Out of its queue and its owner's sums.
    private void Leave(ref Order order, ref Position position)
    {
        Market market = state.Markets[order.Market];
        Reserve(ref position, in order, order.Rest, market, -1);
        LevelSum level = market.Book.Remove(ref order);
        Tell(market, in order, BookChange.Deleted, level);
    }

    /// <summary>The order as it came to rest, to rest or run again on other terms.</summary>
    public Ticket TicketOf(int slot)
    {
        ref Order order = ref state.Orders[slot];
        ref OrderDetail detail = ref state.Details[slot];
        ref OrderExtra extra = ref state.Extras[detail.Extra];
        return new Ticket
        {
            Id = new(order.Id),
            Account = order.Account,
            Market = state.Markets[order.Market],
            Position = order.Position,
            Type = detail.Type,
            Side = order.Side,
            Tif = detail.Tif,
            Stp = detail.Stp,
            Flags = (OrderFlags)(order.Flags & RestingFlags.ClientMask),
            Reason = detail.Reason,
            Price = order.Price,
            Qty = detail.Qty,
            Rest = order.Rest,
            FilledBefore = detail.Filled,
            Display = extra.Display,
            ExpireAtNs = extra.ExpireAtNs,
            Label = extra.Label,
            Session = extra.Session,
            Builder = extra.Builder,
            BuilderPpb = extra.BuilderPpb,
            Key = extra.Key,
            Client = detail.Client,
            Group = extra.Group,
            GroupIndex = extra.GroupIndex,
        };
    }

    /// <summary>The owner's position as if this order were not there: what an amended order is checked against.</summary>
    public Position PositionWithout(int slot)
    {
        ref Order order = ref state.Orders[slot];
        Position position = state.Positions[order.Position];
        position.OpenOrders--;
        if ((order.Flags & RestingFlags.ReduceOnly) != 0)
        {
            position.ReduceOnlyOrders--;
            position.ReduceOnlyQty -= order.Rest;
            return position;
        }
        Micros notional = state.Markets[order.Market].Notional(order.Rest, order.Price);
        if (order.Side == Side.Buy)
        {
            position.BuyNotional -= notional;
            position.BuyQty -= order.Rest;
        }
        else
        {
            position.SellNotional -= notional;
            position.SellQty -= order.Rest;
        }
        return position;
    }

    /// <summary>Shrinks an order in place: trims, amending down, links, decrements. An iceberg gives up its hidden part first.</summary>
    public void Shrink(int slot, Lots cut)
    {
        ref Order order = ref state.Orders[slot];
        Market market = state.Markets[order.Market];
        Reserve(ref state.Positions[order.Position], in order, cut, market, -1);
        Lots rest = order.Rest - cut;
        Lots visible = Lots.Min(order.Visible, rest);
        bool shows = visible != order.Visible;
        LevelSum level = market.Book.Resize(ref order, rest, visible);
        if (shows) Tell(market, in order, BookChange.Reduced, level);
    }

    /// <summary>Shrinks the visible part, as a fill would, without one; an iceberg then shows its next slice.</summary>
    public void ShrinkVisible(int slot, Lots cut)
    {
        ref Order order = ref state.Orders[slot];
        Market market = state.Markets[order.Market];
        Reserve(ref state.Positions[order.Position], in order, cut, market, -1);
        LevelSum level = market.Book.Reduce(ref order, cut);
        if (order.Visible.Value > 0) Tell(market, in order, BookChange.Reduced, level);
        else ShowNextSlice(slot, market, level);
    }

    /// <summary>A fill of the visible part. True when that ended the order.</summary>
    public bool Fill(int slot, Lots qty)
    {
        ref Order order = ref state.Orders[slot];
        Market market = state.Markets[order.Market];
        ref Position position = ref state.Positions[order.Position];
        Reserve(ref position, in order, qty, market, -1);
        state.Details[slot].Filled += qty;
        LevelSum level = market.Book.Reduce(ref order, qty);
        if (order.Rest.Value == 0)
        {
            level = market.Book.Remove(ref order);
            Tell(market, in order, BookChange.Deleted, level);
            Release(slot, in order, ref position, OrderState.Filled);
            return true;
        }
        if (order.Visible.Value > 0) Tell(market, in order, BookChange.Executed, level);
        else ShowNextSlice(slot, market, level);
        return false;
    }

    /// <summary>The next slice of an iceberg goes behind everybody at its price.</summary>
    private void ShowNextSlice(int slot, Market market, LevelSum level)
    {
        ref Order order = ref state.Orders[slot];
        Tell(market, in order, BookChange.Deleted, level with { Count = level.Count - 1 });
        Lots display = state.Extras[state.Details[slot].Extra].Display;
        level = market.Book.MoveToTail(slot, Lots.Min(display, order.Rest));
        order.PrioritySeq = market.NextPriority(state.NowNs);
        Tell(market, in order, BookChange.Added, level);
    }

    private void Release(int slot, ref readonly Order order, ref Position position, OrderState end)
    {
        ref OrderDetail detail = ref state.Details[slot];
        state.OrderIndex.Remove(order.Id, IndexCode.Of(IndexKind.Order, slot));
        UnlinkOwn(slot, in order, ref position);
        if (detail.Client != 0) clientIds.Finish(detail.Client, end, detail.Filled);
        if (detail.Extra != 0) DropExtra(detail.Extra, end);
        state.Orders.Return(slot);
    }

    private static ushort FlagsOf(in Ticket ticket)
    {
        int flags = (int)ticket.Flags & RestingFlags.ClientMask;
        if (ticket.ExpireAtNs != 0) flags |= RestingFlags.Expires;
        if (ticket.Display.Value > 0) flags |= RestingFlags.Iceberg;
        if (ticket.Group != 0) flags |= RestingFlags.Linked;
        if (ticket.BuilderPpb != 0) flags |= RestingFlags.Builder;
        return (ushort)flags;
    }

    private int KeepExtra(in Ticket ticket, int slot)
    {
        if (ticket.IsPlain) return 0;
        OrderExtra extra = new()
        {
            Display = ticket.Display,
            ExpireAtNs = ticket.ExpireAtNs,
            Label = ticket.Label,
            Session = ticket.Session,
            Builder = ticket.Builder,
            BuilderPpb = ticket.BuilderPpb,
            Group = ticket.Group,
            GroupIndex = ticket.GroupIndex,
            Key = ticket.Key,
            InUse = true,
        };
        int place = state.Extras.Rent();
        Invariant.That(place != 0, "there is an extra record for every order");
        if (extra.ExpireAtNs != 0) extra.Timer = timers.Add(extra.ExpireAtNs, TimerKind.Gtd, ticket.Id.Value, slot);
        state.Extras[place] = extra;
        return place;
    }

    private void DropExtra(int place, OrderState end)
    {
        ref OrderExtra extra = ref state.Extras[place];
        if (extra.Timer != 0) timers.Cancel(extra.Timer);
        int group = extra.Group;
        int groupIndex = extra.GroupIndex;
        state.Extras.Return(place);
        // What a last fill means is told after the fill itself, by whoever books it.
        if (group != 0 && end is not (OrderState.None or OrderState.Filled)) Links!.Ended(group, groupIndex, end);
    }

    private void LinkOwn(int slot, in Order order, ref Position position)
    {
        state.OwnLinks[slot] = new OwnLinks { Prev = position.LastOrder };
        if (position.LastOrder == 0) position.FirstOrder = slot;
        else state.OwnLinks[position.LastOrder].Next = slot;
        position.LastOrder = slot;
        position.OpenOrders++;
        if ((order.Flags & RestingFlags.ReduceOnly) != 0) position.ReduceOnlyOrders++;
    }

    private void UnlinkOwn(int slot, in Order order, ref Position position)
    {
        Table<OwnLinks> links = state.OwnLinks;
        (int prev, int next) = (links[slot].Prev, links[slot].Next);
        if (prev == 0) position.FirstOrder = next;
        else links[prev].Next = next;
        if (next == 0) position.LastOrder = prev;
        else links[next].Prev = prev;
        position.OpenOrders--;
        if ((order.Flags & RestingFlags.ReduceOnly) != 0) position.ReduceOnlyOrders--;
    }

    // B, S and ΣRO follow every lot that enters or leaves a book, so that nothing ever sums over orders.
    private void Reserve(ref Position position, in Order order, Lots qty, Market market, int sign)
    {
        if ((order.Flags & RestingFlags.ReduceOnly) != 0)
        {
            position.ReduceOnlyQty += new Lots(sign * qty.Value);
            if (sign > 0) state.Facing.Forget(order.Position);
            return;
        }
        if (market.Terms.GroupOiSharePpb != 0) ReserveGroup(in order, new Lots(sign * qty.Value));
        Micros notional = new(sign * market.Notional(qty, order.Price).Value);
        if (order.Side == Side.Buy)
        {
            position.BuyNotional += notional;
            position.BuyQty += new Lots(sign * qty.Value);
        }
        else
        {
            position.SellNotional += notional;
            position.SellQty += new Lots(sign * qty.Value);
        }
    }

    /// <summary>Reserves, or with −1 gives back, for what would trade as a resting order does and rests in no book.</summary>
    public void ReserveFor(int positionSlot, Side side, Lots qty, Ticks price, int sign)
    {
        ref Position position = ref state.Positions[positionSlot];
        Order order = new() { Account = position.Account, Position = positionSlot, Market = position.Market, Side = side, Price = price };
        Reserve(ref position, in order, qty, state.Markets[position.Market], sign);
    }

    private void ReserveGroup(in Order order, Lots change)
    {
        ref Position root = ref state.Positions[state.NeedPosition(state.Accounts[order.Account].Root, order.Market)];
        if (order.Side == Side.Buy) root.GroupBuyQty += change;
        else root.GroupSellQty += change;
    }

    private void Tell(Market market, in Order order, BookChange change, LevelSum level)
    {
        ref BookChanged told = ref state.Events.Next<BookChanged>(0, market.Id);
        told.MdSeq = ++market.MdSeq;
        told.Priority = order.PrioritySeq;
        told.Price = order.Price;
        told.OrderVisible = change == BookChange.Deleted ? Lots.Zero : order.Visible;
        told.LevelTotal = level.Total;
        told.LevelCount = level.Count;
        told.Side = order.Side;
        told.Change = change;
    }
}
