using Peregrine.Core;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Orders;

/// <summary>Takes in orders that wait for a price, and changes them while they wait.</summary>
internal sealed class TriggerDesk(EngineState state, OrderChecks checks, OrderRunner runner, TriggerKeeper keeper, TriggerRunner references)
{
    public RejectCode Place(in PlaceOrder order, in ClientOrderId clientId, ulong terms, ref Ticket ticket, in Position position, ref Outcome outcome)
    {
        if (order.Percent != 0) ticket.Qty = OrderDesk.ClosingQty(order.Percent, position.Size);
        ticket.Rest = ticket.Qty;
        Trigger trigger = TriggerOf(in order, in ticket);
        RejectCode code = Check(in ticket, in trigger, in position);
        if (code != RejectCode.None) return code;
        if (state.Rehearsal is { } rehearsal) return rehearsal.Take(in ticket, OrderState.PendingTrigger);
        if (!runner.Accept(ref ticket, in clientId, terms, OrderState.PendingTrigger)) return RejectCode.CapacityFull;
        trigger.Client = ticket.Client;
        trigger.Position = ticket.Position;
        int slot = keeper.Keep(in trigger);
        Tell(slot);
        Watch(slot);
        outcome.Detail1 = ticket.Id.Value;
        outcome.State = OrderState.PendingTrigger;
        return RejectCode.None;
    }

    /// <summary>What an order that waits is asked: its own prices and sizes, the account, the counts, and that it does not fire at once.</summary>
    public RejectCode Check(in Ticket ticket, in Trigger trigger, in Position position)
    {
        RejectCode code = Prices(in trigger, ticket.Market);
        if (code == RejectCode.None) code = Sizes(in ticket, in trigger, in position);
        if (code == RejectCode.None) code = checks.AccountMay(in ticket, in position, asksProtection: false);
        if (code != RejectCode.None) return code;
        if (position.Triggers >= ticket.Market.Terms.TriggerOrdersMax) return RejectCode.TooManyOrders;
        if ((trigger.Flags & OrderFlags.PositionExit) != 0 && keeper.HasExit(in position, trigger.Kind)) return RejectCode.TooManyOrders;
        bool exits = (trigger.Flags & OrderFlags.PositionExit) != 0;
        if (exits && -ticket.Side.Sign() * position.Size.Value <= 0) return RejectCode.ReduceOnlyNoPosition;
        if (state.Triggers.Triggers.Full || !checks.HasRoomForRecords(in ticket)) return RejectCode.CapacityFull;
        return WouldTrigger(in trigger, ticket.Market) ? RejectCode.WouldTrigger : RejectCode.None;
    }

    /// <summary>Begins to watch. What holds already fires at once: only an order that its owner places or moves himself is refused for that.</summary>
    public void Watch(int slot)
    {
        ref Trigger trigger = ref state.Triggers.Triggers[slot];
        Market market = state.Markets[trigger.Market];
        Subticks value = references.ValueFor(market, in trigger);
        keeper.Watched(trigger.Position);
        market.Triggers.Add(slot, value);
        market.Triggers.FireIfHeld(slot, value);
    }

