using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Orders;

/// <summary>Cancels one order or many.</summary>
internal sealed class OrderCancels(
    EngineState state, ClientIds clientIds, LimitBook limits, RestingOrders resting, OwnOrders own, TriggerKeeper triggers, TwapRunner twaps,
    OrderLinks links, OrderRunner runner)
{
    public RejectCode Cancel(in Command command, ref Outcome outcome)
    {
        ref readonly CancelOrder cancel = ref Command.Body<CancelOrder>(in command);
        int account = command.Header.Account;
        int key = command.Header.Key;
        RejectCode code = limits.IsFree(account, key) ? RejectCode.None : limits.Permit(account, key, AllowedActions.Cancel, 0);
        if (code != RejectCode.None) return code;
        if (cancel.Order.IsNone && cancel.ClientId.IsEmpty) return RejectCode.BadValue;
        IndexCode found = Find(account, cancel.Order, in cancel.ClientId, ref outcome);
        if (!found.Exists)
        {
            // A scale's own name means its children, and a bracket's exit may sleep where no order lives.
            outcome.Detail2 = links.CancelUnlisted(account, new(outcome.Detail1), CancelReason.User);
            if (outcome.Detail2 > 0) outcome.State = OrderState.Cancelled;
            return RejectCode.None;
        }
        outcome.Detail2 = 1;
        outcome.State = OrderState.Cancelled;
        One(found, CancelReason.User);
        return RejectCode.None;
    }

    public RejectCode Mass(in Command command, ref Outcome outcome)
    {
        ref readonly MassCancel cancel = ref Command.Body<MassCancel>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Cancel, 0);
        if (code != RejectCode.None) return code;
        if (cancel.Market != 0 && !state.HasMarket(cancel.Market)) return RejectCode.UnknownMarket;
        CancelFilter filter = new()
        {
            Side = cancel.Side,
            Label = cancel.Label,
            Group = cancel.Group,
            Trigger = cancel.Trigger,
            Scope = cancel.Scope == CancelScope.None ? CancelScope.All : cancel.Scope,
        };
        outcome.Detail2 = All(account, cancel.Market, in filter, CancelReason.MassCancel);
        return RejectCode.None;
    }

    /// <summary>Cancels what passes the filter in one market, or with 0 in all of them, market by market; says how many.</summary>
    public int All(int account, int market, in CancelFilter filter, CancelReason reason)
    {
        int cancelled = 0;
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            if (market != 0 && state.Positions[slot].Market != market) continue;
            if ((filter.Scope & CancelScope.Resting) != 0 && filter.Trigger == TriggerKind.None) cancelled += own.Cancel(slot, in filter, reason);
            if ((filter.Scope & CancelScope.Triggers) != 0) cancelled += triggers.Cancel(slot, in filter, reason);
            if ((filter.Scope & CancelScope.Twaps) != 0) cancelled += twaps.Cancel(account, state.Positions[slot].Market, in filter, reason);
        }
        return cancelled;
    }

    /// <summary>The live order that an id or a client id names, when it is the account's own.</summary>
    public IndexCode Find(int account, OrderId order, in ClientOrderId clientId, ref Outcome outcome)
    {
        if (order.IsNone && !clientId.IsEmpty)
        {
            int entry = clientIds.Find(account, in clientId);
            if (entry == 0) return default;
            runner.Report(entry, ref outcome);
            outcome.Detail2 = 0;
            order = clientIds.OrderOf(entry);
        }
        else
        {
            outcome.Detail1 = order.Value;
        }
        IndexCode code = order.IsNone ? default : state.FindOrder(order);
        return code.Exists && state.OwnerOf(code) == account ? code : default;
    }

    public void One(IndexCode code, CancelReason reason)
    {
        if (code.Kind == IndexKind.Order) resting.Cancel(code.Slot, reason);
        else if (code.Kind == IndexKind.Trigger) triggers.Cancel(code.Slot, reason);
        else twaps.End(code.Slot, reason);
    }
}
