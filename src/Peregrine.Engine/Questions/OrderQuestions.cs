using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>What orders would do, and how large they may be: by the desks that would take them and the walk that fill-or-kill decides by.</summary>
/// <remarks>A preview ends where the command's own orders have met the book. What their fills would set off at others, stops and liquidations, is not in it.</remarks>
internal sealed class OrderQuestions(EngineState state, Desks desks, PositionReader positions)
{
    private readonly Rehearsal _rehearsal = new();
    private readonly List<PlannedOrder> _orders = [];
    private readonly List<PlannedFill> _fills = [];
    private readonly List<PlannedLeg> _legs = [];

    /// <summary>One market's part of a plan: the account's position there, before and as it has become.</summary>
    private sealed record PlannedLeg(Market Market, int Slot, Position Before, Position After);

    public PreviewAnswer Preview(ReadOnlySpan<Command> commands)
    {
        Outcome outcome = default;
        RejectCode code = commands.IsEmpty ? RejectCode.BadValue : desks.Rehearse(commands, _rehearsal, ref outcome);
        int account = commands.IsEmpty ? 0 : commands[0].Header.Account;
        if (!state.HasAccount(account)) return new PreviewAnswer(code, default, default, default, default, [], [], []);
        AccountFigures before = PositionReader.Figures(desks.Margin.Of(account));
        // A refusal says what the one test asked for that failed.
        if (code == RejectCode.InsufficientMargin) return new PreviewAnswer(code, new(outcome.Detail1), new(outcome.Detail2), before, before, [], [], []);
        if (code != RejectCode.None) return new PreviewAnswer(code, Micros.Zero, before.Available, before, before, [], [], []);
        Plan(account);
        return new PreviewAnswer(
            code, _rehearsal.Needed, _rehearsal.Needed == Micros.Zero ? before.Available : _rehearsal.Available, before, PositionReader.Figures(SumsAfter(account)),
            [.. _orders], [.. _fills], Told(account));
    }

    public RoomAnswer Room(in AskRoom ask) => new(Room(in ask, Side.Buy), Room(in ask, Side.Sell));

    private SideRoom Room(in AskRoom ask, Side side)
    {
        Market market = state.Markets[ask.Market];
        Ticks price = ask.Price.Value != 0 ? ask.Price : PriceBounds.MarketLimit(market, side, ask.SlipPpb);
        Lots held = new(Math.Max(0, -side.Sign() * state.Positions[state.FindPosition(ask.Account, ask.Market)].Size.Value));
        long least = Math.Max(market.Terms.QtyMin.Value, Rounding.Ceil(market.Terms.NotionalMin.Value, (Int128)price.Value * market.TickLotValue));
        long most = Math.Max(least, market.Terms.QtyMax.Value) + 1;
        if (ask.ReduceOnly) (least, most) = (Math.Min(least, Math.Max(1, held.Value)), held.Value + 1);
        RejectCode code = Answer(in ask, side, new(least));
        if (code != RejectCode.None) return new SideRoom(Lots.Zero, price, code);
        // What is refused for one size is refused for every larger one: one border.
        code = ask.ReduceOnly ? RejectCode.ReduceOnlyNoPosition : Answer(in ask, side, new(most));
        while (most - least > 1)
        {
            long middle = least + (most - least) / 2;
            RejectCode refused = Answer(in ask, side, new(middle));
            if (refused == RejectCode.None) least = middle;
            else (most, code) = (middle, refused);
        }
        return new SideRoom(new(least), price, code);
    }

    private RejectCode Answer(in AskRoom ask, Side side, Lots qty)
    {
        bool isMarket = ask.Price.Value == 0;
        PlaceOrder order = new()
        {
            Market = ask.Market,
            Side = side,
            Type = isMarket ? OrderType.Market : OrderType.Limit,
            Tif = isMarket ? TimeInForce.Ioc : TimeInForce.Gtc,
            Price = ask.Price,
            SlipPpb = isMarket ? ask.SlipPpb : 0,
            Qty = qty,
            Flags = ask.ReduceOnly ? OrderFlags.ReduceOnly : OrderFlags.None,
        };
        Command command = Command.Of(in order, ask.Account);
        command.Header.Key = ask.Key;
        Outcome outcome = default;
        return desks.Rehearse(new ReadOnlySpan<Command>(in command), _rehearsal, ref outcome);
    }

    private void Plan(int account)
    {
        _orders.Clear();
        _fills.Clear();
        _legs.Clear();
        BookWalk walk = desks.Walk;
        walk.Begin();
        walk.Fills = _fills;
        try
        {
            foreach (Rehearsed order in _rehearsal.Orders)
            {
                Ticket ticket = order.Ticket;
                bool isSecond = _orders.Count == 1 && (ticket.Flags & OrderFlags.Oco) != 0;
                Lots cut = isSecond ? Lots.Min(_orders[0].Filled, ticket.Rest) : Lots.Zero;
                ticket.Rest -= cut;
                if (cut.Value > 0 && ticket.Rest.Value == 0) _orders.Add(Waiting(in ticket, OrderState.Cancelled) with { Stop = CancelReason.Oco });
                else if (!order.MeetsBook) _orders.Add(Waiting(in ticket, order.Begins));
                else _orders.Add(Run(in ticket, order.Begins, account));
                if (isSecond && _orders[0].Rest.Value > 0) _orders[0] = CutBy(_orders[1].Filled, _orders[0], _rehearsal.Orders[0].Ticket);
            }
        }
        finally
        {
            walk.Fills = null;
        }
    }

