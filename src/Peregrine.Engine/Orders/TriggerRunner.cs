using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Orders;

/// <summary>Shows prices to waiting orders and executes those that fire (domain §3.5).</summary>
internal sealed class TriggerRunner(EngineState state, OrderChecks checks, OrderRunner runner, TriggerKeeper keeper, OrderLinks links)
{
    private const int ExecutionsMax = 1024;

    // At hand: every command asks it twice.
    private readonly TriggerQueue _latched = state.Triggers.Latched;
    private int _executed;

    /// <summary>Latched triggers wait for their turn.</summary>
    public bool HasQueue => _latched.Count > 0;

    public bool HasRetries => state.Triggers.Retrying.Count > 0;

    /// <summary>A new command may execute its share of triggers.</summary>
    public void BeginCommand() => _executed = 0;

    /// <summary>Shows mark, index and last as they stand: after new prices and after a change of state.</summary>
    public static void ShowAll(Market market)
    {
        Show(market, TriggerRef.Mark, market.Mark);
        Show(market, TriggerRef.Index, market.Index);
        Show(market, TriggerRef.Last, new(market.Last.Value * Subticks.PerTick));
    }

    public void ShowLast(Market market, Ticks last) => Show(market, TriggerRef.Last, new(last.Value * Subticks.PerTick));

    /// <summary>Executes what is latched, oldest first, up to the command's share.</summary>
    public void Settle()
    {
        while (_executed < ExecutionsMax && _latched.TryNext() is var slot and not 0)
        {
            _executed++;
            Fire(slot);
        }
    }

    /// <summary>The present value of what a trigger watches; 0 when there is none, or it may not fire anything now.</summary>
    public Subticks ValueFor(Market market, in Trigger trigger)
    {
        bool guarded = trigger.By == TriggerRef.Last && (trigger.Flags & OrderFlags.NoLastGuard) == 0;
        if (!MarketRules.RunsTriggers(market.State, trigger.OnlyReduces)) return Subticks.Zero;
        if (!PriceRules.RunsTriggers(market.PriceState, trigger.By, guarded)) return Subticks.Zero;
        Subticks value = Reference(market, trigger.By);
        return guarded && !TriggerBook.PassesGuard(value, market.Mark) ? Subticks.Zero : value;
    }

    /// <summary>What a trigger watches, whether or not it may fire now.</summary>
    public static Subticks Reference(Market market, TriggerRef by) => by switch
    {
        TriggerRef.Mark => market.Mark,
        TriggerRef.Index => market.Index,
        TriggerRef.Last => new(market.Last.Value * Subticks.PerTick),
    };

    private static void Show(Market market, TriggerRef by, Subticks value)
    {
        if (!MarketRules.RunsTriggers(market.State, reduceOnly: true)) return;
        TriggerScope scope = MarketRules.RunsTriggers(market.State, reduceOnly: false) ? TriggerScope.All : TriggerScope.ReduceOnly;
        if (!PriceRules.RunsTriggers(market.PriceState, by, lastGuard: false)) return;
        if (!PriceRules.RunsTriggers(market.PriceState, by, lastGuard: true)) scope |= TriggerScope.Unguarded;
        market.Triggers.Collect(by, value, market.Mark, scope);
    }

    private void Fire(int slot)
    {
        ref Trigger trigger = ref state.Triggers.Triggers[slot];
        Market market = state.Markets[trigger.Market];
        Subticks peak = market.Triggers.PeakOf(in trigger);
        state.Events.Add(trigger.Account, market.Id, new OrderTriggered
        {
            Order = trigger.Id,
            Reference = trigger.FiredAt,
            Level = trigger.LevelAt(peak),
            Peak = peak,
            Mark = market.Mark,
            Trigger = trigger.Kind,
            TriggerBy = trigger.By,
        });
        if (trigger.Group != 0) links.Fired(trigger.Group, trigger.GroupIndex);
        Ticket ticket = TriggerDesk.TicketOf(in trigger, market);
        RejectCode code = Prepare(in trigger, ref ticket);
        // A close order has its size from here on, also when it cannot be sent.
        (trigger.Qty, trigger.Rest) = (ticket.Qty, ticket.Rest);
        Outcome ignored = default;
        if (code == RejectCode.None) code = checks.Entry(ref ticket, in state.Positions[ticket.Position], ref ignored);
        if (code != RejectCode.None)
        {
            End(slot, code);
            return;
        }
        if (IsRetried(in trigger)) Try(slot, ref ticket);
        else
        {
            keeper.Release(slot, OrderState.None);
            runner.Run(ref ticket);
        }
    }

