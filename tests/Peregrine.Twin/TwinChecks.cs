using System.Runtime.InteropServices;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>The checks of an order, one function per step of the specification's list.</summary>
public sealed partial class TwinEngine
{
    private const int DefaultSlipPpb = 5_000_000;
    private const int CallbackMin = 1_000_000;
    private const int CallbackMax = 100_000_000;

    /// <summary>Step 1: actions and markets of account and key, then the rate, account first.</summary>
    private RejectCode Permit(in CommandHeader header, TwinOrder o, int orders = 1) => Permit(header, o.ReduceOnly, o.Market, orders);

    private RejectCode Permit(in CommandHeader header, bool reduceOnly, int market, int orders = 1)
    {
        if (!MayPlace(header, reduceOnly, market)) return RejectCode.NotPermitted;
        for (int i = 0; i < orders; i++)
        {
            if (!WithinRate(Account(header.Account).Limits)) return RejectCode.KeyLimit;
            if (header.Key != 0 && !WithinRate(_s.Keys[header.Key - 1].Limits)) return RejectCode.KeyLimit;
        }
        return RejectCode.None;
    }

    /// <summary>A right to trade includes orders that only reduce; account and key each need one of the two.</summary>
    private bool MayPlace(in CommandHeader header, bool reduceOnly, int market) =>
        MayPlace(Account(header.Account).Limits.Now, reduceOnly, market) && (header.Key == 0 || MayPlace(_s.Keys[header.Key - 1].Limits.Now, reduceOnly, market));

    private static bool MayPlace(in Limits limits, bool reduceOnly, int market)
    {
        AllowedActions allowed = ActionsOf(limits);
        bool may = allowed.HasFlag(AllowedActions.Trade) || (reduceOnly && allowed.HasFlag(AllowedActions.ReduceOnly));
        return may && (market == 0 || Allows(limits, market));
    }

    /// <summary>The limits in money and the leverage, account first, asked at the end of step 6.</summary>
    private RejectCode MoneyLimits(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        if (!o.ReduceOnly && (o.Trigger == TriggerKind.None || ReferencePrice(o) != 0) && StoppedByLoss(o.Account, o.Key)) return RejectCode.KeyLimit;
        if (!FitsMoney(Account(o.Account).Limits.Now, market, o)) return RejectCode.KeyLimit;
        return o.Key == 0 || FitsMoney(_s.Keys[o.Key - 1].Limits.Now, market, o) ? RejectCode.None : RejectCode.KeyLimit;
    }

    private bool WithinRate(TwinLimits limits)
    {
        if (limits.Now.OrdersPerSecondMax == 0) return true;
        long second = Floor(_now, Second);
        if (limits.WindowSecond != second) (limits.WindowSecond, limits.WindowOrders) = (second, 0);
        if (limits.WindowOrders >= limits.Now.OrdersPerSecondMax) return false;
        limits.WindowOrders++;
        return true;
    }

    private bool FitsMoney(in Limits limits, TwinMarket market, TwinOrder o)
    {
        long price = ReferencePrice(o);
        if (o.ReduceOnly || (o.Trigger != TriggerKind.None && price == 0)) return true;
        if (limits.LeverageMax != 0 && Position(o.Account, market.Id).Leverage > limits.LeverageMax) return false;
        long notional = o.Rest * price * market.Tv;
        if (limits.OrderNotionalMax.Value != 0 && notional > limits.OrderNotionalMax.Value) return false;
        long position = Abs(Value(Position(o.Account, market.Id), market)) + OpenNotional(o.Account, market, o.Side) + notional;
        if (limits.PositionNotionalMax.Value != 0 && position > limits.PositionNotionalMax.Value) return false;
        long total = MarketsOf(o.Account).Append(market).Distinct().Sum(m => ExposureWith(o.Account, m, o.Side, m == market ? notional : 0));
        return limits.TotalNotionalMax.Value == 0 || total <= limits.TotalNotionalMax.Value;
    }

    /// <summary>The price an order's notional is counted at: its limit, or its trigger price while it waits without one.</summary>
    private static long ReferencePrice(TwinOrder o) => o.Price != 0 ? o.Price : o.Trigger == TriggerKind.None ? 0 : o.TriggerPrice != 0 ? o.TriggerPrice : o.Activation;

