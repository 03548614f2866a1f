using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Executes the slices of TWAPs when they are due, and ends them (domain §3.11).</summary>
internal sealed class TwapRunner(EngineState state, Timers timers, ClientIds clientIds, OrderChecks checks, OrderRunner runner)
{
    private readonly long[] _ids = new long[state.Capacities.TwapsMax];

    /// <summary>Keeps an accepted TWAP, or one from a snapshot, and sets its next slice.</summary>
    public void Begin(in TwapOrder terms)
    {
        int slot = state.Twaps.Rent();
        Invariant.That(slot != 0, "room for a TWAP is checked before it is accepted");
        ref TwapOrder twap = ref state.Twaps[slot];
        twap = terms;
        state.OrderIndex.Add(twap.Id.Value, IndexCode.Of(IndexKind.Algo, slot));
        ref Account owner = ref state.Accounts[twap.Account];
        twap.OwnNext = owner.FirstTwap;
        if (twap.OwnNext != 0) state.Twaps[twap.OwnNext].OwnPrev = slot;
        owner.FirstTwap = slot;
        twap.Timer = timers.Add(twap.DueNs(twap.NextSlice), TimerKind.TwapSlice, twap.Id.Value, slot);
    }

    /// <summary>One slice; its timer has left the queue.</summary>
    public void Slice(int slot)
    {
        ref TwapOrder twap = ref state.Twaps[slot];
        twap.Timer = 0;
        int slice = twap.NextSlice++;
        if (twap.IsReduceOnly && RoomOf(in twap).Value == 0)
        {
            End(slot, CancelReason.TwapEnd);
            return;
        }
        if (!twap.Paused) Execute(ref twap, slice);
        if (twap.Rest.Value == 0) Finish(slot, OrderState.Filled);
        else if (slice == twap.Slices) End(slot, CancelReason.TwapEnd);
        else twap.Timer = timers.Add(twap.DueNs(twap.NextSlice), TimerKind.TwapSlice, twap.Id.Value, slot);
    }

    /// <summary>Cancels what is left of a TWAP.</summary>
    public void End(int slot, CancelReason reason)
    {
        ref TwapOrder twap = ref state.Twaps[slot];
        state.Events.Add(twap.Account, twap.Market, new OrderCancelled
        {
            Order = twap.Id,
            Rest = twap.Rest,
            Reason = reason,
            State = OrderState.Cancelled,
        });
        Finish(slot, OrderState.Cancelled);
    }

    /// <summary>Cancels an account's TWAPs in one market that pass a filter, by id; says how many.</summary>
    public int Cancel(int account, int market, in CancelFilter filter, CancelReason reason)
    {
        int count = 0;
        for (int slot = state.Accounts[account].FirstTwap; slot != 0; slot = state.Twaps[slot].OwnNext)
        {
            ref TwapOrder twap = ref state.Twaps[slot];
            if (twap.Market == market && Passes(in twap, in filter)) _ids[count++] = twap.Id.Value;
        }
        Span<long> ids = _ids.AsSpan(0, count);
        ids.Sort();
        foreach (long id in ids) End(state.FindOrder(new(id)).Slot, reason);
        return count;
    }

    /// <summary>The order that a slice sends, before its limit and size are known.</summary>
    public static Ticket TicketOf(in TwapOrder twap, Market market) => new()
    {
        Id = twap.Id,
        Account = twap.Account,
        Market = market,
        Position = twap.Position,
        Type = OrderType.Limit,
        Side = twap.Side,
        Tif = TimeInForce.Ioc,
        Stp = twap.Stp,
        Flags = twap.Flags,
        Reason = FillReason.Twap,
        FilledBefore = twap.Executed,
        Label = twap.Label,
        Session = twap.Session,
        Builder = twap.Builder,
        BuilderPpb = twap.BuilderPpb,
        Key = twap.Key,
        SlipPpb = twap.SlipPpb,
    };

