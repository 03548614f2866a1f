using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Auctions;

/// <summary>Auctions of single orders (domain §12): makers quote sealed and firm for a moment, then book and quotes together fill the order.</summary>
/// <remarks>The pool is the book as it stands at the end and the quotes, by price, the book first: so the result is never worse than the book alone.</remarks>
internal sealed class OrderAuctions(
    EngineState state, LimitBook limits, AuctionBook auctions, OrderChecks checks, OrderRunner runner, Matcher matcher, QuoteFills fills)
{
    private const long BanNs = 60_000_000_000;
    private const long ForcedNs = 100_000_000;

    /// <summary>Decides what becomes of a liquidation's order when its time has come; set once.</summary>
    public Liquidator? Liquidations { get; set; }

    // Quotes of the auction that ends, best first.
    private readonly int[] _pool = new int[AuctionQuote.Most];

    /// <summary>Whether an order that passed its checks goes to makers first.</summary>
    public bool Takes(in Ticket ticket)
    {
        if ((ticket.Flags & OrderFlags.Auction) == 0) return false;
        Market market = ticket.Market;
        bool asks = ticket.Tif != TimeInForce.Fok && !ticket.IsPostOnly && ticket.Group == 0 && market.Life.AuctionOn && market.TakesAll;
        if (!asks || state.AuctionOrders.Full) return false;
        if (market.Book.FirstWithin(ticket.Side.Opposite(), ticket.Price) == 0) return false;
        return market.Notional(ticket.Qty, ticket.Price) >= market.Life.AuctionNotionalMin;
    }

    /// <summary>Whether makers are asked about a part of a liquidation before it meets the book.</summary>
    public bool TakesForced(Market market, Lots qty, Ticks limit)
    {
        if (!market.Life.AuctionOn || !market.TakesAll || state.AuctionOrders.Full) return false;
        // The name of another that is open is taken.
        if (auctions.Find(OrderId.Of(state.Seq, state.NextEngineIndex).Auction) != 0) return false;
        return market.Notional(qty, limit) >= market.Life.AuctionNotionalMin;
    }

    /// <summary>A size as others are told it: the next power of two.</summary>
    public static Lots BucketOf(Lots qty)
    {
        long bucket = 1;
        while (bucket < qty.Value) bucket *= 2;
        return new(bucket);
    }

    /// <summary>Opens the auction of an accepted order.</summary>
    public void Open(ref Ticket ticket)
    {
        Market market = ticket.Market;
        long lastsNs = ticket.Reason == FillReason.Liquidation ? ForcedNs : market.Life.AuctionDurationNs;
        BookReach reach = BookReach.Of(state, market, ticket.Side, ticket.Qty, ticket.Price);
        Ticks touch = reach.Filled == ticket.Qty ? reach.Last : ticket.Price;
        // A market order asks for what the book gives it now, or better.
        if (ticket.Type == OrderType.Market) ticket.Price = touch;
        AuctionOrder order = new()
        {
            Id = ticket.Id,
            Account = ticket.Account,
            Position = ticket.Position,
            Market = (ushort)market.Id,
            Type = ticket.Type,
            Side = ticket.Side,
            Tif = ticket.Tif,
            Stp = ticket.Stp,
            Flags = ticket.Flags,
            Price = ticket.Price,
            Touch = touch,
            Qty = ticket.Qty,
            Display = ticket.Display,
            ExpireAtNs = ticket.ExpireAtNs,
            EndsAtNs = state.NowNs + lastsNs,
            Label = ticket.Label,
            Session = ticket.Session,
            Key = ticket.Key,
            Builder = ticket.Builder,
            BuilderPpb = ticket.BuilderPpb,
            Client = ticket.Client,
        };
        auctions.Add(in order);
        state.Events.Add(0, market.Id, new AuctionOpened
        {
            Auction = order.Auction,
            EndsAtNs = order.EndsAtNs,
            Limit = order.Price,
            Touch = touch,
            SizeBucket = BucketOf(order.Qty),
            Side = order.Side,
        });
    }

    public RejectCode Quote(in Command command, ref Outcome outcome)
    {
        ref readonly QuoteAuction body = ref Command.Body<QuoteAuction>(in command);
        int account = command.Header.Account;
        int slot = auctions.Find(body.Auction);
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Trade, slot == 0 ? 0 : state.AuctionOrders[slot].Market);
        if (code != RejectCode.None) return code;
        if (slot == 0) return RejectCode.UnknownAuction;
        ref AuctionOrder order = ref state.AuctionOrders[slot];
        bool own = state.Accounts[account].Root == state.Accounts[order.Account].Root;
        if (own || state.QuoteBans[account] > state.NowNs) return RejectCode.AuctionQuotes;
        code = limits.CountOrder(account, command.Header.Key);
        return code == RejectCode.None ? Quote(in command, in body, slot, ref outcome) : code;
    }

    /// <summary>The market leaves the open state: its auctions end unfilled.</summary>
    public void Halt(Market market)
    {
        for (int slot = Oldest(market.Id); slot != 0; slot = Oldest(market.Id)) Cancel(slot, CancelReason.AuctionHalt);
    }

    /// <summary>An account is liquidated: its orders that hold margin end unfilled and its quotes go, in one market or with 0 in all.</summary>
    public void Leave(int account, int market)
    {
        OrderId seen;
        for (int slot = auctions.NextOf(account, market, OrderId.None); slot != 0; slot = auctions.NextOf(account, market, seen))
        {
            ref AuctionOrder order = ref state.AuctionOrders[slot];
            seen = order.Id;
            int quote = auctions.QuoteOf(slot, account);
            if (quote != 0) Withdraw(slot, quote);
            if (order.Account == account && (order.Flags & OrderFlags.ReduceOnly) == 0) Cancel(slot, CancelReason.Liquidation);
        }
    }

    /// <summary>An auction's time has come; its timer has left the queue.</summary>
    public void End(int slot)
    {
        ref AuctionOrder order = ref state.AuctionOrders[slot];
        order.Timer = 0;
        Market market = state.Markets[order.Market];
        if (!MarketRules.Matches(market.State) || !PriceRules.Matches(market.PriceState)) Cancel(slot, CancelReason.AuctionHalt);
        else if (order.IsForced) Liquidations!.EndAuction(slot);
        else Run(slot, order.Qty, order.Price);
    }

    /// <summary>The auction of the part's order, or 0; a part has one at a time.</summary>
    public int FindForced(in LiquidationCase part)
    {
        for (int slot = 1; state.AuctionOrders.Count != 0 && slot <= state.AuctionOrders.HighWater; slot++)
        {
            ref AuctionOrder order = ref state.AuctionOrders[slot];
            if (order.Id.IsNone || !order.IsForced || order.Account != part.Account) continue;
            if (part.Market == (state.Positions[order.Position].IsIsolated ? order.Market : 0)) return slot;
        }
        return 0;
    }

    /// <summary>What a liquidation asked for is taken back: nothing trades.</summary>
    public void TakeBack(int slot) => Cancel(slot, CancelReason.Liquidation);

    private RejectCode Quote(in Command command, in QuoteAuction body, int slot, ref Outcome outcome)
    {
        ref AuctionOrder order = ref state.AuctionOrders[slot];
        int account = command.Header.Account;
        Market market = state.Markets[order.Market];
        int before = auctions.QuoteOf(slot, account);
        Ticket ticket = TicketOf(in command, in body, market, order.Side.Opposite());
        Position position = ticket.Position == 0 ? state.NewPosition(account, market.Id) : state.Positions[ticket.Position];
        if (before != 0) Release(ref position, market, in state.AuctionQuotes[before], ticket.Side);
        RejectCode code = checks.States(market, OrderClass.Limit);
        if (code == RejectCode.None) code = checks.Sizes(in ticket, in position);
        if (code == RejectCode.None && !IsBetter(in order, market, before, body.Price, body.Qty)) code = RejectCode.QuoteNotBetter;
        if (code == RejectCode.None) code = checks.Limits(in ticket, in position);
        if (code == RejectCode.None) code = OrderChecks.Band(in ticket);
        if (code == RejectCode.None) code = checks.AccountMay(in ticket, in position);
        bool full = state.AuctionQuotes.Full && before == 0;
        if (code == RejectCode.None && (full || !checks.HasRoomForRecords(in ticket))) code = RejectCode.CapacityFull;
        if (code == RejectCode.None) code = checks.Margin(in ticket, in position, ref outcome);
        if (code == RejectCode.None) code = checks.GroupShare(in ticket, in position);
        if (code != RejectCode.None) return code;
        // From here on nothing may fail.
        if (before != 0) auctions.RemoveQuote(slot, before);
        int record = state.NeedPosition(account, market.Id);
        if (market.Terms.GroupOiSharePpb != 0) _ = state.NeedPosition(state.Accounts[account].Root, market.Id);
        auctions.AddQuote(slot, new AuctionQuote { Id = ticket.Id, Account = account, Position = record, Price = body.Price, Qty = body.Qty });
        state.Events.Add(account, market.Id, new AuctionQuoted { Auction = body.Auction, Quote = ticket.Id, Price = body.Price, Qty = body.Qty });
        outcome.Detail1 = ticket.Id.Value;
        return RejectCode.None;
    }

    // Firm quotes improve, on the book and on what their owner said before; where the book does not reach, the limit itself is an improvement.
    private bool IsBetter(in AuctionOrder order, Market market, int before, Ticks price, Lots qty)
    {
        BookReach reach = BookReach.Of(state, market, order.Side, order.Qty, order.Price);
        long better = order.Side == Side.Buy ? 1 : -1;
        bool improves = reach.Filled == order.Qty ? (reach.Last.Value - price.Value) * better > 0 : (order.Price.Value - price.Value) * better >= 0;
        if (!improves || before == 0) return improves;
        ref AuctionQuote old = ref state.AuctionQuotes[before];
        return (old.Price.Value - price.Value) * better > 0 && qty >= old.Qty;
    }

    private Ticket TicketOf(in Command command, in QuoteAuction body, Market market, Side side) => new()
    {
        Id = OrderId.Of(state.Seq, state.NextOrderIndex),
        Account = command.Header.Account,
        Market = market,
        Position = state.FindPosition(command.Header.Account, market.Id),
        Type = OrderType.Limit,
        Side = side,
        Tif = TimeInForce.Ioc,
        Stp = StpMode.CancelOldest,
        Reason = FillReason.Jit,
        Price = body.Price,
        Qty = body.Qty,
        Rest = body.Qty,
        Key = command.Header.Key,
    };

    private static void Release(ref Position position, Market market, in AuctionQuote quote, Side side)
    {
        Micros notional = market.Notional(quote.Qty, quote.Price);
        if (side == Side.Buy) (position.BuyNotional, position.BuyQty) = (position.BuyNotional - notional, position.BuyQty - quote.Qty);
        else (position.SellNotional, position.SellQty) = (position.SellNotional - notional, position.SellQty - quote.Qty);
    }

    /// <summary>So much of the order meets book and quotes up to the limit, and what is left of it goes where it belongs.</summary>
    /// <remarks>Before each quote the book is met up to its price: at one price the book comes first.</remarks>
    public Ticket Run(int slot, Lots qty, Ticks limit)
    {
        int count = Collect(slot);
        auctions.BeginRun(slot);
        AuctionOrder order = state.AuctionOrders[slot];
        Ticket ticket = TicketOf(in order, state.Markets[order.Market]);
        ticket.Rest = qty;
        BookReach alone = BookReach.Of(state, ticket.Market, order.Side, qty, limit);
        Lots fromQuotes = Lots.Zero;
        CancelReason stop = 0;
        for (int i = 0; i < count && stop == 0 && ticket.Rest.Value > 0; i++)
        {
            AuctionQuote quote = state.AuctionQuotes[_pool[i]];
            if (PriceBounds.IsBeyond(order.Side, quote.Price, limit)) break;
            ticket.Price = quote.Price;
            stop = matcher.Run(ref ticket);
            if (stop != 0 || ticket.Rest.Value == 0) break;
            auctions.RemoveQuote(slot, _pool[i]);
            Lots before = ticket.Filled;
            QuoteFills.Verdict verdict = fills.Fill(ref ticket, in quote);
            fromQuotes += ticket.Filled - before;
            stop = verdict.Stop;
            if (verdict.QuoteFails) Ban(in quote, ticket.Market);
        }
        ticket.Price = limit;
        if (stop == 0 && ticket.Rest.Value > 0) stop = matcher.Run(ref ticket);
        AuctionEnded ended = new() { FromQuotes = fromQuotes, BookFilled = alone.Filled, BookNotional = alone.Notional, Quotes = count };
        Close(slot, ref ticket, stop, ref ended);
        return ticket;
    }

    private void Cancel(int slot, CancelReason reason)
    {
        AuctionOrder order = state.AuctionOrders[slot];
        Ticket ticket = TicketOf(in order, state.Markets[order.Market]);
        AuctionEnded ended = new() { Quotes = order.QuoteCount };
        Close(slot, ref ticket, reason, ref ended);
    }

    private void Close(int slot, ref Ticket ticket, CancelReason stop, ref AuctionEnded ended)
    {
        while (state.AuctionOrders[slot].FirstQuote != 0) auctions.RemoveQuote(slot, state.AuctionOrders[slot].FirstQuote);
        AuctionOrder order = auctions.Take(slot);
        (ended.Auction, ended.Order, ended.Filled, ended.Reason) = (order.Auction, order.Id, ticket.Filled, stop);
        state.Events.Add(0, order.Market, in ended);
        runner.Conclude(ref ticket, stop);
    }

    // A quote that was no firm one: its owner waits a while before the next.
    private void Ban(in AuctionQuote quote, Market market)
    {
        state.QuoteBans[quote.Account] = state.NowNs + BanNs;
        TellGone(in quote, market.Id, CancelReason.AuctionMargin);
    }

    private void Withdraw(int auction, int slot)
    {
        AuctionQuote quote = state.AuctionQuotes[slot];
        auctions.RemoveQuote(auction, slot);
        TellGone(in quote, state.AuctionOrders[auction].Market, CancelReason.Liquidation);
    }

    private void TellGone(in AuctionQuote quote, int market, CancelReason reason) => state.Events.Add(quote.Account, market, new OrderCancelled
    {
        Order = quote.Id,
        Rest = quote.Qty,
        Reason = reason,
        State = OrderState.Cancelled,
    });

    // By price, and as they came at one price.
    private int Collect(int slot)
    {
        ref AuctionOrder order = ref state.AuctionOrders[slot];
        int count = 0;
        for (int quote = order.FirstQuote; quote != 0; quote = state.AuctionQuotes[quote].Next)
        {
            int at = count++;
            while (at > 0 && PriceBounds.IsBeyond(order.Side, state.AuctionQuotes[_pool[at - 1]].Price, state.AuctionQuotes[quote].Price))
            {
                _pool[at] = _pool[at - 1];
                at--;
            }
            _pool[at] = quote;
        }
        return count;
    }

    private int Oldest(int market)
    {
        int oldest = 0;
        for (int slot = 1; slot <= state.AuctionOrders.HighWater; slot++)
        {
            ref AuctionOrder order = ref state.AuctionOrders[slot];
            if (order.Id.IsNone || order.Market != market) continue;
            if (oldest == 0 || order.Id < state.AuctionOrders[oldest].Id) oldest = slot;
        }
        return oldest;
    }

    private static Ticket TicketOf(in AuctionOrder order, Market market) => new()
    {
        Id = order.Id,
        Account = order.Account,
        Market = market,
        Position = order.Position,
        Type = order.Type,
        Side = order.Side,
        Tif = order.Tif,
        Stp = order.Stp,
        Flags = order.Flags,
        Reason = order.IsForced ? FillReason.Liquidation : FillReason.Jit,
        Price = order.Price,
        Qty = order.Qty,
        Rest = order.Qty,
        Display = order.Display,
        ExpireAtNs = order.ExpireAtNs,
        Label = order.Label,
        Session = order.Session,
        Builder = order.Builder,
        BuilderPpb = order.BuilderPpb,
        Key = order.Key,
        Client = order.Client,
    };
}
