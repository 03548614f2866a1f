using Peregrine.Core;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Orders;

/// <summary>Takes two orders of which one replaces the other (domain §3.10): both or none.</summary>
internal sealed class OcoDesk(
    EngineState state, ClientIds clientIds, OrderIntake intake, OrderDesk orders, OrderChecks checks, OrderRunner runner, OrderLinks links,
    TriggerKeeper triggers, TriggerDesk waiting)
{
    /// <summary>One of the two on its way.</summary>
    private ref struct Member
    {
        public Ticket Ticket;
        public Trigger Trigger;
        public bool Waits;
    }

    public RejectCode Place(ReadOnlySpan<Command> group, ref Outcome outcome)
    {
        ref readonly PlaceOrder first = ref Command.Body<PlaceOrder>(in group[0]);
        ref readonly PlaceOrder second = ref Command.Body<PlaceOrder>(in group[1]);
        bool reduces = OrderShape.OnlyReduces(in first) && OrderShape.OnlyReduces(in second);
        PlaceOrder other = second;
        other.RequestExpiresNs = 0;
        other.ClientId = default;
        ulong terms = OrderIntake.TermsOf(in other, OrderDesk.Terms(in first));
        bool goes = intake.Passes(
            in group[0].Header, reduces ? AllowedActions.ReduceOnly : AllowedActions.Trade, first.Market, in first.ClientId, terms,
            first.RequestExpiresNs, ref outcome, out RejectCode code, orders: 2);
        if (!goes) return code;
        if (!second.ClientId.IsEmpty && (second.ClientId == first.ClientId || clientIds.Find(group[0].Header.Account, in second.ClientId) != 0))
            return RejectCode.DuplicateIdMismatch;
        if (!state.HasMarket(first.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[first.Market];
        code = checks.States(market, OrderDesk.ClassOf(in first));
        if (code == RejectCode.None) code = checks.States(market, OrderDesk.ClassOf(in second));
        if (code == RejectCode.None && (first.Market != second.Market || first.Side != second.Side)) code = RejectCode.BadCombination;
        if (code == RejectCode.None) code = Shape(in first, market);
        if (code == RejectCode.None) code = Shape(in second, market);
        return code == RejectCode.None ? PlaceNew(group, market, terms, ref outcome) : code;
    }

    // Both can wait or rest: an order that ends at once has nothing to be replaced by.
    private RejectCode Shape(in PlaceOrder order, Market market)
    {
        bool linked = (order.Flags & OrderFlags.Oco) != 0 && (order.Flags & (OrderFlags.ByQuote | OrderFlags.PositionExit | OrderFlags.Slide)) == 0;
        bool sized = order.Type != OrderType.ClosePosition && order.Percent == 0;
        bool stays = order.Trigger != TriggerKind.None || (order.Type == OrderType.Limit && order.Tif is TimeInForce.Gtc or TimeInForce.Gtd);
        return linked && sized && stays ? OrderShape.Check(in order, market.Terms.SlipMaxPpb, state.NowNs) : RejectCode.BadCombination;
    }

    private RejectCode PlaceNew(ReadOnlySpan<Command> group, Market market, ulong terms, ref Outcome outcome)
    {
        int slot = state.FindPosition(group[0].Header.Account, market.Id);
        Position position = slot == 0 ? state.NewPosition(group[0].Header.Account, market.Id) : state.Positions[slot];
        Member first = MemberOf(in group[0], market, slot, 0);
        Member second = MemberOf(in group[1], market, slot, 1);
        RejectCode code = Check(ref first, in position, ref outcome);
        if (code != RejectCode.None) return code;
        // Each asks for itself, the second on top of the first: the most that both could ever hold.
        if (first.Waits) position.Triggers++;
        else OrderChecks.AddOpen(ref position, in first.Ticket);
        code = Check(ref second, in position, ref outcome);
        int waiters = (first.Waits ? 1 : 0) + (second.Waits ? 1 : 0);
        bool fits = !state.Groups.Full && state.OrdersLeft >= 2 - waiters
            && state.Triggers.Triggers.Capacity - state.Triggers.Triggers.Count >= waiters;
        if (code == RejectCode.None && !fits) code = RejectCode.CapacityFull;
        if (code != RejectCode.None) return code;
        if (state.Rehearsal is { } rehearsal) return Rehearse(rehearsal, in first, in second);

        ref readonly ClientOrderId firstId = ref Command.Body<PlaceOrder>(in group[0]).ClientId;
        ref readonly ClientOrderId secondId = ref Command.Body<PlaceOrder>(in group[1]).ClientId;
        if (!runner.TryName(ref first.Ticket, in firstId, terms)) return RejectCode.CapacityFull;
        if (!runner.TryName(ref second.Ticket, in secondId, terms))
        {
            if (first.Ticket.Client != 0) clientIds.Forget(first.Ticket.Client);
            return RejectCode.CapacityFull;
        }
        Run(ref first, in firstId, ref second, in secondId, ref outcome);
        return RejectCode.None;
    }

    private static RejectCode Rehearse(Rehearsal rehearsal, in Member first, in Member second)
    {
        rehearsal.Take(in first.Ticket, first.Waits ? OrderState.PendingTrigger : OrderState.New);
        return rehearsal.Take(in second.Ticket, second.Waits ? OrderState.PendingTrigger : OrderState.New);
    }

    private void Run(ref Member first, in ClientOrderId firstId, ref Member second, in ClientOrderId secondId, ref Outcome outcome)
    {
        int group = links.Add(new OrderGroup
        {
            Id = first.Ticket.Id,
            Account = first.Ticket.Account,
            Market = (ushort)first.Ticket.Market.Id,
            Kind = GroupKind.Oco,
            Side = first.Ticket.Side,
            Count = 2,
            Alive = 2,
        });
        Take(ref first, in firstId, group);
        Take(ref second, in secondId, group);
        OrderState end = OrderState.None;
        if (!first.Waits)
        {
            end = runner.Run(ref first.Ticket);
            outcome.Detail2 = first.Ticket.Filled.Value;
        }
        // The first may have traded at once; a second that waits was told by the link already.
        if (!second.Waits && CutBy(first.Ticket.Filled, ref second.Ticket))
        {
            runner.Run(ref second.Ticket);
            outcome.Detail2 += second.Ticket.Filled.Value;
        }
        outcome.Detail1 = first.Ticket.Id.Value;
        // One that waited or came to rest and is gone was ended by the second.
        OrderState now = runner.StateOf(first.Ticket.Id);
        outcome.State = now != OrderState.None ? now : end == OrderState.Filled ? OrderState.Filled : OrderState.Cancelled;
    }

    // False when the first filled as much as the second wants.
    private bool CutBy(Lots filled, ref Ticket second)
    {
        if (filled.Value == 0) return true;
        if (filled < second.Rest)
        {
            second.Rest -= filled;
            state.Events.Add(second.Account, second.Market.Id, new OrderTrimmed { Order = second.Id, Cut = filled, Rest = second.Rest, Reason = CancelReason.Oco });
            return true;
        }
        state.Events.Add(second.Account, second.Market.Id, new OrderCancelled
        {
            Order = second.Id,
            Rest = second.Rest,
            Reason = CancelReason.Oco,
            State = OrderState.Cancelled,
        });
        if (second.Client != 0) clientIds.Finish(second.Client, OrderState.Cancelled, Lots.Zero);
        links.Ended(second.Group, second.GroupIndex, OrderState.Cancelled);
        return false;
    }

    private Member MemberOf(in Command command, Market market, int positionSlot, int index)
    {
        ref readonly PlaceOrder order = ref Command.Body<PlaceOrder>(in command);
        Member member = new() { Waits = order.Trigger != TriggerKind.None };
        orders.Begin(out member.Ticket, in command, in order, market);
        member.Ticket.Id = OrderId.Of(state.Seq, index);
        member.Ticket.Position = positionSlot;
        member.Ticket.Rest = member.Ticket.Qty;
        member.Ticket.GroupIndex = index;
        if (member.Waits) member.Trigger = TriggerDesk.TriggerOf(in order, in member.Ticket);
        return member;
    }

    private RejectCode Check(ref Member member, in Position position, ref Outcome outcome)
    {
        if (member.Waits) return waiting.Check(in member.Ticket, in member.Trigger, in position);
        RejectCode code = checks.Sizes(in member.Ticket, in position);
        if (code == RejectCode.None) code = checks.Limits(in member.Ticket, in position);
        return code == RejectCode.None ? checks.Entry(ref member.Ticket, in position, ref outcome) : code;
    }

    private void Take(ref Member member, in ClientOrderId clientId, int group)
    {
        member.Ticket.Group = group;
        runner.Take(ref member.Ticket, in clientId, member.Waits ? OrderState.PendingTrigger : OrderState.New);
        if (!member.Waits) return;
        member.Trigger.Group = group;
        member.Trigger.GroupIndex = (byte)member.Ticket.GroupIndex;
        member.Trigger.Client = member.Ticket.Client;
        member.Trigger.Position = member.Ticket.Position;
        int slot = triggers.Keep(in member.Trigger);
        waiting.Tell(slot);
        waiting.Watch(slot);
    }
}