    /// <summary>Step 2: null when this client id is new.</summary>
    private RejectCode? Known(int account, CommandKind kind, ClientOrderId id, byte[] terms)
    {
        if (id.IsEmpty || !_s.ClientIds.TryGetValue((account, id), out TwinClientId? known)) return null;
        if (known.Kind != kind || !known.Terms.AsSpan().SequenceEqual(terms)) return RejectCode.DuplicateIdMismatch;
        _answer.Duplicate = true;
        _answer.Detail1 = known.Order;
        (_answer.State, _answer.Detail2) = NowOf(known);
        return RejectCode.None;
    }

    /// <summary>Where what a client id names is now, and how much of it has filled.</summary>
    private (OrderState State, long Filled) NowOf(TwinClientId known)
    {
        if (_s.Orders.TryGetValue(known.Order, out TwinOrder? alive)) return (StateOf(alive), alive.Filled);
        if (_s.Groups.TryGetValue(known.Order, out TwinGroup? group) && group.Kind == GroupKind.Scale) return (ScaleState(group), group.Filled);
        return (known.State, known.Filled);
    }

    private void Remember(int account, CommandKind kind, ClientOrderId id, byte[] terms, long order)
    {
        if (id.IsEmpty) return;
        _s.ClientIds = _s.ClientIds.SetItem((account, id), new TwinClientId(kind, terms, order, 0, OrderState.None));
        _s.ClientIdOf = _s.ClientIdOf.SetItem(order, (account, id));
    }

    /// <summary>What a retry must repeat: everything but how long the request itself is good for.</summary>
    private static byte[] TermsOf(in Command command)
    {
        byte[] terms = Command.BodyBytesOf(in command).ToArray();
        int at = command.Header.Kind switch
        {
            CommandKind.PlaceOrder => Where<PlaceOrder>(),
            CommandKind.PlaceScale => Where<PlaceScale>(),
            CommandKind.PlaceTwap => Where<PlaceTwap>(),
            CommandKind.PlacePair => Where<PlacePair>(),
            CommandKind.Reverse => Where<Reverse>(),
            _ => -1,
        };
        if (at >= 0) terms.AsSpan(at, sizeof(long)).Clear();
        return terms;

        static int Where<T>() => (int)Marshal.OffsetOf<T>(nameof(PlaceOrder.RequestExpiresNs));
    }

    private RejectCode Expired(long requestExpiresNs) => requestExpiresNs != 0 && requestExpiresNs <= _now ? RejectCode.ExpiredRequest : RejectCode.None;

    /// <summary>Step 4: the two state tables.</summary>
    private RejectCode StatesCheck(TwinOrder o)
    {
        if (MarketOrNull(o.Market) is not { } market) return RejectCode.UnknownMarket;
        // One that fired and rests is a plain order now.
        bool waits = o.Trigger != TriggerKind.None && o.Place != Place.Book;
        bool allowed = market.State switch
        {
            MarketState.Open => true,
            MarketState.ReduceOnly => o.ReduceOnly,
            MarketState.PostOnly => o.PostOnly && !waits && o.IsLimit,
            MarketState.PreOpen => !waits && (o.MayRest || BadlyPostOnly(o)) && !o.ReduceOnly,
            MarketState.Auction => !waits && (o.MayRest || BadlyPostOnly(o)),
            MarketState.Draft or MarketState.CancelOnly or MarketState.Halted or MarketState.Settling or MarketState.Settled => false,
        };
        if (!allowed) return RejectCode.MarketState;
        bool priced = market.Prices == PriceState.Fresh || (o.ReduceOnly && market.Prices != PriceState.Dead);
        return priced ? RejectCode.None : RejectCode.PriceState;
    }

    /// <summary>The flag is read first: what contradicts it is the next step's.</summary>
    private static bool BadlyPostOnly(TwinOrder o) => o.PostOnly && o.IsLimit;

