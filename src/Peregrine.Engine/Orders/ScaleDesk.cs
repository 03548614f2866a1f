using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Takes ladders of limit orders, all of them or none (domain §3.12).</summary>
internal sealed class ScaleDesk(
    EngineState state, ClientIds clientIds, OrderIntake intake, MarginBook margin, OrderChecks checks, OrderRunner runner, OrderLinks links)
{
    private const int CountMin = 2;
    public const int CountMax = 50;
    private const OrderFlags Allowed = OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Protective | OrderFlags.CancelOnDisconnect;

    private readonly long[] _prices = new long[CountMax];
    private readonly long[] _sizes = new long[CountMax];
    private readonly long[] _remainders = new long[CountMax];

    public RejectCode Place(in Command command, ref Outcome outcome)
    {
        ref readonly PlaceScale scale = ref Command.Body<PlaceScale>(in command);
        if (!IsWellFormed(in scale)) return RejectCode.BadValue;
        AllowedActions action = (scale.Flags & OrderFlags.ReduceOnly) != 0 ? AllowedActions.ReduceOnly : AllowedActions.Trade;
        PlaceScale terms = scale;
        terms.RequestExpiresNs = 0;
        terms.ClientId = default;
        ulong hash = OrderIntake.TermsOf(in terms);
        if (!intake.Passes(in command.Header, action, scale.Market, in scale.ClientId, hash, scale.RequestExpiresNs, ref outcome, out RejectCode code)) return code;
        if (!state.HasMarket(scale.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[scale.Market];
        code = checks.States(market, OrderChecks.ClassOfResting(scale.Flags));
        if (code == RejectCode.None) code = Shape(in scale);
        if (code != RejectCode.None) return code;

        Ticket ticket = TicketOf(in command, in scale, market);
        Position position = ticket.Position == 0 ? state.NewPosition(ticket.Account, market.Id) : state.Positions[ticket.Position];
        code = Check(in scale, ref ticket, position, ref outcome);
        if (code != RejectCode.None) return code;
        if (state.Rehearsal is { } rehearsal) return Rehearse(rehearsal, ticket, scale.Count);
        int client = 0;
        if (!scale.ClientId.IsEmpty)
        {
            client = clientIds.Add(ticket.Account, in scale.ClientId, ticket.Id, hash);
            if (client == 0) return RejectCode.CapacityFull;
        }
        Accept(in scale, ref ticket, client, ref outcome);
        return RejectCode.None;
    }

    private RejectCode Rehearse(Rehearsal rehearsal, Ticket child, int count)
    {
        for (int i = 0; i < count; i++)
        {
            SetChild(ref child, i);
            rehearsal.Take(in child);
        }
        return RejectCode.None;
    }

    private static bool IsWellFormed(in PlaceScale scale) =>
        scale.Side is Side.Buy or Side.Sell
        && scale.Tif is >= TimeInForce.Gtc and <= TimeInForce.Fok
        && scale.Stp <= StpMode.Decrement
        && scale.Count is >= CountMin and <= CountMax
        && scale.RatioNum > 0 && scale.RatioDen > 0
        && scale.Qty.Value >= 0 && scale.BuilderPpb >= 0;

    private RejectCode Shape(in PlaceScale scale)
    {
        if (scale.Tif is TimeInForce.Ioc or TimeInForce.Fok || (scale.Flags & ~Allowed) != 0) return RejectCode.BadCombination;
        if (scale.BuilderPpb != 0 != (scale.Builder != 0)) return RejectCode.BadCombination;
        return OrderShape.CheckExpiry(scale.Tif, scale.ExpireAtNs, state.NowNs);
    }

    // Every child on its own, on top of the ones before it; the sums that one account is asked for are asked once, for all of them.
    private RejectCode Check(in PlaceScale scale, ref Ticket ticket, Position position, ref Outcome outcome)
    {
        ref readonly ListMarket terms = ref ticket.Market.Terms;
        if (scale.FirstPrice.Value <= 0 || scale.LastPrice.Value <= 0) return RejectCode.BadTick;
        if (scale.FirstPrice > terms.PriceMax || scale.LastPrice > terms.PriceMax) return RejectCode.BadTick;
        if (scale.Qty.Value <= 0) return RejectCode.BadLot;
        if (scale.Qty > terms.PositionMax) return RejectCode.QtyRange;
        Lay(in scale);
        if (HasEqualPrices(scale.Count)) return RejectCode.BadTick;
        Position before = position;
        for (int i = 0; i < scale.Count; i++)
        {
            SetChild(ref ticket, i);
            if (ticket.Qty < terms.QtyMin) return RejectCode.QtyRange;
            RejectCode code = checks.Sizes(in ticket, in position);
            if (code == RejectCode.None) code = checks.Limits(in ticket, in position);
            if (code != RejectCode.None) return code;
            OrderChecks.AddOpen(ref position, in ticket);
        }
        return Enter(in scale, ref ticket, in before, in position, ref outcome);
    }

    // 7 to 13, the ladder as one order where it counts as one.
    private RejectCode Enter(in PlaceScale scale, ref Ticket ticket, in Position before, in Position after, ref Outcome outcome)
    {
        RejectCode code = RejectCode.None;
        for (int i = 0; i < scale.Count && code == RejectCode.None; i++)
        {
            SetChild(ref ticket, i);
            code = OrderChecks.Band(in ticket);
        }
        if (code == RejectCode.None) code = checks.AccountMay(in ticket, in before);
        if (code == RejectCode.None) code = checks.Counts(in ticket, in before, scale.Count);
        if (code == RejectCode.None && state.Groups.Full) code = RejectCode.CapacityFull;
        if (code == RejectCode.None) code = OrderChecks.CanReduce(in ticket, in before);
        for (int i = 0; i < scale.Count && code == RejectCode.None; i++)
        {
            SetChild(ref ticket, i);
            code = OrderChecks.PostOnly(ref ticket);
        }
        if (code == RejectCode.None) code = checks.BuilderMay(in ticket);
        if (code == RejectCode.None && MarginBook.Exposure(in after, ticket.Market) > MarginBook.Exposure(in before, ticket.Market))
        {
            AccountSums others = margin.Without(ticket.Account, ticket.Position);
            others.AddCash(state.Accounts[ticket.Account].Cash);
            code = checks.Affords(others, in before, in after, ticket.Market, CostOf(scale.Count, ref ticket), ref outcome);
        }
        ticket.Qty = ticket.Rest = scale.Qty;
        return code == RejectCode.None ? checks.GroupShare(in ticket, in before) : code;
    }

    // Asked for behind the builder: what nobody has approved may be a rate that no product holds.
    private Micros CostOf(int count, ref Ticket ticket)
    {
        Micros cost = Micros.Zero;
        for (int i = 0; i < count; i++)
        {
            SetChild(ref ticket, i);
            cost += checks.CostOf(in ticket);
        }
        return cost;
    }

    private void Accept(in PlaceScale scale, ref Ticket ticket, int client, ref Outcome outcome)
    {
        OrderId id = ticket.Id;
        int group = links.Add(new OrderGroup
        {
            Id = id,
            Account = ticket.Account,
            Market = scale.Market,
            Kind = GroupKind.Scale,
            Side = scale.Side,
            Count = scale.Count,
            Alive = scale.Count,
            Client = client,
            Qty = scale.Qty,
        });
        ticket.Group = group;
        for (int i = 0; i < scale.Count; i++)
        {
            Ticket child = ticket;
            child.Id = new(id.Value + i + 1);
            child.GroupIndex = i + 1;
            SetChild(ref child, i);
            runner.Take(ref child, default, OrderState.New);
            runner.Run(ref child);
            outcome.Detail2 += child.Filled.Value;
        }
        outcome.Detail1 = id.Value;
        outcome.State = client != 0 ? StateOf(client, id) : links.StateOf(id);
        if (outcome.State == OrderState.None) outcome.State = outcome.Detail2 == scale.Qty.Value ? OrderState.Filled : OrderState.Cancelled;
    }

    private OrderState StateOf(int client, OrderId id) => clientIds.IsLive(client) ? links.StateOf(id) : clientIds.StateOf(client);

    private void SetChild(ref Ticket ticket, int index)
    {
        ticket.Price = new(_prices[index]);
        ticket.Qty = ticket.Rest = new(_sizes[index]);
    }

    private Ticket TicketOf(in Command command, in PlaceScale scale, Market market) => new()
    {
        Id = OrderId.Of(state.Seq, 0),
        Account = command.Header.Account,
        Market = market,
        Position = state.FindPosition(command.Header.Account, market.Id),
        Type = OrderType.Limit,
        Side = scale.Side,
        Tif = scale.Tif,
        Stp = scale.Stp == 0 ? StpMode.CancelOldest : scale.Stp,
        Flags = scale.Flags,
        Reason = FillReason.User,
        ExpireAtNs = scale.ExpireAtNs,
        Label = scale.Label,
        Session = scale.Session,
        Builder = scale.Builder,
        BuilderPpb = scale.BuilderPpb,
        Key = command.Header.Key,
    };

    // px_i = p1 + (p2 − p1)·i/(N − 1), halves up; sizes by linear weights, what the floors leave to the largest remainders.
    private void Lay(in PlaceScale scale)
    {
        int last = scale.Count - 1;
        long span = scale.LastPrice.Value - scale.FirstPrice.Value;
        Int128 total = 0;
        for (int i = 0; i <= last; i++)
        {
            _prices[i] = scale.FirstPrice.Value + Rounding.Floor(2 * (Int128)span * i + last, 2 * last);
            total += WeightOf(in scale, i);
        }
        long left = scale.Qty.Value;
        for (int i = 0; i <= last; i++)
        {
            Int128 share = (Int128)scale.Qty.Value * WeightOf(in scale, i);
            _sizes[i] = Rounding.Floor(share, total);
            _remainders[i] = (long)(share - _sizes[i] * total);
            left -= _sizes[i];
        }
        for (; left > 0; left--)
        {
            int best = 0;
            for (int i = 1; i <= last; i++)
            {
                if (_remainders[i] > _remainders[best]) best = i;
            }
            _remainders[best] = -1;
            _sizes[best]++;
        }
    }

    private static long WeightOf(in PlaceScale scale, int index) =>
        (scale.Count - 1L) * scale.RatioDen + (long)index * (scale.RatioNum - scale.RatioDen);

    // Prices go one way, so equal ones are neighbours.
    private bool HasEqualPrices(int count)
    {
        for (int i = 1; i < count; i++)
        {
            if (_prices[i] == _prices[i - 1]) return true;
        }
        return false;
    }
}