    private void Execute(ref TwapOrder twap, int slice)
    {
        Market market = state.Markets[twap.Market];
        Ticket ticket = TicketOf(in twap, market);
        ticket.Qty = ticket.Rest = Asked(in twap, slice);
        ticket.Price = PriceBounds.Within(market, ticket.Side, market.Mark, twap.SlipPpb);
        if (twap.LimitPrice.Value != 0) ticket.Price = PriceBounds.Tighter(ticket.Side, ticket.Price, twap.LimitPrice);
        Lots asked = ticket.Qty;
        RejectCode skipped = Check(ref ticket, market);
        if (skipped == RejectCode.None) runner.Match(ref ticket);
        twap.Executed += ticket.Filled;
        state.Events.Add(twap.Account, twap.Market, new TwapSlice
        {
            Order = twap.Id,
            Asked = asked,
            Filled = ticket.Filled,
            Executed = twap.Executed,
            Limit = ticket.Price,
            Slice = slice,
            Skipped = skipped,
        });
    }

    // A slice is a new order, and more careful: it does not trade against a mark that is not fresh, even to reduce.
    private RejectCode Check(ref Ticket ticket, Market market)
    {
        RejectCode code = checks.States(market, OrderChecks.ClassOf(ticket.Flags));
        if (code == RejectCode.None && market.PriceState != PriceState.Fresh) code = RejectCode.PriceState;
        ref Position position = ref state.Positions[ticket.Position];
        if (code == RejectCode.None) code = checks.Sizes(in ticket, in position);
        if (code == RejectCode.None) code = checks.Limits(in ticket, in position);
        Outcome ignored = default;
        return code == RejectCode.None ? checks.Entry(ref ticket, in position, ref ignored) : code;
    }

    private Lots Asked(in TwapOrder twap, int slice)
    {
        Lots wanted = twap.Wanted(slice);
        return twap.IsReduceOnly ? Lots.Min(wanted, RoomOf(in twap)) : wanted;
    }

    private Lots RoomOf(in TwapOrder twap) => new(Math.Max(0, -twap.Side.Sign() * state.Positions[twap.Position].Size.Value));

    private void Finish(int slot, OrderState end)
    {
        ref TwapOrder twap = ref state.Twaps[slot];
        state.Events.Add(twap.Account, twap.Market, new TwapEnded { Order = twap.Id, Executed = twap.Executed, Salt = twap.Salt });
        if (twap.Timer != 0) timers.Cancel(twap.Timer);
        if (twap.Client != 0) clientIds.Finish(twap.Client, end, twap.Executed);
        state.OrderIndex.Remove(twap.Id.Value, IndexCode.Of(IndexKind.Algo, slot));
        if (twap.OwnPrev == 0) state.Accounts[twap.Account].FirstTwap = twap.OwnNext;
        else state.Twaps[twap.OwnPrev].OwnNext = twap.OwnNext;
        if (twap.OwnNext != 0) state.Twaps[twap.OwnNext].OwnPrev = twap.OwnPrev;
        state.Twaps.Return(slot);
    }

    private static bool Passes(in TwapOrder twap, in CancelFilter filter)
    {
        if (filter.Trigger != TriggerKind.None || !filter.Group.IsNone) return false;
        if (filter.Side != 0 && twap.Side != filter.Side) return false;
        bool protective = twap.IsReduceOnly && (twap.Flags & OrderFlags.Protective) != 0;
        if (protective && filter.KeepProtective) return false;
        if (twap.IsReduceOnly ? filter.KeepReduceOnly : filter.OnlyReduceOnly) return false;
        if (filter.OnDisconnectOnly && (twap.Flags & OrderFlags.CancelOnDisconnect) == 0) return false;
        if (filter.Label != 0 && twap.Label != filter.Label) return false;
        return filter.Session == 0 || twap.Session == filter.Session;
    }
}