    public RejectCode Amend(in AmendOrder amend, int slot, ref Outcome outcome)
    {
        ref Trigger trigger = ref state.Triggers.Triggers[slot];
        if (trigger.State != TriggerState.Waiting || !Fits(in amend, in trigger)) return RejectCode.NotAmendable;
        RejectCode code = checks.States(state.Markets[trigger.Market], OrderChecks.ClassOf(trigger.OnlyReduces ? OrderFlags.ReduceOnly : OrderFlags.None));
        if (code != RejectCode.None) return code;
        if (amend.CallbackPpb != 0 && !OrderShape.IsCallback(amend.CallbackPpb)) return RejectCode.BadValue;
        if (amend.Qty.Value < 0) return RejectCode.BadLot;
        Trigger changed = trigger;
        changed.Peak = state.Markets[trigger.Market].Triggers.PeakOf(in trigger);
        changed.TrailingGroup = 0;
        if (amend.Price.Value != 0) changed.Price = amend.Price;
        if (amend.TriggerPrice.Value != 0) changed.TriggerPrice = amend.TriggerPrice;
        if (amend.CallbackPpb != 0) changed.CallbackPpb = amend.CallbackPpb;
        if (amend.Offset.Value != 0) changed.Offset = amend.Offset;
        if (amend.Qty.Value != 0) changed.Qty = changed.Rest = amend.Qty;
        Market market = state.Markets[trigger.Market];
        Ticket ticket = TicketOf(in changed, market);
        Position position = state.Positions[trigger.Position];
        outcome.Detail1 = trigger.Id.Value;
        code = Prices(in changed, market);
        if (code == RejectCode.None) code = Sizes(in ticket, in changed, in position);
        if (code == RejectCode.None) code = checks.AccountMay(in ticket, in position, asksProtection: false);
        if (code == RejectCode.None && WouldTrigger(in changed, market)) code = RejectCode.WouldTrigger;
        if (code != RejectCode.None) return code;
        market.Triggers.Remove(slot);
        changed.Links = trigger.Links;
        changed.State = trigger.State;
        trigger = changed;
        state.Events.Add(trigger.Account, market.Id, new OrderAmended
        {
            Order = trigger.Id,
            Price = trigger.Price,
            Qty = trigger.Qty,
            TriggerPrice = trigger.TriggerPrice,
            Offset = trigger.Offset,
            CallbackPpb = trigger.CallbackPpb,
        });
        Watch(slot);
        state.Touch(trigger.Account);
        outcome.State = OrderState.PendingTrigger;
        return RejectCode.None;
    }

    // Each field only where the order has one; linked orders keep the size their group gives them.
    private static bool Fits(in AmendOrder amend, in Trigger trigger) =>
        (amend.Price.Value == 0 || trigger.Type == OrderType.Limit)
        && (amend.TriggerPrice.Value == 0 || !trigger.IsTrailing)
        && (amend.CallbackPpb == 0 || trigger.CallbackPpb != 0)
        && (amend.Offset.Value == 0 || trigger.Offset.Value != 0)
        && (amend.Qty.Value == 0 || (!trigger.SizesWhenFired && trigger.Group == 0));

    private static RejectCode Prices(in Trigger trigger, Market market)
    {
        Ticks most = market.Terms.PriceMax;
        bool watched = trigger.IsTrailing ? InGrid(trigger.ActivationPrice, most, mayBeNone: true) && InGrid(trigger.Offset, most, mayBeNone: true)
            : InGrid(trigger.TriggerPrice, most, mayBeNone: false);
        bool limited = trigger.Type != OrderType.Limit || InGrid(trigger.Price, most, mayBeNone: false);
        return watched && limited && InGrid(trigger.WorstPrice, most, mayBeNone: true) ? RejectCode.None : RejectCode.BadTick;
    }

    private static bool InGrid(Ticks price, Ticks most, bool mayBeNone) =>
        price.Value > 0 ? price <= most : price.Value == 0 && mayBeNone;

    // A close order has no size before it fires. Others are measured at their limit, else where they fire, if that is known.
    private RejectCode Sizes(in Ticket ticket, in Trigger trigger, in Position position)
    {
        if (trigger.SizesWhenFired) return RejectCode.None;
        Ticket measured = ticket;
        measured.Price = trigger.Price;
        if (measured.Price.Value == 0) measured.Price = trigger.IsTrailing ? trigger.ActivationPrice : trigger.TriggerPrice;
        RejectCode code = checks.Sizes(in measured, in position);
        return code == RejectCode.None && measured.Price.Value != 0 ? checks.Limits(in measured, in position) : code;
    }

    private bool WouldTrigger(in Trigger trigger, Market market)
    {
        if ((trigger.Flags & OrderFlags.AllowImmediate) != 0) return false;
        if (trigger.IsTrailing) return false;
        Subticks value = TriggerRunner.Reference(market, trigger.By);
        return value.Value > 0 && market.Triggers.WouldFire(in trigger, value);
    }

