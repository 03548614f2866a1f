using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Takes, pauses and resumes TWAPs (domain §3.11).</summary>
internal sealed class TwapDesk(
    EngineState state, ClientIds clientIds, LimitBook limits, OrderIntake intake, OrderChecks checks, OrderRunner runner, TwapRunner slices)
{
    private const long Second = 1_000_000_000;
    private const long DurationMinNs = 60 * Second;
    private const long DurationMaxNs = 7 * 86_400 * Second;
    private const long IntervalMinNs = 5 * Second;
    private const long IntervalDefaultNs = 30 * Second;
    private const int SlipMaxPpb = 30_000_000;
    private const OrderFlags Allowed = OrderFlags.ReduceOnly | OrderFlags.Protective | OrderFlags.CancelOnDisconnect;

    public RejectCode Place(in Command command, ref Outcome outcome)
    {
        ref readonly PlaceTwap asked = ref Command.Body<PlaceTwap>(in command);
        if (!IsWellFormed(in asked)) return RejectCode.BadValue;
        AllowedActions action = (asked.Flags & OrderFlags.ReduceOnly) != 0 ? AllowedActions.ReduceOnly : AllowedActions.Trade;
        // The salt is drawn anew for every request, so it is no part of what was asked.
        PlaceTwap terms = asked;
        terms.RequestExpiresNs = 0;
        terms.ClientId = default;
        terms.Salt = 0;
        ulong hash = OrderIntake.TermsOf(in terms);
        if (!intake.Passes(in command.Header, action, asked.Market, in asked.ClientId, hash, asked.RequestExpiresNs, ref outcome, out RejectCode code)) return code;
        if (!state.HasMarket(asked.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[asked.Market];
        code = checks.States(market, OrderChecks.ClassOf(asked.Flags));
        if (code == RejectCode.None) code = Shape(in asked, market);
        TwapOrder twap = TwapOf(in command, in asked);
        if (code == RejectCode.None) code = Check(in asked, in twap, market);
        if (code != RejectCode.None) return code;

        Ticket ticket = TwapRunner.TicketOf(in twap, market);
        Tell(ref ticket, in twap);
        if (state.Rehearsal is { } rehearsal) return rehearsal.Take(in ticket, OrderState.Live);
        if (!runner.Accept(ref ticket, in asked.ClientId, hash, OrderState.Live)) return RejectCode.CapacityFull;
        twap.Client = ticket.Client;
        twap.Position = ticket.Position;
        slices.Begin(in twap);
        outcome.Detail1 = twap.Id.Value;
        outcome.State = OrderState.Live;
        return RejectCode.None;
    }

    public RejectCode Control(in Command command, ref Outcome outcome)
    {
        ref readonly ControlTwap control = ref Command.Body<ControlTwap>(in command);
        bool resumes = control.Action == TwapAction.Resume;
        if ((!resumes && control.Action != TwapAction.Pause) || (control.Order.IsNone && control.ClientId.IsEmpty)) return RejectCode.BadValue;
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, resumes ? AllowedActions.ReduceOnly : AllowedActions.Cancel, 0);
        if (code != RejectCode.None) return code;
        int entry = control.Order.IsNone && !control.ClientId.IsEmpty ? clientIds.Find(account, in control.ClientId) : 0;
        OrderId named = entry != 0 ? clientIds.OrderOf(entry) : control.Order;
        outcome.Detail1 = named.Value;
        IndexCode found = state.FindOrder(named);
        if (!found.Exists || found.Kind != IndexKind.Algo || state.OwnerOf(found) != account) return RejectCode.UnknownOrder;
        ref TwapOrder twap = ref state.Twaps[found.Slot];
        if (resumes) code = limits.Permit(account, command.Header.Key, twap.IsReduceOnly ? AllowedActions.ReduceOnly : AllowedActions.Trade, twap.Market);
        if (code != RejectCode.None) return code;
        twap.Paused = !resumes;
        state.Events.Add(account, twap.Market, new TwapControlled { Order = twap.Id, Action = control.Action });
        outcome.Detail2 = twap.Executed.Value;
        outcome.State = runner.StateOf(twap.Id);
        return RejectCode.None;
    }

    private static bool IsWellFormed(in PlaceTwap asked)
    {
        long interval = IntervalOf(in asked);
        return asked.Side is Side.Buy or Side.Sell
            && asked.Stp <= StpMode.Decrement
            && asked.DurationNs is >= DurationMinNs and <= DurationMaxNs
            && interval >= IntervalMinNs && asked.DurationNs % interval == 0 && asked.DurationNs / interval >= 2
            && asked.JitterNs >= 0 && asked.JitterNs <= interval / 3
            && asked.SlipPpb is >= 0 and <= SlipMaxPpb
            && asked.BuilderPpb >= 0;
    }

    private static RejectCode Shape(in PlaceTwap asked, Market market)
    {
        if ((asked.Flags & ~Allowed) != 0 || asked.BuilderPpb != 0 != (asked.Builder != 0)) return RejectCode.BadCombination;
        return asked.SlipPpb > market.Terms.SlipMaxPpb ? RejectCode.BadValue : RejectCode.None;
    }

    // No margin is asked: each slice is checked when its time has come. What no slice could pass is refused now.
    private RejectCode Check(in PlaceTwap asked, in TwapOrder twap, Market market)
    {
        ref readonly ListMarket terms = ref market.Terms;
        if (asked.LimitPrice.Value < 0 || asked.LimitPrice > terms.PriceMax) return RejectCode.BadTick;
        if (asked.Qty.Value <= 0) return RejectCode.BadLot;
        if (asked.Qty > terms.PositionMax || asked.Qty.Value < twap.Slices * terms.QtyMin.Value) return RejectCode.QtyRange;
        if (twap.MostWanted > terms.QtyMax) return RejectCode.QtyRange;
        if (market.ValueFloor(asked.Qty).Value < (Int128)terms.NotionalMin.Value * twap.Slices) return RejectCode.MinNotional;
        Ticket ticket = TwapRunner.TicketOf(in twap, market);
        Position position = ticket.Position == 0 ? state.NewPosition(ticket.Account, market.Id) : state.Positions[ticket.Position];
        RejectCode code = checks.AccountMay(in ticket, in position, asksProtection: false);
        if (code != RejectCode.None) return code;
        if (state.Twaps.Full || !checks.HasRoomForRecords(in ticket)) return RejectCode.CapacityFull;
        code = OrderChecks.CanReduce(in ticket, in position);
        return code == RejectCode.None ? checks.BuilderMay(in ticket) : code;
    }

    private static void Tell(ref Ticket ticket, in TwapOrder twap)
    {
        ticket.Type = twap.LimitPrice.Value == 0 ? OrderType.Market : OrderType.Limit;
        ticket.Price = twap.LimitPrice;
        ticket.Qty = ticket.Rest = twap.Qty;
        ticket.ExpireAtNs = twap.DueNs(twap.Slices);
    }

    private TwapOrder TwapOf(in Command command, in PlaceTwap asked) => new()
    {
        Id = OrderId.Of(state.Seq, 0),
        Account = command.Header.Account,
        Key = command.Header.Key,
        Market = asked.Market,
        Side = asked.Side,
        Stp = asked.Stp == 0 ? StpMode.CancelOldest : asked.Stp,
        Flags = asked.Flags,
        Qty = asked.Qty,
        StartNs = state.NowNs,
        IntervalNs = IntervalOf(in asked),
        JitterNs = asked.JitterNs,
        Salt = asked.Salt,
        LimitPrice = asked.LimitPrice,
        SlipPpb = asked.SlipPpb,
        Slices = (int)(asked.DurationNs / IntervalOf(in asked)),
        NextSlice = 1,
        Label = asked.Label,
        Session = asked.Session,
        Builder = asked.Builder,
        BuilderPpb = asked.BuilderPpb,
        Position = state.FindPosition(command.Header.Account, asked.Market),
    };

    private static long IntervalOf(in PlaceTwap asked) => asked.IntervalNs == 0 ? IntervalDefaultNs : asked.IntervalNs;
}
