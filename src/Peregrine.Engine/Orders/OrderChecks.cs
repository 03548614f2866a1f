using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Checks 4 and 6 to 14 of domain §2.2, one method each, in the order in which a client sees them fail.</summary>
internal sealed class OrderChecks(
    EngineState state, MarginBook margin, FeeBook fees, AccountDesk accounts, LimitBook limits, MakerProtection protection, BookWalk walk)
{
    /// <summary>4: does the market's state, do its prices allow an order of this class?</summary>
    public RejectCode States(Market market, OrderClass orderClass)
    {
        if (!MarketRules.Allows(market.State, orderClass)) return RejectCode.MarketState;
        return PriceRules.Allows(market.PriceState, orderClass) ? RejectCode.None : RejectCode.PriceState;
    }

    /// <summary>Whether a plain order (<see cref="OrderShape.IsPlain"/>) surely passes everything from 6 to 14, asked at once and each thing once.</summary>
    /// <remarks>Nearly always it does. A no is no verdict: then <see cref="OneByOne"/> asks again and says why.</remarks>
    public bool PassesPlainly(in Ticket ticket, in Position position)
    {
        Market market = ticket.Market;
        ref readonly ListMarket terms = ref market.Terms;
        ref readonly Account account = ref state.Accounts[ticket.Account];
        bool usual = ticket.Position != 0 && account.Limits == 0 && account.Status == AccountStatus.Active
            && !position.IsProtected && !position.IsIsolated && terms.GroupOiSharePpb == 0 && ticket.Tif != TimeInForce.Fok;
        if (!usual) return false;
        (long price, long qty) = (ticket.Price.Value, ticket.Qty.Value);
        if (price <= 0 || price > terms.PriceMax.Value || qty <= 0 || qty < terms.QtyMin.Value || qty > terms.QtyMax.Value) return false;
        if (PriceBounds.IsBeyond(ticket.Side, ticket.Price, PriceBounds.Band(market, ticket.Side))) return false;
        if (!FitsPosition(in ticket, in position)) return false;
        if (ticket.MayRest && (position.OpenOrders >= terms.OpenOrdersMax || state.OrdersLeft <= 0)) return false;
        Micros notional = market.Notional(ticket.Qty, ticket.Price);
        return notional >= terms.NotionalMin && Carries(in account, in ticket, in position, notional);
    }

    // 12 for a plain order.
    private bool Carries(in Account account, in Ticket ticket, in Position position, Micros notional)
    {
        Market market = ticket.Market;
        Micros value = market.ValueFloor(position.Size);
        Micros buys = position.BuyNotional;
        Micros sells = position.SellNotional;
        Micros before = MarginBook.Exposure(value, buys, sells);
        if (ticket.Side == Side.Buy) buys += notional;
        else sells += notional;
        Micros exposure = MarginBook.Exposure(value, buys, sells);
        if (exposure <= before) return true;
        if (market.IsCrowded) return false;
        Micros others = margin.AvailableWithout(ticket.Account, ticket.Position) + account.Cash;
        Micros needed = market.LossAgainstMark(ticket.Side, ticket.Qty, ticket.Price) + Ppb.MulCeil(notional, fees.TakerPpb(ticket.Account));
        return others + MarginBook.AvailableOf(in position, market, value, exposure) >= needed;
    }

    /// <summary>6 to 14 for an order that meets the book now.</summary>
    public RejectCode OneByOne(ref Ticket ticket, in Position position, ref Outcome outcome)
    {
        RejectCode code = Sizes(in ticket, in position);
        if (code == RejectCode.None) code = Limits(in ticket, in position);
        return code == RejectCode.None ? Entry(ref ticket, in position, ref outcome) : code;
    }

    /// <summary>6: on the grid, within the market's sizes. Nothing is multiplied before its factors are bounded.</summary>
    public RejectCode Sizes(in Ticket ticket, in Position position)
    {
        ref readonly ListMarket terms = ref ticket.Market.Terms;
        bool waits = ticket.Price.Value == 0 && ticket.Type != OrderType.Limit;
        if (!waits && (ticket.Price.Value <= 0 || ticket.Price > terms.PriceMax)) return RejectCode.BadTick;
        // Whatever the position is will do: no bound may keep anybody from closing.
        if (ticket.Type == OrderType.ClosePosition) return RejectCode.None;
        // Money that does not buy a lot is too little, not off the grid.
        bool byQuote = (ticket.Flags & OrderFlags.ByQuote) != 0;
        if (ticket.Qty.Value < 0 || (ticket.Qty.Value == 0 && !byQuote)) return RejectCode.BadLot;
        if (ticket.Display.Value < 0) return RejectCode.BadLot;
        bool closes = ticket.IsReduceOnly && ticket.Rest.Value >= Math.Abs(position.Size.Value);
        if (!closes && ticket.Qty < terms.QtyMin) return RejectCode.QtyRange;
        Lots most = ticket.Type == OrderType.Limit ? terms.QtyMax : terms.MarketQtyMax;
        if (ticket.Qty > most) return RejectCode.QtyRange;
        if (ticket.Display.Value != 0 && !DisplayFits(in ticket)) return RejectCode.QtyRange;
        if (!FitsPosition(in ticket, in position)) return RejectCode.QtyRange;
        // A trailing stop that is active from the start has no price to be measured at.
        bool small = !waits && ticket.Market.Notional(ticket.Qty, ticket.Price) < terms.NotionalMin;
        return small && !closes ? RejectCode.MinNotional : RejectCode.None;
    }

    /// <summary>The largest position the order and its neighbours could make stays below the market's bound, on which every product relies.</summary>
    public bool FitsPosition(in Ticket ticket, in Position position)
    {
        if (ticket.IsReduceOnly) return true;
        Lots open = ticket.Side == Side.Buy ? position.BuyQty : position.SellQty;
        return Math.Abs(position.Size.Value) + open.Value + ticket.Rest.Value <= ticket.Market.Terms.PositionMax.Value;
    }

    private static bool DisplayFits(in Ticket ticket) =>
        ticket.Display >= ticket.Market.Terms.QtyMin && ticket.Display.Value >= (ticket.Qty.Value + 99) / 100;

    /// <summary>The notional limits of account and key; asked once the sizes they multiply are bounded.</summary>
    public RejectCode Limits(in Ticket ticket, in Position position)
    {
        if (ticket.IsReduceOnly || state.Accounts[ticket.Account].Limits == 0) return RejectCode.None;
        Market market = ticket.Market;
        Micros notional = market.Notional(ticket.Rest, ticket.Price);
        Micros buys = ticket.Side == Side.Buy ? position.BuyNotional + notional : position.BuyNotional;
        Micros sells = ticket.Side == Side.Buy ? position.SellNotional : position.SellNotional + notional;
        Micros value = market.ValueFloor(position.Size);
        Micros inMarket = MarginBook.Absolute(value) + (ticket.Side == Side.Buy ? buys : sells);
        Micros total = margin.TotalExposure(ticket.Account, ticket.Position) + MarginBook.Exposure(value, buys, sells);
        return limits.CheckOrder(ticket.Account, ticket.Key, notional, inMarket, total, position.Leverage);
    }

    /// <summary>7 to 14 for an order that meets the book now.</summary>
    public RejectCode Entry(ref Ticket ticket, in Position position, ref Outcome outcome)
    {
        RejectCode code = Band(in ticket);
        if (code == RejectCode.None) code = AccountMay(in ticket, in position);
        if (code == RejectCode.None) code = Counts(in ticket, in position);
        if (code == RejectCode.None) code = CanReduce(in ticket, in position);
        if (code == RejectCode.None) code = PostOnly(ref ticket);
        if (code == RejectCode.None) code = Margin(in ticket, in position, ref outcome);
        if (code == RejectCode.None) code = GroupShare(in ticket, in position);
        if (code == RejectCode.None) code = FillOrKill(in ticket, in position);
        return code;
    }

    /// <summary>What the market must allow for orders with these flags.</summary>
    public static OrderClass ClassOf(OrderFlags flags)
    {
        bool rests = (flags & OrderFlags.PostOnly) != 0;
        if ((flags & OrderFlags.ReduceOnly) != 0) return rests ? OrderClass.PostOnlyReduce : OrderClass.ReduceOnly;
        return rests ? OrderClass.PostOnly : OrderClass.Risk;
    }

    /// <summary>The same of a limit whose rest stays.</summary>
    public static OrderClass ClassOfResting(OrderFlags flags) => ClassOf(flags) switch
    {
        OrderClass.Risk => OrderClass.Limit,
        OrderClass.ReduceOnly => OrderClass.LimitReduce,
        OrderClass.PostOnly => OrderClass.PostOnly,
        OrderClass.PostOnlyReduce => OrderClass.PostOnlyReduce,
        OrderClass.Cancel => OrderClass.Cancel,
        OrderClass.Limit => OrderClass.Limit,
        OrderClass.LimitReduce => OrderClass.LimitReduce,
    };

    /// <summary>7: asked of the client's own limits; one that the engine computed lies within already.</summary>
    public static RejectCode Band(in Ticket ticket) =>
        ticket.Type == OrderType.Limit && PriceBounds.IsBeyond(ticket.Side, ticket.Price, PriceBounds.Band(ticket.Market, ticket.Side)) ? RejectCode.PriceBand : RejectCode.None;

    /// <summary>8.</summary>
    public RejectCode AccountMay(in Ticket ticket, in Position position, bool asksProtection = true)
    {
        AccountStatus status = state.Accounts[ticket.Account].Status;
        bool allowed = (status == AccountStatus.Active && !state.Cases.HasStarted(position.Case)) || (status != AccountStatus.Closed && ticket.IsReduceOnly);
        if (!allowed) return RejectCode.AccountState;
        return asksProtection && !ticket.IsReduceOnly && protection.IsFrozen(in position) ? RejectCode.MmpActive : RejectCode.None;
    }

    /// <summary>9: only an order that may rest takes a place; a ladder takes several.</summary>
    public RejectCode Counts(in Ticket ticket, in Position position, int more = 1)
    {
        if (!HasRoomForRecords(in ticket)) return RejectCode.CapacityFull;
        if (!ticket.MayRest) return RejectCode.None;
        ref readonly ListMarket terms = ref ticket.Market.Terms;
        if (position.OpenOrders + more > terms.OpenOrdersMax) return RejectCode.TooManyOrders;
        if (ticket.IsReduceOnly && position.ReduceOnlyOrders + more > terms.ReduceOnlyMax) return RejectCode.TooManyOrders;
        return state.OrdersLeft < more ? RejectCode.CapacityFull : RejectCode.None;
    }

    /// <summary>Whether the records that an accepted order needs exist or can be made.</summary>
    public bool HasRoomForRecords(in Ticket ticket) => HasRoom(MissingRecords(in ticket));

    /// <summary>The same for two orders of different markets that are accepted together.</summary>
    public bool HasRoomForRecords(in Ticket first, in Ticket second) => HasRoom(MissingRecords(in first) + MissingRecords(in second));

    // The account's own, and its root's where group shares are limited.
    private int MissingRecords(in Ticket ticket)
    {
        int missing = ticket.Position == 0 ? 1 : 0;
        int root = state.Accounts[ticket.Account].Root;
        bool shares = ticket.Market.Terms.GroupOiSharePpb != 0 && root != ticket.Account;
        if (shares && state.FindPosition(root, ticket.Market.Id) == 0) missing++;
        return missing;
    }

    private bool HasRoom(int missing) => state.Positions.Count + missing <= state.Positions.Capacity;

    /// <summary>10.</summary>
    public static RejectCode CanReduce(in Ticket ticket, in Position position) =>
        ticket.IsReduceOnly && -ticket.Side.Sign() * position.Size.Value <= 0 ? RejectCode.ReduceOnlyNoPosition : RejectCode.None;

    /// <summary>11: sliding puts the order one tick behind the touch, once.</summary>
    public static RejectCode PostOnly(ref Ticket ticket)
    {
        // Before an uncross nobody takes, so the flag asks for nothing.
        if (!ticket.IsPostOnly || ticket.Market.Gathers) return RejectCode.None;
        Book book = ticket.Market.Book;
        Side opposite = ticket.Side.Opposite();
        if (book.FirstWithin(opposite, ticket.Price) == 0) return RejectCode.None;
        if ((ticket.Flags & OrderFlags.Slide) == 0) return RejectCode.WouldTake;
        ticket.Price = new(book.BestPrice(opposite).Value - ticket.Side.Sign());
        return ticket.Price.Value <= 0 || ticket.Price > ticket.Market.Terms.PriceMax ? RejectCode.WouldTake : RejectCode.None;
    }

    /// <summary>12: the builder is approved; what the order adds to the account's margin, with its loss and fees, is there.</summary>
    public RejectCode Margin(in Ticket ticket, in Position position, ref Outcome outcome)
    {
        RejectCode code = BuilderMay(in ticket);
        if (code != RejectCode.None || ticket.IsReduceOnly) return code;
        Market market = ticket.Market;
        Micros notional = market.Notional(ticket.Rest, ticket.Price);
        Micros value = market.ValueFloor(position.Size);
        Micros before = MarginBook.Exposure(value, position.BuyNotional, position.SellNotional);
        Micros buys = ticket.Side == Side.Buy ? position.BuyNotional + notional : position.BuyNotional;
        Micros sells = ticket.Side == Side.Buy ? position.SellNotional : position.SellNotional + notional;
        Micros exposure = MarginBook.Exposure(value, buys, sells);
        if (exposure <= before) return RejectCode.None;

        Micros others = margin.AvailableWithout(ticket.Account, ticket.Position) + state.Accounts[ticket.Account].Cash;
        Micros available = others + MarginBook.AvailableOf(in position, market, value, exposure) - OiSurcharge(market, position.Leverage, exposure);
        Micros needed = CostOf(in ticket);
        if (available >= needed && state.Rehearsal is null) return RejectCode.None;
        Micros availableNow = others + MarginBook.AvailableOf(in position, market, value, before);
        state.Rehearsal?.Measure(availableNow - available + needed, availableNow);
        if (available >= needed) return RejectCode.None;
        outcome.Detail1 = (availableNow - available + needed).Value;
        outcome.Detail2 = availableNow.Value;
        return RejectCode.InsufficientMargin;
    }

    public RejectCode BuilderMay(in Ticket ticket) =>
        ticket.BuilderPpb == 0 || accounts.BuilderAllowed(ticket.Account, ticket.Builder, ticket.BuilderPpb)
            ? RejectCode.None : RejectCode.BuilderNotApproved;

    /// <summary>Whether an account that is <paramref name="others"/> elsewhere can go from one position, orders included, to another.</summary>
    public RejectCode Affords(
        AccountSums others, in Position before, in Position after, Market market, Micros cost, ref Outcome outcome)
    {
        AccountSums sums = others;
        MarginBook.Add(ref sums, in after, market);
        sums.InitialMargin += OiSurcharge(market, after.Leverage, MarginBook.Exposure(in after, market));
        if (sums.Available >= cost && state.Rehearsal is null) return RejectCode.None;
        MarginBook.Add(ref others, in before, market);
        state.Rehearsal?.Measure(others.Available - sums.Available + cost, others.Available);
        if (sums.Available >= cost) return RejectCode.None;
        outcome.Detail1 = (others.Available - sums.Available + cost).Value;
        outcome.Detail2 = others.Available.Value;
        return RejectCode.InsufficientMargin;
    }

    /// <summary>What an order can lose at once: against mark, and in fees, at its limit.</summary>
    public Micros CostOf(in Ticket ticket) =>
        ticket.Market.LossAgainstMark(ticket.Side, ticket.Rest, ticket.Price) + FeesOf(in ticket);

    /// <summary>The most a taker may be charged for an order.</summary>
    public Micros FeesOf(in Ticket ticket)
    {
        Micros notional = ticket.Market.Notional(ticket.Rest, ticket.Price);
        Micros fee = Ppb.MulCeil(notional, fees.TakerPpb(ticket.Account));
        return ticket.BuilderPpb == 0 ? fee : fee + Ppb.MulCeil(notional, ticket.BuilderPpb);
    }

    /// <summary>The position with one more order open, as the checks of an order after it see it.</summary>
    public static void AddOpen(ref Position position, in Ticket ticket)
    {
        if (ticket.MayRest) position.OpenOrders++;
        if (ticket.IsReduceOnly)
        {
            position.ReduceOnlyOrders++;
            return;
        }
        Micros notional = ticket.Market.Notional(ticket.Rest, ticket.Price);
        if (ticket.Side == Side.Buy)
        {
            position.BuyNotional += notional;
            position.BuyQty += ticket.Rest;
        }
        else
        {
            position.SellNotional += notional;
            position.SellQty += ticket.Rest;
        }
    }

    // Crowded open interest asks more of new risk; nothing else ever asks it (domain §6.6).
    private static Micros OiSurcharge(Market market, int leverage, Micros exposure)
    {
        if (!market.IsCrowded) return Micros.Zero;
        long rate = market.OiMarginPpb();
        if (rate <= market.Tiers[0].ImrPpb) return Micros.Zero;
        Micros plain = market.InitialMargin(exposure, leverage);
        return Micros.Max(Micros.Zero, Ppb.MulCeil(exposure, rate) - plain);
    }

    /// <summary>13: a group's positions and resting orders on this side stay below its share of the market's cap; who only closes may always.</summary>
    public RejectCode GroupShare(in Ticket ticket, in Position position)
    {
        ref readonly ListMarket terms = ref ticket.Market.Terms;
        if (terms.GroupOiSharePpb == 0 || ticket.IsReduceOnly) return RejectCode.None;
        Lots own = ticket.Side == Side.Buy ? position.BuyQty : position.SellQty;
        if (-ticket.Side.Sign() * position.Size.Value >= (own + ticket.Rest).Value) return RejectCode.None;
        int slot = state.FindPosition(state.Accounts[ticket.Account].Root, ticket.Market.Id);
        ref Position root = ref state.Positions[slot];
        // An amended order is not in the view of its owner's position, but still in the group's sum.
        ref Position stored = ref state.Positions[ticket.Position];
        Lots itself = (ticket.Side == Side.Buy ? stored.BuyQty : stored.SellQty) - own;
        Lots resting = (ticket.Side == Side.Buy ? root.GroupBuyQty : root.GroupSellQty) - itself;
        long most = Ppb.MulFloor(terms.OiCap.Value, terms.GroupOiSharePpb);
        return (root.GroupSize + resting + ticket.Rest).Value > most ? RejectCode.OiCap : RejectCode.None;
    }

    // 14.
    private RejectCode FillOrKill(in Ticket ticket, in Position position) =>
        ticket.Tif == TimeInForce.Fok && walk.Fillable(in ticket, in position) < ticket.Rest ? RejectCode.FokNotFillable : RejectCode.None;
}