    /// <summary>Step 5 for a single order.</summary>
    private RejectCode Combination(in PlaceOrder p)
    {
        bool limit = p.Type == OrderType.Limit, market = p.Type == OrderType.Market, close = p.Type == OrderType.ClosePosition;
        bool has(in PlaceOrder x, OrderFlags flag) => x.Flags.HasFlag(flag);
        bool waits = p.Trigger != TriggerKind.None, gtc = p.Tif is TimeInForce.Gtc or TimeInForce.Gtd;
        bool bad = (market && gtc)
            || (close && p.Tif != TimeInForce.Ioc)
            || (has(p, OrderFlags.PostOnly) && (!limit || !gtc))
            || (has(p, OrderFlags.Slide) && !has(p, OrderFlags.PostOnly))
            || (p.Display.Value != 0 && (!limit || !gtc))
            || (!limit && p.Price.Value != 0)
            || (close && (p.Qty.Value != 0 || has(p, OrderFlags.ByQuote)))
            || (p.Percent != 0 && !close)
            || (has(p, OrderFlags.ByQuote) ? !market || waits || p.Qty.Value != 0 : p.Quote.Value != 0)
            || (p.Tif != TimeInForce.Gtd && p.ExpireAtNs != 0)
            || (limit && p.SlipPpb != 0)
            || (p.Builder == 0) != (p.BuilderPpb == 0)
            || (has(p, OrderFlags.PositionExit) && (!waits || close || p.Qty.Value != 0 || p.Display.Value != 0 || has(p, OrderFlags.Oco)))
            || (has(p, OrderFlags.Oco) && (close || (!waits && !(limit && gtc))))
            || BadTrigger(p, waits);
        if (bad) return RejectCode.BadCombination;
        if (p.Percent > 100 || p.SlipPpb < 0 || p.BuilderPpb < 0 || p.SlipPpb > Market(p.Market).Terms.SlipMaxPpb) return RejectCode.BadValue;
        if (p.Tif == TimeInForce.Gtd && !GoodExpiry(p.ExpireAtNs)) return RejectCode.BadValue;
        if (p.CallbackPpb != 0 && p.CallbackPpb is < CallbackMin or > CallbackMax) return RejectCode.BadValue;
        return RejectCode.None;
    }

    private bool GoodExpiry(long expireAtNs) => expireAtNs >= _now + Second && expireAtNs <= _now + 90 * Day;

    private static bool BadTrigger(in PlaceOrder p, bool waits)
    {
        if (!waits)
        {
            return p.TriggerBy != 0 || p.TriggerPrice.Value != 0 || p.ActivationPrice.Value != 0 || p.CallbackPpb != 0 || p.Offset.Value != 0 || p.WorstPrice.Value != 0
                || (p.Flags & (OrderFlags.AllowImmediate | OrderFlags.NoLastGuard | OrderFlags.PositionExit)) != 0;
        }
        if (p.WorstPrice.Value != 0 && p.Type == OrderType.Limit) return true;
        return p.Trigger == TriggerKind.Trailing
            ? p.TriggerPrice.Value != 0 || (p.CallbackPpb != 0) == (p.Offset.Value != 0)
            : p.ActivationPrice.Value != 0 || p.CallbackPpb != 0 || p.Offset.Value != 0;
    }

    /// <summary>Step 6. <paramref name="o"/> has its quantity and limit computed where the user gave none.</summary>
    private RejectCode Grid(TwinOrder o, long quote = 0, bool byQuote = false, long? total = null)
    {
        TwinMarket market = Market(o.Market);
        bool bad(long price) => price <= 0 || price > market.Terms.PriceMax.Value;
        bool waits = o.Trigger != TriggerKind.None;
        if (o.IsLimit && bad(o.Price)) return RejectCode.BadTick;
        if (o.Trigger is TriggerKind.Stop or TriggerKind.TakeProfit && bad(o.TriggerPrice)) return RejectCode.BadTick;
        if ((o.Activation != 0 && bad(o.Activation)) || (o.Worst != 0 && bad(o.Worst)) || (o.Offset != 0 && bad(o.Offset))) return RejectCode.BadTick;
        bool sizeless = o.IsPositionExit || o.Type == OrderType.ClosePosition;
        if (byQuote ? quote <= 0 : !sizeless && o.Rest <= 0) return RejectCode.BadLot;
        if (o.Display < 0) return RejectCode.BadLot;
        if (sizeless) return RejectCode.None;

        long size = Position(o.Account, o.Market).Size;
        long qty = total ?? o.Rest;
        bool flattens = o.ReduceOnly && o.Rest >= Abs(size);
        long most = o.IsLimit ? market.Terms.QtyMax.Value : market.Terms.MarketQtyMax.Value;
        if ((!flattens && qty < market.Terms.QtyMin.Value) || qty > most) return RejectCode.QtyRange;
        if (o.Display != 0 && (o.Display < market.Terms.QtyMin.Value || (Int128)o.Display * 100 < qty)) return RejectCode.QtyRange;
        if (PositionBound(o) is var bound and not RejectCode.None) return bound;
        long notional = qty * ReferencePrice(o) * market.Tv;
        bool unpriced = waits && ReferencePrice(o) == 0;
        return !flattens && !unpriced && notional < market.Terms.NotionalMin.Value ? RejectCode.MinNotional : RejectCode.None;
    }