    private static PlannedOrder Waiting(in Ticket ticket, OrderState begins) => new(
        (ushort)ticket.Market.Id, ticket.Side, ticket.Price, ticket.Qty, begins, 0, Lots.Zero, Micros.Zero, Micros.Zero, Micros.Zero, Lots.Zero);

    // The first of two came to rest, and the second took something at once.
    private PlannedOrder CutBy(Lots filled, PlannedOrder first, Ticket ticket)
    {
        Lots left = first.Rest - Lots.Min(filled, first.Rest);
        Reserve(ticket, first.Rest, -1);
        Reserve(ticket, left, +1);
        return left.Value > 0 ? first with { Rest = left } : first with { Rest = left, State = OrderState.Cancelled, Stop = CancelReason.Oco };
    }

    // What an order at rest holds of its owner's margin, in the market's leg; figures of counts are nobody's question.
    private void Reserve(Ticket ticket, Lots rest, int sign)
    {
        int at = LegIn(ticket.Market);
        if (ticket.IsReduceOnly || at < 0) return;
        Micros notional = new(sign * ticket.Market.Notional(rest, ticket.Price).Value);
        Position after = _legs[at].After;
        if (ticket.Side == Side.Buy) after.BuyNotional += notional;
        else after.SellNotional += notional;
        _legs[at] = _legs[at] with { After = after };
        desks.Walk.LastTaker = after;
    }

    private PlannedOrder Run(in Ticket ticket, OrderState begins, int account)
    {
        BookWalk walk = desks.Walk;
        int at = LegIn(ticket.Market);
        Position before = at >= 0 ? _legs[at].After : state.PositionOrNew(ticket.Position, account, ticket.Market.Id);
        walk.Walk(in ticket, in before);
        PlannedRun run = walk.Run;
        ref Position after = ref walk.LastTaker;
        Lots rest = run.Stop == 0 && ticket.MayRest ? run.Rest : Lots.Zero;
        CancelReason stop = run.Stop != 0 || rest.Value != 0 || run.Rest.Value == 0 ? run.Stop : CancelReason.IocRemainder;
        if (rest.Value != 0 && ticket.IsReduceOnly)
        {
            Lots kept = desks.ReduceOnly.Kept(in after, ticket.Side, ticket.Price, rest);
            if (kept.Value == 0) stop = CancelReason.RoNoRoom;
            rest = kept;
        }
        if (rest.Value != 0)
        {
            Ticket resting = ticket;
            resting.Rest = rest;
            OrderChecks.AddOpen(ref after, in resting);
        }
        PlannedLeg leg = new(ticket.Market, ticket.Position, at >= 0 ? _legs[at].Before : before, after);
        if (at >= 0) _legs[at] = leg;
        else _legs.Add(leg);
        return new PlannedOrder(
            (ushort)ticket.Market.Id, ticket.Side, ticket.Price, ticket.Qty, begins == OrderState.PendingAuction ? begins : EndOf(in run, rest, stop), stop,
            run.Filled, run.Notional, run.Fee, run.BuilderFee, rest);
    }

    private int LegIn(Market market)
    {
        int at = _legs.Count - 1;
        while (at >= 0 && _legs[at].Market != market) at--;
        return at;
    }

    private static OrderState EndOf(in PlannedRun run, Lots rest, CancelReason stop)
    {
        if (rest.Value != 0) return run.Filled.Value > 0 ? OrderState.PartiallyFilled : OrderState.Live;
        return stop == 0 ? OrderState.Filled : OrderState.Cancelled;
    }

    // What has no record yet is in no list of its owner's.
    private AccountSums SumsAfter(int account)
    {
        AccountSums sums = desks.Walk.SumsWithout(account, 0);
        foreach (PlannedLeg leg in _legs)
        {
            if (leg.Slot == 0) MarginBook.Add(ref sums, leg.After, leg.Market);
        }
        sums.AddCash(CashAfter(account));
        return sums;
    }

    private Micros CashAfter(int account) => state.Accounts[account].Cash + desks.Walk.CashChangeOf(account);

    private PlannedPosition[] Told(int account)
    {
        PlannedPosition[] told = new PlannedPosition[_legs.Count];
        for (int i = 0; i < told.Length; i++) told[i] = Told(_legs[i], account);
        return told;
    }

    private PlannedPosition Told(PlannedLeg leg, int account)
    {
        AccountSums others = desks.Walk.SumsWithout(account, leg.Slot);
        foreach (PlannedLeg other in _legs)
        {
            if (other.Slot == 0 && other.Market != leg.Market) MarginBook.Add(ref others, other.After, other.Market);
        }
        PositionFigures after = positions.Of(leg.After, in others, CashAfter(account));
        return new PlannedPosition((ushort)leg.Market.Id, leg.Market.Mark, positions.Of(account, leg.Market.Id), after);
    }
}
