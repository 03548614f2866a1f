using Peregrine.Core;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Orders;

/// <summary>Takes an entry and its exits together (domain §3.10): all of them or none.</summary>
internal sealed class BracketDesk(
    EngineState state, OrderIntake intake, OrderDesk orders, OrderChecks checks, OrderRunner runner, OrderLinks links, TriggerKeeper triggers,
    TriggerDesk waiting)
{
    public RejectCode Place(ReadOnlySpan<Command> group, ref Outcome outcome)
    {
        ref readonly PlaceOrder entry = ref Command.Body<PlaceOrder>(in group[0]);
        ulong terms = OrderDesk.Terms(in entry);
        for (int i = 1; i < group.Length; i++)
        {
            ref readonly AddExit exit = ref Command.Body<AddExit>(in group[i]);
            if (!ExitShape.IsWellFormed(in exit)) return RejectCode.BadValue;
            terms = OrderIntake.TermsOf(in exit, terms);
        }
        bool goes = intake.Passes(
            in group[0].Header, AllowedActions.Trade, entry.Market, in entry.ClientId, terms, entry.RequestExpiresNs, ref outcome, out RejectCode code);
        if (!goes) return code;
        if (!state.HasMarket(entry.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[entry.Market];
        code = checks.States(market, OrderDesk.ClassOf(in entry));
        if (code == RejectCode.None) code = Shape(group, in entry, market);
        if (code != RejectCode.None) return code;
        return PlaceNew(group, in entry, market, terms, ref outcome);
    }

    private RejectCode Shape(ReadOnlySpan<Command> group, in PlaceOrder entry, Market market)
    {
        bool plain = entry.Type is OrderType.Limit or OrderType.Market && !OrderShape.OnlyReduces(in entry)
            && entry.Trigger == TriggerKind.None && (entry.Flags & OrderFlags.Oco) == 0;
        if (!plain) return RejectCode.BadCombination;
        RejectCode code = OrderShape.Check(in entry, market.Terms.SlipMaxPpb, state.NowNs);
        long shares = 0;
        int stops = 0;
        for (int i = 1; i < group.Length && code == RejectCode.None; i++)
        {
            ref readonly AddExit exit = ref Command.Body<AddExit>(in group[i]);
            code = ExitShape.Check(in exit);
            shares += exit.SharePpb;
            if (exit.SharePpb == 0) stops++;
        }
        if (code != RejectCode.None) return code;
        bool whole = shares == Ppb.One || (shares == 0 && stops == group.Length - 1);
        return stops <= 1 && whole ? RejectCode.None : RejectCode.BadCombination;
    }

    private RejectCode PlaceNew(ReadOnlySpan<Command> group, in PlaceOrder entry, Market market, ulong terms, ref Outcome outcome)
    {
        orders.Begin(out Ticket ticket, in group[0], in entry, market);
        ticket.Position = state.FindPosition(ticket.Account, market.Id);
        Position position = ticket.Position == 0 ? state.NewPosition(ticket.Account, market.Id) : state.Positions[ticket.Position];
        OrderDesk.Resolve(in entry, ref ticket, in position);
        RejectCode code = checks.Sizes(in ticket, in position);
        // Shares of a quantity are taken only once it is known to be in range.
        OrderGroup bracket = code == RejectCode.None ? GroupOf(group, in ticket) : default;
        if (code == RejectCode.None) code = ExitSizes(in bracket, market);
        if (code == RejectCode.None) code = checks.Limits(in ticket, in position);
        if (code == RejectCode.None) code = checks.Entry(ref ticket, in position, ref outcome);
        if (code == RejectCode.None) code = Room(in ticket, in bracket, in position);
        if (code != RejectCode.None) return code;
        if (state.Rehearsal is { } rehearsal) return Rehearse(rehearsal, in ticket, in bracket);
        if (!runner.TryName(ref ticket, in entry.ClientId, terms)) return RejectCode.CapacityFull;
        ticket.Group = links.Add(in bracket);
        runner.Take(ref ticket, in entry.ClientId, OrderState.New);
        state.Groups[ticket.Group].Position = ticket.Position;
        for (int i = 0; i < bracket.Count; i++) TakeExit(ticket.Group, i);
        outcome.State = runner.Run(ref ticket);
        outcome.Detail1 = ticket.Id.Value;
        outcome.Detail2 = ticket.Filled.Value;
        return RejectCode.None;
    }

    private RejectCode Rehearse(Rehearsal rehearsal, in Ticket ticket, in OrderGroup bracket)
    {
        rehearsal.Take(in ticket);
        for (int i = 0; i < bracket.Count; i++)
            rehearsal.Take(ExitKeeper.TicketOf(in bracket, i, state.Markets[bracket.Market], 0), OrderState.Inactive);
        return RejectCode.None;
    }

    private static RejectCode ExitSizes(in OrderGroup bracket, Market market)
    {
        for (int i = 0; i < bracket.Count; i++)
        {
            if (!ExitShape.AreOnGrid(in bracket.Exits[i].Terms, market.Terms.PriceMax)) return RejectCode.BadTick;
        }
        for (int i = 0; i < bracket.Count; i++)
        {
            if (bracket.Exits[i].Terms.SlipPpb > market.Terms.SlipMaxPpb) return RejectCode.BadValue;
            if (bracket.Exits[i].Size < market.Terms.QtyMin) return RejectCode.QtyRange;
        }
        return RejectCode.None;
    }

    // Places for the exits too, so that none is missing when the entry fills.
    private RejectCode Room(in Ticket ticket, in OrderGroup bracket, in Position position)
    {
        ref readonly ListMarket terms = ref ticket.Market.Terms;
        int limits = 0;
        for (int i = 0; i < bracket.Count; i++) limits += bracket.Exits[i].IsLimit ? 1 : 0;
        int waiters = bracket.Count - limits;
        int resting = limits + (ticket.MayRest ? 1 : 0);
        if (position.OpenOrders + resting > terms.OpenOrdersMax || position.ReduceOnlyOrders + limits > terms.ReduceOnlyMax) return RejectCode.TooManyOrders;
        if (position.Triggers + waiters > terms.TriggerOrdersMax) return RejectCode.TooManyOrders;
        bool fits = state.OrdersLeft >= resting && state.Triggers.Triggers.Capacity - state.Triggers.Triggers.Count >= waiters && !state.Groups.Full;
        return fits ? RejectCode.None : RejectCode.CapacityFull;
    }

    private static OrderGroup GroupOf(ReadOnlySpan<Command> group, in Ticket ticket)
    {
        OrderGroup bracket = new()
        {
            Id = ticket.Id,
            Account = ticket.Account,
            Position = ticket.Position,
            Market = (ushort)ticket.Market.Id,
            Kind = GroupKind.Bracket,
            Side = ticket.Side,
            Count = (byte)(group.Length - 1),
            Alive = (byte)group.Length,
            EntryAlive = true,
            Qty = ticket.Qty,
            Label = ticket.Label,
            Session = ticket.Session,
            Key = ticket.Key,
            Builder = ticket.Builder,
            BuilderPpb = ticket.BuilderPpb,
            Flags = ticket.Flags & OrderFlags.CancelOnDisconnect,
            Stp = ticket.Stp,
        };
        for (int i = 1; i < group.Length; i++)
            bracket.Exits[i - 1] = new BracketExit { Terms = Command.Body<AddExit>(in group[i]), IsAlive = true };
        ExitShape.Deal(ref bracket.Exits, bracket.Count, ticket.Qty);
        return bracket;
    }

    private void TakeExit(int group, int index)
    {
        ref OrderGroup bracket = ref state.Groups[group];
        ref BracketExit exit = ref bracket.Exits[index];
        Ticket ticket = ExitKeeper.TicketOf(in bracket, index, state.Markets[bracket.Market], group);
        runner.Take(ref ticket, default, OrderState.Inactive);
        if (exit.IsLimit)
        {
            state.OrdersPromised++;
            return;
        }
        Trigger terms = TriggerDesk.TriggerOf(in ticket, in exit.Terms);
        waiting.Tell(triggers.Keep(in terms));
    }
}