    /// <summary>Tries the rest of reduce-only stops again; once a second.</summary>
    public void Retry()
    {
        for (int left = state.Triggers.Retrying.Count; left > 0; left--)
        {
            int slot = state.Triggers.Retrying.TryNext();
            if (slot == 0) return;
            ref Trigger trigger = ref state.Triggers.Triggers[slot];
            Market market = state.Markets[trigger.Market];
            Ticket ticket = TriggerDesk.TicketOf(in trigger, market);
            bool faces = -ticket.Side.Sign() * state.Positions[ticket.Position].Size.Value > 0;
            RejectCode code = faces ? Prepare(in trigger, ref ticket) : RejectCode.ReduceOnlyNoPosition;
            if (code is RejectCode.MarketState or RejectCode.PriceState)
            {
                state.Triggers.Retrying.Append(slot);
                continue;
            }
            if (code != RejectCode.None)
            {
                End(slot, code);
                continue;
            }
            state.Events.Add(trigger.Account, market.Id, new StopRetried { Order = trigger.Id, Limit = ticket.Price, Filled = trigger.Filled, Rest = ticket.Rest });
            Try(slot, ref ticket);
        }
    }

    // The child's size, which it has even when it cannot be sent; check 4, which also asks whether triggers run here: the market may have changed since this one was
    // collected; then its limit as it is now.
    private RejectCode Prepare(in Trigger trigger, ref Ticket ticket)
    {
        ref Position position = ref state.Positions[ticket.Position];
        if (trigger.SizesWhenFired && trigger.Qty.Value == 0)
        {
            ticket.Rest = new(Math.Max(0, -ticket.Side.Sign() * position.Size.Value));
            ticket.Qty = ticket.Rest;
        }
        RejectCode code = MarketRules.RunsTriggers(ticket.Market.State, trigger.OnlyReduces) ? checks.States(ticket.Market, OrderChecks.ClassOf(ticket.Flags)) : RejectCode.MarketState;
        if (code != RejectCode.None) return code;
        if (ticket.Type != OrderType.Limit)
        {
            ticket.Price = PriceBounds.MarketLimit(ticket.Market, ticket.Side, ticket.SlipPpb);
            if (ticket.WorstPrice.Value != 0) ticket.Price = PriceBounds.Tighter(ticket.Side, ticket.Price, ticket.WorstPrice);
        }
        // The limits as well: what it was measured at when it was placed may be far from here, and the account may have been stopped since.
        return checks.FitsPosition(in ticket, in position) ? checks.Limits(in ticket, in position) : RejectCode.QtyRange;
    }

    // A stop that can only reduce protects somebody: what the book could not fill now is wanted still.
    private static bool IsRetried(in Trigger trigger) =>
        trigger.OnlyReduces && trigger.Type != OrderType.Limit && trigger.Kind != TriggerKind.TakeProfit && trigger.Tif == TimeInForce.Ioc;

    private void Try(int slot, ref Ticket ticket)
    {
        CancelReason stop = runner.MatchAndShow(ref ticket);
        runner.TellLinks(in ticket);
        ref Trigger trigger = ref state.Triggers.Triggers[slot];
        trigger.Qty = ticket.Qty;
        trigger.Filled = ticket.FilledBefore + ticket.Filled;
        trigger.Rest = ticket.Rest;
        if (stop == CancelReason.Stp && ticket.Rest.Value == 0) keeper.Cancel(slot, stop);
        else if (ticket.Rest.Value == 0) keeper.Release(slot, OrderState.Filled);
        else state.Triggers.Retrying.Append(slot);
        runner.TrimOwn(in ticket, rests: false);
    }

    // Without a position there is nothing more to say; every other reason names the check that failed.
    private void End(int slot, RejectCode code)
    {
        if (code == RejectCode.ReduceOnlyNoPosition) keeper.Cancel(slot, CancelReason.NoPosition);
        else if (code == RejectCode.InsufficientMargin) keeper.Cancel(slot, CancelReason.TriggerMargin, code);
        else keeper.Cancel(slot, CancelReason.Rejected, code);
    }
}
