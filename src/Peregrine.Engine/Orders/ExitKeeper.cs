using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Orders;

/// <summary>Puts a bracket's exits where they belong: limits into the book, triggers under their price; and takes them out again.</summary>
internal sealed class ExitKeeper(EngineState state, RestingOrders resting, ReduceOnlyRoom reduceOnly)
{
    private readonly (int Group, OrderId Id, int Index)[] _queue = new (int, OrderId, int)[state.Capacities.GroupsMax * BracketExits.Max];
    private int _queued;

    /// <summary>Set once, because waiting orders and runs need links too.</summary>
    public TriggerKeeper? Triggers { get; set; }
    public TriggerDesk? Desk { get; set; }
    public OrderRunner? Runner { get; set; }
    public OrderLinks? Links { get; set; }

    /// <summary>The linked order that is a taker now: an order is never in two places, so it is given nothing until it rests or ends.</summary>
    public OrderId Running { get; set; }

    /// <summary>Limits wait to be run.</summary>
    public bool HasQueue => _queued > 0;

    /// <summary>Lots an exit may fill now.</summary>
    public Lots ActiveOf(int group, int index)
    {
        ref OrderGroup links = ref state.Groups[group];
        return links.Exits[index].Queued + RestOf(state.FindOrder(links.Member(index + 1)));
    }

    /// <summary>Whether the exit is the taker of the present run.</summary>
    public bool Runs(int group, int index) => state.Groups[group].Member(index + 1) == Running;

    /// <summary>Gives an exit more to cover and tells what it covers now.</summary>
    public void Grow(int group, int index, Lots more)
    {
        ref OrderGroup links = ref state.Groups[group];
        ref BracketExit exit = ref links.Exits[index];
        IndexCode code = state.FindOrder(links.Member(index + 1));
        if (Runs(group, index)) return;
        Lots active = exit.Queued + RestOf(code) + more;
        state.Events.Add(links.Account, links.Market, new ExitActivated { Order = links.Member(index + 1), Active = active });
        if (code.Exists && code.Kind == IndexKind.Trigger) Wake(code.Slot, active);
        else if (code.Exists) Enlarge(code.Slot, active);
        else Place(group, index, active);
    }

    /// <summary>A level filled: the stop covers that much less. At nothing it sleeps while the entry lives.</summary>
    public void Reduce(int group, int index, Lots qty)
    {
        ref OrderGroup links = ref state.Groups[group];
        IndexCode code = state.FindOrder(links.Member(index + 1));
        if (!code.Exists) return;
        if (qty < RestOf(code) || !links.EntryAlive || code.Kind != IndexKind.Trigger)
        {
            Reduce(code, qty);
            return;
        }
        ref Trigger stop = ref state.Triggers.Triggers[code.Slot];
        if (stop.Rest.Value == 0) return;
        Tell(stop.Account, stop.Market, stop.Id, stop.Rest, Lots.Zero);
        stop.Rest = Lots.Zero;
        state.Markets[stop.Market].Triggers.Remove(code.Slot);
        // It watches nothing while it sleeps: a trailing stop begins anew when it wakes.
        stop.Peak = Subticks.Zero;
    }

    /// <summary>Cuts an order because one that it is linked to filled; at nothing it ends.</summary>
    public void Reduce(IndexCode code, Lots qty)
    {
        if (!code.Exists || code.Kind == IndexKind.Algo) return;
        Lots rest = RestOf(code);
        if (qty >= rest)
        {
            Cancel(code, CancelReason.Oco);
            return;
        }
        if (code.Kind == IndexKind.Order)
        {
            ref Order order = ref state.Orders[code.Slot];
            Tell(order.Account, order.Market, new OrderId(order.Id), qty, rest - qty);
            resting.Shrink(code.Slot, qty);
            return;
        }
        ref Trigger trigger = ref state.Triggers.Triggers[code.Slot];
        Tell(trigger.Account, trigger.Market, trigger.Id, qty, rest - qty);
        trigger.Rest -= qty;
    }

    public void Cancel(IndexCode code, CancelReason reason)
    {
        if (!code.Exists) return;
        if (code.Kind == IndexKind.Order) resting.Cancel(code.Slot, reason);
        else if (code.Kind == IndexKind.Trigger) Triggers!.Cancel(code.Slot, reason);
    }

    /// <summary>Ends an exit wherever it is; one that is nowhere but in its group too.</summary>
    public void Cancel(int group, int index, CancelReason reason)
    {
        ref OrderGroup links = ref state.Groups[group];
        IndexCode code = state.FindOrder(links.Member(index + 1));
        if (code.Exists)
        {
            Cancel(code, reason);
            return;
        }
        state.Events.Add(links.Account, links.Market, new OrderCancelled
        {
            Order = links.Member(index + 1),
            Rest = links.Exits[index].Queued,
            Reason = reason,
            State = OrderState.Cancelled,
        });
        Close(group, index);
    }

    /// <summary>Limits that came to rest share the room with the account's other reduce-only orders.</summary>
    public void Trim(int position) => reduceOnly.Trim(position);