    /// <summary>Position and open orders on one side stay within the market's maximum; asked again when a waiting order fires.</summary>
    private RejectCode PositionBound(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        long size = Position(o.Account, o.Market).Size;
        bool passes = o.ReduceOnly || Abs(size) + OpenQty(o.Account, market, o.Side) + o.Rest <= market.Terms.PositionMax.Value;
        return passes ? RejectCode.None : RejectCode.QtyRange;
    }

    /// <summary>Step 7: a limit on the aggressive side may not lie beyond the band.</summary>
    private RejectCode Band(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        if (!o.IsLimit) return RejectCode.None;
        bool beyond = o.IsBuy ? o.Price > Formulas.BandMax(market.Mark, market.Terms.BandUpPpb) : o.Price < Formulas.BandMin(market.Mark, market.Terms.BandDownPpb);
        return beyond ? RejectCode.PriceBand : RejectCode.None;
    }

    /// <summary>Step 8.</summary>
    private RejectCode AccountCheck(TwinOrder o, bool mmp)
    {
        AccountStatus status = Account(o.Account).Status;
        if (status == AccountStatus.Closed || (status != AccountStatus.Active && !o.ReduceOnly)) return RejectCode.AccountState;
        if (!o.ReduceOnly && _s.Cases.Exists(c => c.Started && c.Part == new TwinPart(o.Account, o.Market))) return RejectCode.AccountState;
        return mmp && !o.ReduceOnly && _now < Position(o.Account, o.Market).MmpFrozenUntilNs ? RejectCode.MmpActive : RejectCode.None;
    }

    /// <summary>Step 9.</summary>
    private RejectCode Counts(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        List<TwinOrder> own = [.. _s.Orders.Values.Where(x => x.Account == o.Account && x.Market == o.Market)];
        if (o.Trigger != TriggerKind.None)
        {
            if (o.IsPositionExit && own.Exists(x => x.IsPositionExit && x.Place is (Place.Waiting or Place.Retrying) && (x.Trigger == TriggerKind.TakeProfit) == (o.Trigger == TriggerKind.TakeProfit))) return RejectCode.TooManyOrders;
            if (own.Count(IsTrigger) >= market.Terms.TriggerOrdersMax) return RejectCode.TooManyOrders;
            return _s.Orders.Values.Count(IsTrigger) >= _s.Capacities.TriggersMax ? RejectCode.CapacityFull : RejectCode.None;
        }
        return BookCounts(o, market, own);
    }

    /// <summary>Step 9 of a waiting order when it fires: a child that may rest takes a place in the book.</summary>
    private RejectCode ChildCounts(TwinOrder o) =>
        BookCounts(o, Market(o.Market), [.. _s.Orders.Values.Where(x => x.Account == o.Account && x.Market == o.Market)]);

    private RejectCode BookCounts(TwinOrder o, TwinMarket market, List<TwinOrder> own)
    {
        if (!o.MayRest) return RejectCode.None;
        if (own.Count(x => x.Place == Place.Book) >= market.Terms.OpenOrdersMax) return RejectCode.TooManyOrders;
        if (o.ReduceOnly && own.Count(x => x.Place == Place.Book && x.ReduceOnly) >= market.Terms.ReduceOnlyMax) return RejectCode.TooManyOrders;
        return _s.Orders.Values.Count(x => x.Place == Place.Book) >= _s.Capacities.OrdersMax ? RejectCode.CapacityFull : RejectCode.None;
    }

