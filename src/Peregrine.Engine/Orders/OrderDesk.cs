using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Takes one order from a command to its place in the book, its fills, or the reason why not.</summary>
internal sealed class OrderDesk(
    EngineState state, OrderIntake intake, OrderChecks checks, OrderRunner runner, TriggerDesk triggers, OrderAuctions auctions)
{
    public RejectCode Place(in Command command, ref Outcome outcome)
    {
        ref readonly PlaceOrder order = ref Command.Body<PlaceOrder>(in command);
        AllowedActions action = OrderShape.OnlyReduces(in order) ? AllowedActions.ReduceOnly : AllowedActions.Trade;
        ulong terms = Terms(in order);
        bool goes = intake.Passes(in command.Header, action, order.Market, in order.ClientId, terms, order.RequestExpiresNs, ref outcome, out RejectCode code);
        return goes ? PlaceNew(in command, in order, terms, ref outcome) : code;
    }

    private RejectCode PlaceNew(in Command command, in PlaceOrder order, ulong terms, ref Outcome outcome)
    {
        if (!state.HasMarket(order.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[order.Market];
        bool plain = market.TakesAll && OrderShape.IsPlain(in order) && state.Rehearsal is null;
        RejectCode code = plain ? RejectCode.None : CheckShape(in order, market);
        if (code != RejectCode.None) return code;

        Begin(out Ticket ticket, in command, in order, market);
        state.OrderIndex.Prefetch(ticket.Id.Value);
        ticket.Position = state.FindPosition(ticket.Account, market.Id);
        ref readonly Position position = ref state.PositionOrNew(ticket.Position, ticket.Account, market.Id);
        if (order.Trigger != TriggerKind.None) return triggers.Place(in order, in order.ClientId, terms, ref ticket, in position, ref outcome);

        if (plain) ticket.Rest = ticket.Qty;
        else Resolve(in order, ref ticket, in position);
        if (!plain || !checks.PassesPlainly(in ticket, in position)) code = checks.OneByOne(ref ticket, in position, ref outcome);
        if (code != RejectCode.None) return code;
        bool asks = !plain && auctions.Takes(in ticket);
        if (state.Rehearsal is { } rehearsal) return rehearsal.Take(in ticket, asks ? OrderState.PendingAuction : OrderState.New);
        if (!runner.Accept(ref ticket, in order.ClientId, terms, asks ? OrderState.PendingAuction : OrderState.New)) return RejectCode.CapacityFull;
        if (asks) auctions.Open(ref ticket);
        outcome.State = asks ? OrderState.PendingAuction : runner.Run(ref ticket);
        outcome.Detail1 = ticket.Id.Value;
        outcome.Detail2 = ticket.Filled.Value;
        return RejectCode.None;
    }

    private RejectCode CheckShape(in PlaceOrder order, Market market)
    {
        RejectCode code = checks.States(market, ClassOf(in order));
        if (code != RejectCode.None) return code;
        // Half a pair is no order.
        return (order.Flags & OrderFlags.Oco) != 0 ? RejectCode.BadCombination : OrderShape.Check(in order, market.Terms.SlipMaxPpb, state.NowNs);
    }

    /// <summary>What the market must allow for this order.</summary>
    public static OrderClass ClassOf(in PlaceOrder order)
    {
        OrderFlags flags = OrderShape.OnlyReduces(in order) ? order.Flags | OrderFlags.ReduceOnly : order.Flags;
        if (order.Trigger != TriggerKind.None || order.Type != OrderType.Limit) return OrderChecks.ClassOf(flags & ~OrderFlags.PostOnly);
        return order.Tif is TimeInForce.Gtc or TimeInForce.Gtd ? OrderChecks.ClassOfResting(flags) : OrderChecks.ClassOf(flags);
    }

    /// <summary>A hash of everything the client asked, without the id itself and without the deadline of the request.</summary>
    public static ulong Terms(in PlaceOrder order) => order.ClientId.IsEmpty ? 0 : HashOf(in order);

    private static ulong HashOf(in PlaceOrder order)
    {
        PlaceOrder terms = order;
        terms.RequestExpiresNs = 0;
        terms.ClientId = default;
        return Hash64.Extend(1, System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<PlaceOrder>(in terms)));
    }

    /// <summary>The order as the client asked it; sides, prices and sizes that follow from position and book are not resolved yet.</summary>
    /// <remarks>
    /// Through a reference: returning it would copy what was just written in small pieces. Field by field: because of the reference in it, the
    /// runtime clears a ticket with a loop of 54 instructions.
    /// </remarks>
    public void Begin(out Ticket ticket, in Command command, in PlaceOrder order, Market market)
    {
        ticket.Id = OrderId.Of(state.Seq, state.NextOrderIndex);
        ticket.Account = command.Header.Account;
        ticket.Market = market;
        ticket.Type = order.Type;
        ticket.Side = order.Side;
        ticket.Tif = order.Tif;
        ticket.Stp = order.Stp == 0 ? StpMode.CancelOldest : order.Stp;
        ticket.Flags = OrderShape.OnlyReduces(in order) ? order.Flags | OrderFlags.ReduceOnly : order.Flags;
        ticket.Reason = FillReason.User;
        ticket.Price = order.Price;
        ticket.Qty = order.Qty;
        ticket.Display = order.Display;
        ticket.ExpireAtNs = order.ExpireAtNs;
        ticket.Label = order.Label;
        ticket.Session = order.Session;
        ticket.Builder = order.Builder;
        ticket.BuilderPpb = order.BuilderPpb;
        ticket.Key = command.Header.Key;
        ticket.SlipPpb = order.SlipPpb;
        ticket.WorstPrice = order.WorstPrice;
        // In the order of the fields, so that neighbours are cleared together.
        ticket.Rest = Lots.Zero;
        ticket.Filled = Lots.Zero;
        ticket.FilledBefore = Lots.Zero;
        ticket.FirstTrade = default;
        ticket.Position = 0;
        ticket.Client = 0;
        ticket.Group = 0;
        ticket.GroupIndex = 0;
        ticket.LiquidationFee = Micros.Zero;
    }

    // Turns "close", "half of it" and "for 500 dollars" into a side, a limit and a quantity.
    public static void Resolve(in PlaceOrder order, ref Ticket ticket, in Position position)
    {
        if (OrderShape.DerivesSide(in order))
        {
            if (position.Size.Value != 0) ticket.Side = position.Size.Value > 0 ? Side.Sell : Side.Buy;
            ticket.Qty = ClosingQty(order.Percent, position.Size);
        }
        if (ticket.Type != OrderType.Limit)
        {
            ticket.Price = PriceBounds.MarketLimit(ticket.Market, ticket.Side, ticket.SlipPpb);
        }
        if ((order.Flags & OrderFlags.ByQuote) != 0)
            ticket.Qty = new(order.Quote.Value <= 0 ? -1 : order.Quote.Value / (ticket.Price.Value * ticket.Market.TickLotValue));
        ticket.Rest = ticket.Qty;
    }

    public static Lots ClosingQty(byte percent, Lots size)
    {
        long held = Math.Abs(size.Value);
        return percent == 0 || held == 0 ? new(held) : new(Math.Max(1, held * percent / 100));
    }
}