    /// <summary>Triggers that woke where there is nothing on their side to close end at once.</summary>
    public void DropIdle(int position) => Triggers!.DropExits(position);

    /// <summary>The exit is over.</summary>
    public void Close(int group, int index)
    {
        ref OrderGroup links = ref state.Groups[group];
        ref BracketExit exit = ref links.Exits[index];
        Invariant.That(exit.IsAlive, "an exit ends once");
        if (exit.IsLimit) state.OrdersPromised--;
        exit.IsAlive = false;
        exit.Queued = Lots.Zero;
        links.Alive--;
    }

    /// <summary>Runs the limits that would have crossed the book: never inside another order's run, which reads the book as it goes.</summary>
    public void RunQueued()
    {
        for (int i = 0; i < _queued; i++)
        {
            (int group, OrderId id, int index) = _queue[i];
            ref OrderGroup links = ref state.Groups[group];
            if (links.Id != id || links.Exits[index].Queued.Value == 0) continue;
            Market market = state.Markets[links.Market];
            if (!MarketRules.Matches(market.State) || !PriceRules.Matches(market.PriceState))
            {
                Links!.CancelExit(group, index, CancelReason.MarketState);
                continue;
            }
            Lots granted = links.Exits[index].Queued;
            links.Exits[index].Queued = Lots.Zero;
            IndexCode code = state.FindOrder(links.Member(index + 1));
            if (code.Exists)
            {
                Enlarge(code.Slot, state.Orders[code.Slot].Rest + granted);
                continue;
            }
            Ticket ticket = TicketOf(group, index, granted);
            Runner!.Run(ref ticket);
        }
        _queued = 0;
    }

    private void Queue(int group, int index, Lots active)
    {
        ref OrderGroup links = ref state.Groups[group];
        if (links.Exits[index].Queued.Value == 0) _queue[_queued++] = (group, links.Id, index);
        links.Exits[index].Queued = active;
    }

    // A limit comes to rest, unless the book has moved past it meanwhile.
    private void Place(int group, int index, Lots active)
    {
        ref OrderGroup links = ref state.Groups[group];
        ref BracketExit exit = ref links.Exits[index];
        if (exit.Queued.Value != 0)
        {
            exit.Queued = active;
            return;
        }
        Ticket ticket = TicketOf(group, index, active);
        if (ticket.Market.Book.FirstWithin(links.Side, ticket.Price) == 0)
        {
            // What waited to be run rests with the others: one order, once.
            exit.Queued = Lots.Zero;
            resting.Rest(ref ticket);
            return;
        }
        Queue(group, index, active);
    }

    // More than it asked for before: it takes its place in the queue anew, as any order that grows.
    private void Enlarge(int slot, Lots active)
    {
        Ticket ticket = resting.TicketOf(slot);
        resting.Withdraw(slot);
        ticket.Rest = active;
        resting.Rest(ref ticket);
    }

    private void Wake(int slot, Lots active)
    {
        ref Trigger trigger = ref state.Triggers.Triggers[slot];
        trigger.Rest = active;
        if (trigger.State == TriggerState.Inactive) Desk!.Watch(slot);
    }

    private Ticket TicketOf(int group, int index, Lots active)
    {
        ref OrderGroup links = ref state.Groups[group];
        Ticket ticket = TicketOf(in links, index, state.Markets[links.Market], group);
        ticket.Rest = active;
        return ticket;
    }

    /// <summary>An exit as an order of its own; what it takes over from its entry stands in the group.</summary>
    public static Ticket TicketOf(in OrderGroup links, int index, Market market, int group)
    {
        ref readonly BracketExit exit = ref links.Exits[index];
        return new Ticket
        {
            Id = links.Member(index + 1),
            Account = links.Account,
            Market = market,
            Position = links.Position,
            Type = exit.Terms.Type,
            Side = links.Side.Opposite(),
            Tif = exit.Terms.Type == OrderType.Limit ? TimeInForce.Gtc : TimeInForce.Ioc,
            Stp = links.Stp,
            Flags = links.Flags | OrderFlags.ReduceOnly,
            Reason = FillReason.User,
            Price = exit.Terms.Price,
            Qty = exit.Size,
            FilledBefore = exit.Filled,
            Label = links.Label,
            Session = links.Session,
            Builder = links.Builder,
            BuilderPpb = links.BuilderPpb,
            Key = links.Key,
            Group = group,
            GroupIndex = index + 1,
            SlipPpb = exit.Terms.SlipPpb,
        };
    }

    private Lots RestOf(IndexCode code)
    {
        if (!code.Exists) return Lots.Zero;
        return code.Kind == IndexKind.Order ? state.Orders[code.Slot].Rest : state.Triggers.Triggers[code.Slot].Rest;
    }

    private void Tell(int account, int market, OrderId order, Lots cut, Lots rest) =>
        state.Events.Add(account, market, new OrderTrimmed { Order = order, Cut = cut, Rest = rest, Reason = CancelReason.Oco });
}