    /// <summary>Step 10.</summary>
    private RejectCode ReduceOnlyRoom(TwinOrder o) => o.ReduceOnly && RoomOf(o) == 0 ? RejectCode.ReduceOnlyNoPosition : RejectCode.None;

    /// <summary>Step 11 for an order that goes to the book: a sliding one moves instead of being refused.</summary>
    private RejectCode WouldTake(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        long best = BestOpposite(market, o.Side);
        if (Gathers(market.State)) return RejectCode.None;
        if (!o.PostOnly || best == 0 || !o.Crosses(best)) return RejectCode.None;
        if (!o.Flags.HasFlag(OrderFlags.Slide)) return RejectCode.WouldTake;
        long slid = o.IsBuy ? best - 1 : best + 1, given = o.Price;
        o.Price = slid;
        if (slid >= 1 && slid <= market.Terms.PriceMax.Value && Band(o) == RejectCode.None) return RejectCode.None;
        o.Price = given;
        return RejectCode.WouldTake;
    }

    private bool BuilderMissing(TwinOrder o) => o.Builder != 0 && RootOf(o.Account).Builders.GetValueOrDefault(o.Builder, -1) < o.BuilderPpb;

    /// <summary>Step 12.</summary>
    private RejectCode Margin(TwinOrder o)
    {
        if (BuilderMissing(o)) return RejectCode.BuilderNotApproved;
        return o.ReduceOnly ? RejectCode.None : MarginCheck(o);
    }

    /// <summary>Step 13: the share of the market's open-interest cap that one group may have, its open orders counted.</summary>
    private RejectCode GroupInterest(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        if (o.ReduceOnly || market.Terms.GroupOiSharePpb == 0) return RejectCode.None;
        // Who only closes, with all that is open on this side, may always.
        long room = Position(o.Account, o.Market).Size * (o.IsBuy ? -1 : 1);
        if (room >= OpenQty(o.Account, market, o.Side) + o.Rest) return RejectCode.None;
        int root = GroupOf(o.Account);
        long sizes = _s.Accounts.Where(a => a.Root == root).Sum(a => a.Positions.TryGetValue(market.Id, out TwinPosition? p) ? Abs(p.Size) : 0);
        long orders = Reserving(market, o.Side).Where(x => !x.ReduceOnly && GroupOf(x.Account) == root).Sum(x => x.Rest);
        return sizes + orders + o.Rest > Floor((Int128)market.Terms.OiCap.Value * market.Terms.GroupOiSharePpb, R) ? RejectCode.OiCap : RejectCode.None;
    }

    private static RejectCode First(params ReadOnlySpan<Func<RejectCode>> checks)
    {
        foreach (Func<RejectCode> check in checks)
        {
            RejectCode code = check();
            if (code != RejectCode.None) return code;
        }
        return RejectCode.None;
    }

    /// <summary>The limit of a market order: slippage around mark and book, clamped to band, range and the user's own worst price.</summary>
    private long MarketLimit(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        long slip = o.Slip != 0 ? o.Slip : Math.Min(DefaultSlipPpb, market.Terms.SlipMaxPpb);
        return Clamped(o, Formulas.MarketLimit(o.Side, market.Mark, BestOpposite(market, o.Side), slip));
    }

    private long Clamped(TwinOrder o, long limit)
    {
        TwinMarket market = Market(o.Market);
        if (o.IsBuy)
        {
            limit = Math.Min(limit, Math.Min(Formulas.BandMax(market.Mark, market.Terms.BandUpPpb), ExecMax(market)));
            if (o.Worst != 0) limit = Math.Min(limit, o.Worst);
        }
        else
        {
            limit = Math.Max(limit, Math.Max(Formulas.BandMin(market.Mark, market.Terms.BandDownPpb), ExecMin(market)));
            if (o.Worst != 0) limit = Math.Max(limit, o.Worst);
        }
        return Math.Clamp(limit, 1, market.Terms.PriceMax.Value);
    }
}
