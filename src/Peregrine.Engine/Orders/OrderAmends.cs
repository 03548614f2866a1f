using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Changes a resting order in one step (domain §2.5): the old one stands untouched until the new terms have passed every check.</summary>
internal sealed class OrderAmends(
    EngineState state, LimitBook limits, OrderChecks checks, OrderCancels cancels, RestingOrders resting, OrderRunner runner, OrderLinks links,
    TriggerDesk triggers)
{
    public RejectCode Amend(in Command command, ref Outcome outcome)
    {
        ref readonly AmendOrder amend = ref Command.Body<AmendOrder>(in command);
        if (SaysNothing(in amend)) return RejectCode.BadValue;
        IndexCode found = cancels.Find(command.Header.Account, amend.Order, in amend.ClientId, ref outcome);
        RejectCode code = Permit(in command.Header, found);
        if (code != RejectCode.None) return code;
        if (amend.RequestExpiresNs != 0 && amend.RequestExpiresNs <= state.NowNs) return RejectCode.ExpiredRequest;
        if (!found.Exists) return runner.WaitsInAuction(command.Header.Account, new(outcome.Detail1)) ? RejectCode.NotAmendable : RejectCode.UnknownOrder;
        // Its numbers are on another grid.
        if (amend.Market != 0 && amend.Market != state.MarketOf(found)) return RejectCode.BadValue;
        return found.Kind switch
        {
            IndexKind.Order => Resting(in amend, found.Slot, ref outcome),
            IndexKind.Trigger => triggers.Amend(in amend, found.Slot, ref outcome),
            IndexKind.Algo => RejectCode.NotAmendable,
        };
    }

    // No name, or nothing to change.
    private static bool SaysNothing(in AmendOrder amend) =>
        (amend.Order.IsNone && amend.ClientId.IsEmpty)
        || (amend.Price.Value == 0 && amend.Qty.Value == 0 && amend.TriggerPrice.Value == 0 && amend.CallbackPpb == 0 && amend.Offset.Value == 0);

    // Who may only reduce may change what only reduces.
    private RejectCode Permit(in CommandHeader header, IndexCode found)
    {
        bool reduces = found.Exists && found.Kind switch
        {
            IndexKind.Order => (state.Orders[found.Slot].Flags & RestingFlags.ReduceOnly) != 0,
            IndexKind.Trigger => state.Triggers.Triggers[found.Slot].OnlyReduces,
            IndexKind.Algo => state.Twaps[found.Slot].IsReduceOnly,
        };
        int market = found.Exists ? state.MarketOf(found) : 0;
        return limits.Permit(header.Account, header.Key, reduces ? AllowedActions.ReduceOnly : AllowedActions.Trade, market);
    }

    private RejectCode Resting(in AmendOrder amend, int slot, ref Outcome outcome)
    {
        if (amend.TriggerPrice.Value != 0 || amend.CallbackPpb != 0 || amend.Offset.Value != 0) return RejectCode.NotAmendable;
        Ticket ticket = resting.TicketOf(slot);
        // The sizes of linked orders belong to their group.
        if (amend.Qty.Value != 0 && links.OwnsSizes(ticket.Group)) return RejectCode.NotAmendable;
        RejectCode code = checks.States(ticket.Market, OrderChecks.ClassOfResting(ticket.Flags));
        if (code != RejectCode.None) return code;
        if (amend.Qty.Value < 0) return RejectCode.BadLot;
        Lots oldRest = ticket.Rest;
        bool samePrice = amend.Price.Value == 0 || amend.Price == ticket.Price;
        if (amend.Price.Value != 0) ticket.Price = amend.Price;
        if (amend.Qty.Value != 0)
        {
            ticket.Qty = amend.Qty;
            ticket.Rest = amend.Qty - ticket.FilledBefore;
        }
        outcome.Detail1 = ticket.Id.Value;
        if (ticket.Rest.Value <= 0)
        {
            resting.Cancel(slot, CancelReason.Amend);
            outcome.State = OrderState.Cancelled;
            return RejectCode.None;
        }
        return samePrice && ticket.Rest <= oldRest ? ShrinkInPlace(in ticket, slot, oldRest, ref outcome) : Replace(ref ticket, slot, ref outcome);
    }

    // A smaller order at the same price can hurt nobody: it keeps its place and is asked only for its own sizes.
    private RejectCode ShrinkInPlace(in Ticket ticket, int slot, Lots oldRest, ref Outcome outcome)
    {
        Position without = resting.PositionWithout(slot);
        RejectCode code = checks.Sizes(in ticket, in without);
        if (code == RejectCode.None) code = checks.AccountMay(in ticket, in without, asksProtection: false);
        if (code != RejectCode.None) return code;
        Tell(in ticket, keptPriority: true);
        state.Details[slot].Qty = ticket.Qty;
        if (ticket.Rest < oldRest) resting.Shrink(slot, oldRest - ticket.Rest);
        outcome.State = runner.StateOf(ticket.Id);
        return RejectCode.None;
    }

    private RejectCode Replace(ref Ticket ticket, int slot, ref Outcome outcome)
    {
        Position without = resting.PositionWithout(slot);
        RejectCode code = checks.Sizes(in ticket, in without);
        if (code == RejectCode.None) code = checks.Limits(in ticket, in without);
        if (code == RejectCode.None) code = checks.Entry(ref ticket, in without, ref outcome);
        if (code != RejectCode.None) return code;
        // Whatever made the order once, it trades now because its owner changed it.
        ticket.Reason = FillReason.User;
        Tell(in ticket, keptPriority: false);
        resting.Withdraw(slot);
        outcome.State = runner.Run(ref ticket);
        outcome.Detail2 = ticket.Filled.Value;
        return RejectCode.None;
    }

    private void Tell(in Ticket ticket, bool keptPriority) =>
        state.Events.Add(ticket.Account, ticket.Market.Id, new OrderAmended
        {
            Order = ticket.Id,
            Price = ticket.Price,
            Qty = ticket.Qty,
            KeptPriority = keptPriority ? (byte)1 : (byte)0,
        });
}