    public static Trigger TriggerOf(in PlaceOrder order, in Ticket ticket) => new()
    {
        Id = ticket.Id,
        TriggerPrice = order.TriggerPrice,
        Offset = order.Offset,
        CallbackPpb = order.CallbackPpb,
        Type = ticket.Type,
        Side = ticket.Side,
        Tif = ticket.Tif,
        Stp = ticket.Stp,
        Kind = order.Trigger,
        By = order.TriggerBy == 0 ? TriggerRef.Mark : order.TriggerBy,
        Flags = ticket.Flags,
        Market = (ushort)ticket.Market.Id,
        Account = ticket.Account,
        Price = ticket.Price,
        Qty = ticket.Qty,
        Rest = ticket.Rest,
        Display = ticket.Display,
        ExpireAtNs = ticket.ExpireAtNs,
        WorstPrice = ticket.WorstPrice,
        ActivationPrice = order.ActivationPrice,
        SlipPpb = ticket.SlipPpb,
        Label = ticket.Label,
        Session = ticket.Session,
        Key = ticket.Key,
        Builder = ticket.Builder,
        BuilderPpb = ticket.BuilderPpb,
        Group = ticket.Group,
        GroupIndex = (byte)ticket.GroupIndex,
    };

    /// <summary>A bracket's exit: what it covers comes with its entry's fills.</summary>
    public static Trigger TriggerOf(in Ticket ticket, in AddExit exit)
    {
        PlaceOrder order = new()
        {
            Trigger = exit.Trigger,
            TriggerBy = exit.TriggerBy,
            TriggerPrice = exit.TriggerPrice,
            ActivationPrice = exit.ActivationPrice,
            Offset = exit.Offset,
            CallbackPpb = exit.CallbackPpb,
        };
        Trigger trigger = TriggerOf(in order, in ticket);
        trigger.Position = ticket.Position;
        return trigger;
    }

    /// <summary>The order that a trigger becomes, before its price and size are known.</summary>
    public static Ticket TicketOf(in Trigger trigger, Market market) => new()
    {
        Id = trigger.Id,
        Account = trigger.Account,
        Market = market,
        Position = trigger.Position,
        Type = trigger.Type,
        Side = trigger.Side,
        Tif = trigger.Tif,
        Stp = trigger.Stp,
        Flags = trigger.OnlyReduces ? trigger.Flags | OrderFlags.ReduceOnly : trigger.Flags,
        Reason = FillReason.Trigger,
        Price = trigger.Price,
        Qty = trigger.Qty,
        Rest = trigger.Rest,
        FilledBefore = trigger.Filled,
        Display = trigger.Display,
        ExpireAtNs = trigger.ExpireAtNs,
        Label = trigger.Label,
        Session = trigger.Session,
        Builder = trigger.Builder,
        BuilderPpb = trigger.BuilderPpb,
        Key = trigger.Key,
        Client = trigger.Client,
        Group = trigger.Group,
        GroupIndex = trigger.GroupIndex,
        SlipPpb = trigger.SlipPpb,
        WorstPrice = trigger.WorstPrice,
    };

    /// <summary>The trigger's own terms, after its <see cref="OrderAccepted"/>.</summary>
    public void Tell(int slot)
    {
        ref Trigger trigger = ref state.Triggers.Triggers[slot];
        state.Touch(trigger.Account);
        state.Events.Add(trigger.Account, trigger.Market, new TriggerArmed
        {
            Order = trigger.Id,
            TriggerPrice = trigger.TriggerPrice,
            ActivationPrice = trigger.ActivationPrice,
            Offset = trigger.Offset,
            WorstPrice = trigger.WorstPrice,
            CallbackPpb = trigger.CallbackPpb,
            SlipPpb = trigger.SlipPpb,
            Trigger = trigger.Kind,
            TriggerBy = trigger.By,
        });
    }
}
