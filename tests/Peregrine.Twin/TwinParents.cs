using System.Runtime.InteropServices;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Orders that are several orders: scales, TWAPs, pairs.</summary>
public sealed partial class TwinEngine
{
    private const int TwapSlipMax = 30_000_000;

    private RejectCode PlaceScale(in Command command)
    {
        PlaceScale b = Command.Body<PlaceScale>(command);
        CommandHeader header = command.Header;
        byte[] terms = TermsOf(command);
        if (b.Count is < 2 or > 50 || b.RatioNum <= 0 || b.RatioDen <= 0 || b.Qty.Value < 0 || b.BuilderPpb < 0) return RejectCode.BadValue;
        const OrderFlags allowed = OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.CancelOnDisconnect | OrderFlags.Protective;
        var first = new PlaceOrder
        {
            Market = b.Market,
            Type = OrderType.Limit,
            Side = b.Side,
            Tif = b.Tif,
            Stp = b.Stp,
            // What else it says means nothing to a scale: with it, it opens positions as without it.
            Flags = b.Flags & allowed,
            Price = b.FirstPrice,
            Qty = b.Qty,
            ExpireAtNs = b.ExpireAtNs,
            Label = b.Label,
            Session = b.Session,
            Builder = b.Builder,
            BuilderPpb = b.BuilderPpb,
        };
        TwinOrder whole = Draft(header, first);
        RejectCode code = Permit(header, whole);
        if (code != RejectCode.None) return code;
        if (Known(header.Account, header.Kind, b.ClientId, terms) is { } known) return known;
        List<TwinOrder> children = [];
        code = First(
            () => Expired(b.RequestExpiresNs),
            () => StatesCheck(whole),
            () => (b.Flags & ~allowed) != 0 || b.Tif is TimeInForce.Ioc or TimeInForce.Fok ? RejectCode.BadCombination : Combination(first),
            () => ScaleGrid(b, whole, children),
            () => ScaleSizes(children),
            () => Each(children, Band),
            () => AccountCheck(whole, mmp: true),
            () => ScaleCounts(whole, children.Count),
            () => _s.Groups.Count >= _s.Capacities.GroupsMax ? RejectCode.CapacityFull : RejectCode.None,
            () => ReduceOnlyRoom(whole),
            () => Each(children, WouldTake),
            () => ScaleMargin(whole, children),
            () => GroupInterest(whole));
        if (code != RejectCode.None) return code;
        BeginScale(header, b, terms, children);
        return RejectCode.None;
    }

    private static RejectCode Each(List<TwinOrder> orders, Func<TwinOrder, RejectCode> check) => orders.Select(check).FirstOrDefault(c => c != RejectCode.None);

    /// <summary>Both ends on the grid, a quantity, and no two children at one price; fills in the children.</summary>
    private RejectCode ScaleGrid(in PlaceScale b, TwinOrder whole, List<TwinOrder> children)
    {
        long most = Market(whole.Market).Terms.PriceMax.Value;
        if (b.FirstPrice.Value <= 0 || b.FirstPrice.Value > most || b.LastPrice.Value <= 0 || b.LastPrice.Value > most) return RejectCode.BadTick;
        if (b.Qty.Value <= 0) return RejectCode.BadLot;
        if (b.Qty.Value > Market(whole.Market).Terms.PositionMax.Value) return RejectCode.QtyRange;
        foreach ((long price, long qty) in Formulas.Scale(b.FirstPrice.Value, b.LastPrice.Value, b.Count, b.Qty.Value, b.RatioNum, b.RatioDen))
        {
            TwinOrder child = whole.Copy();
            (child.Price, child.Qty, child.Rest) = (price, qty, qty);
            children.Add(child);
        }
        return children.Select(c => c.Price).Distinct().Count() == children.Count ? RejectCode.None : RejectCode.BadTick;
    }

    /// <summary>Each child's sizes and limits with the ones before it open.</summary>
    private RejectCode ScaleSizes(List<TwinOrder> children) => WithOpen(children, child =>
        child.Qty < Market(child.Market).Terms.QtyMin.Value ? RejectCode.QtyRange : First(() => Grid(child), () => MoneyLimits(child)));

    /// <summary>Asks each order with the ones before it in the book, on a copy.</summary>
    private RejectCode WithOpen(List<TwinOrder> orders, Func<TwinOrder, RejectCode> check, Func<RejectCode>? after = null)
    {
        var refusal = RejectCode.None;
        Try(() =>
        {
            foreach (TwinOrder order in orders)
            {
                refusal = check(order);
                if (refusal != RejectCode.None) return refusal;
                Market(order.Market).SideOf(order.Side).Add(order.Copy());
            }
            if (after is not null) refusal = after();
            return RejectCode.Busy;
        });
        return refusal;
    }

    private RejectCode ScaleCounts(TwinOrder whole, int count)
    {
        TwinMarket market = Market(whole.Market);
        List<TwinOrder> own = [.. market.Resting.Where(x => x.Account == whole.Account)];
        if (own.Count + count > market.Terms.OpenOrdersMax) return RejectCode.TooManyOrders;
        return whole.ReduceOnly && own.Count(x => x.ReduceOnly) + count > market.Terms.ReduceOnlyMax ? RejectCode.TooManyOrders : RejectCode.None;
    }

    /// <summary>Step 12, once for all children: their sum open, and each one's loss and fees.</summary>
    private RejectCode ScaleMargin(TwinOrder whole, List<TwinOrder> children)
    {
        if (BuilderMissing(whole)) return RejectCode.BuilderNotApproved;
        if (whole.ReduceOnly) return RejectCode.None;
        TwinMarket market = Market(whole.Market);
        return MarginCheck(whole, children.Sum(c => c.Rest * c.Price * market.Tv), children.Sum(CostOf));
    }

    private void BeginScale(in CommandHeader header, in PlaceScale b, byte[] terms, List<TwinOrder> children)
    {
        long parent = NewId(), filled = 0;
        var group = new TwinGroup { Id = parent, Kind = GroupKind.Scale, Qty = b.Qty.Value, AllTold = false };
        _s.Groups[parent] = group;
        Remember(header.Account, header.Kind, b.ClientId, terms, parent);
        foreach (TwinOrder child in children)
        {
            child.Id = NewId();
            group.Members.Add(child.Id);
        }
        foreach (TwinOrder child in children)
        {
            child.Group = parent;
            TellAccepted(child, OrderState.New);
            _s.Orders[child.Id] = child;
            filled += RunAndSettle(child, FillReason.User).Filled;
        }
        group.AllTold = true;
        Forget(group);
        (_answer.Detail1, _answer.Detail2, _answer.State) = (parent, filled, ScaleState(group));
    }

    /// <summary>A scale lives while a child does.</summary>
    private OrderState ScaleState(TwinGroup group)
    {
        bool alive = !group.AllTold || group.Members.Exists(_s.Orders.ContainsKey);
        if (!alive) return group.Filled >= group.Qty ? OrderState.Filled : OrderState.Cancelled;
        return group.Filled > 0 ? OrderState.PartiallyFilled : OrderState.Live;
    }

    private RejectCode PlaceTwap(in Command command)
    {
        PlaceTwap b = Command.Body<PlaceTwap>(command);
        CommandHeader header = command.Header;
        (b.Salt, b.RequestExpiresNs) = (0, 0);
        byte[] terms = MemoryMarshal.AsBytes(new ReadOnlySpan<PlaceTwap>(in b)).ToArray();
        b = Command.Body<PlaceTwap>(command);
        long interval = b.IntervalNs == 0 ? 30 * Second : b.IntervalNs;
        var o = new TwinOrder
        {
            Account = header.Account,
            Key = header.Key,
            Market = b.Market,
            Type = b.LimitPrice.Value == 0 ? OrderType.Market : OrderType.Limit,
            Side = b.Side,
            Tif = TimeInForce.Ioc,
            Stp = b.Stp == 0 ? StpMode.CancelOldest : b.Stp,
            Flags = b.Flags,
            Price = b.LimitPrice.Value,
            Qty = b.Qty.Value,
            Rest = b.Qty.Value,
            Label = b.Label,
            Session = b.Session,
            Builder = b.Builder,
            BuilderPpb = b.BuilderPpb,
            ClientId = b.ClientId,
            Slip = b.SlipPpb == 0 ? Math.Min(DefaultSlipPpb, MarketOrNull(b.Market)?.Terms.SlipMaxPpb ?? 0) : b.SlipPpb,
            Worst = b.LimitPrice.Value,
            DurationNs = b.DurationNs,
            IntervalNs = interval,
            JitterNs = b.JitterNs,
            Salt = b.Salt,
        };
        if (!GoodTwap(b, interval)) return RejectCode.BadValue;
        RejectCode code = Permit(header, o);
        if (code != RejectCode.None) return code;
        if (Known(header.Account, header.Kind, b.ClientId, terms) is { } known) return known;
        code = First(
            () => Expired(b.RequestExpiresNs),
            () => StatesCheck(o),
            () => TwapCombination(b),
            () => TwapGrid(o),
            () => AccountCheck(o, mmp: false),
            () => _s.Orders.Values.Count(x => x.Place == Place.Twap) >= _s.Capacities.TwapsMax ? RejectCode.CapacityFull : RejectCode.None,
            () => ReduceOnlyRoom(o),
            () => BuilderMissing(o) ? RejectCode.BuilderNotApproved : RejectCode.None);
        if (code != RejectCode.None) return code;
        o.Id = NewId();
        o.StartNs = _now;
        o.ExpireAtNs = _now + b.DurationNs;
        o.Place = Place.Twap;
        _s.Orders[o.Id] = o;
        Remember(header.Account, header.Kind, b.ClientId, terms, o.Id);
        TellAccepted(o, OrderState.Live);
        (_answer.Detail1, _answer.State) = (o.Id, OrderState.Live);
        return RejectCode.None;
    }

    private static bool GoodTwap(in PlaceTwap b, long interval) =>
        b.DurationNs is >= Minute and <= 7 * Day && interval >= 5 * Second && b.DurationNs % interval == 0 && b.DurationNs / interval >= 2
        && b.JitterNs >= 0 && b.JitterNs <= interval / 3 && b.SlipPpb is >= 0 and <= TwapSlipMax && b.BuilderPpb >= 0;

    private RejectCode TwapCombination(in PlaceTwap b)
    {
        const OrderFlags allowed = OrderFlags.ReduceOnly | OrderFlags.CancelOnDisconnect | OrderFlags.Protective;
        if ((b.Flags & ~allowed) != 0 || (b.Builder == 0) != (b.BuilderPpb == 0)) return RejectCode.BadCombination;
        return b.SlipPpb > Market(b.Market).Terms.SlipMaxPpb ? RejectCode.BadValue : RejectCode.None;
    }

    private RejectCode TwapGrid(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        if (o.Worst < 0 || o.Worst > market.Terms.PriceMax.Value) return RejectCode.BadTick;
        if (o.Qty <= 0) return RejectCode.BadLot;
        long n = Slices(o);
        if (o.Qty > market.Terms.PositionMax.Value || o.Qty < n * market.Terms.QtyMin.Value || 3 * Ceil(o.Qty, n) > market.Terms.QtyMax.Value) return RejectCode.QtyRange;
        return Floor((Int128)o.Qty * market.Mark * market.Tv, Sub) < (Int128)n * market.Terms.NotionalMin.Value ? RejectCode.MinNotional : RejectCode.None;
    }

    private static long Slices(TwinOrder o) => o.DurationNs / o.IntervalNs;

    /// <summary>When the next slice falls: the last one exactly at the end, the others up to the jitter beside their time.</summary>
    private static long SliceTime(TwinOrder o)
    {
        long k = o.Slice + 1;
        return k >= Slices(o) ? o.StartNs + o.DurationNs : o.StartNs + k * o.IntervalNs + Hash64.Jitter(o.Id, k, o.JitterNs, o.Salt);
    }

    private void RunSlice(TwinOrder o)
    {
        o.Slice++;
        long n = Slices(o);
        if (o.ReduceOnly && RoomOf(o) == 0)
        {
            Cancel(o, CancelReason.TwapEnd);
            return;
        }
        if (!o.Paused) Slice(o, n);
        if (o.Rest == 0)
        {
            End(o, OrderState.Filled);
            Tell(o.Account, o.Market, new TwapEnded { Order = new(o.Id), Executed = new(o.Filled), Salt = o.Salt });
        }
        else if (o.Slice >= n)
        {
            Cancel(o, CancelReason.TwapEnd);
        }
    }

    /// <summary>A slice is a new limit order; what it does not fill, for whatever reason, the next one asks again.</summary>
    private void Slice(TwinOrder twap, long n)
    {
        TwinMarket market = Market(twap.Market);
        TwinOrder slice = twap.Copy();
        slice.Type = OrderType.Limit;
        long asked = Math.Min(Formulas.TwapAsk(twap.Qty, twap.Slice, n, twap.Filled), RoomOf(twap));
        slice.Qty = slice.Rest = asked;
        slice.Price = Clamped(twap, twap.IsBuy ? Formulas.BandMax(market.Mark, twap.Slip) : Formulas.BandMin(market.Mark, twap.Slip));
        Answer said = _answer;
        RejectCode code = First(
            () => StatesCheck(slice),
            () => market.Prices != PriceState.Fresh ? RejectCode.PriceState : RejectCode.None,
            () => Grid(slice),
            () => MoneyLimits(slice),
            () => CheckPlain(slice));
        _answer = said;
        long filled = 0;
        if (code == RejectCode.None)
        {
            filled = RunTaker(slice, FillReason.Twap).Filled;
            twap.Filled += filled;
            twap.Rest -= filled;
            if (filled > 0) TrimReduceOnly(twap.Account, market.Id);
        }
        Tell(twap.Account, market.Id, new TwapSlice
        {
            Order = new(twap.Id),
            Asked = new(asked),
            Filled = new(filled),
            Executed = new(twap.Filled),
            Limit = new(slice.Price),
            Slice = (int)twap.Slice,
            Skipped = code,
        });
    }

    private RejectCode Control(in CommandHeader header, in ControlTwap body)
    {
        if (body.Order.IsNone && body.ClientId.IsEmpty) return RejectCode.BadValue;
        bool resumes = body.Action == TwapAction.Resume;
        if (resumes ? !MayPlace(header, true, 0) : !MayDo(header, AllowedActions.Cancel)) return RejectCode.NotPermitted;
        TwinOrder? o = Named(header.Account, body.Order, body.ClientId, out long id, out _);
        _answer.Detail1 = id;
        if (o is not { Place: Place.Twap }) return RejectCode.UnknownOrder;
        if (resumes && !MayPlace(header, o.ReduceOnly, o.Market)) return RejectCode.NotPermitted;
        o.Paused = !resumes;
        Tell(o.Account, o.Market, new TwapControlled { Order = new(id), Action = body.Action });
        (_answer.Detail2, _answer.State) = (o.Filled, StateOf(o));
        return RejectCode.None;
    }

    private const int PairTriesMax = 16;

    private RejectCode PlacePair(in Command command)
    {
        PlacePair b = Command.Body<PlacePair>(command);
        CommandHeader header = command.Header;
        byte[] terms = TermsOf(command);
        PlaceOrder Leg(int market, Side side, Lots unit, int slip) => new()
        {
            Market = (ushort)market,
            Type = OrderType.Market,
            Side = side,
            Tif = TimeInForce.Ioc,
            Stp = b.Stp,
            Qty = new(unit.Value > 0 && b.Multiple > 0 ? (long)Int128.Min((Int128)unit.Value * b.Multiple, 1L << 41) : 0),
            SlipPpb = slip,
            Label = b.Label,
            Builder = b.Builder,
            BuilderPpb = b.BuilderPpb,
        };
        PlaceOrder[] bodies = [Leg(b.MarketA, b.SideA, b.UnitA, b.SlipPpbA), Leg(b.MarketB, b.SideB, b.UnitB, b.SlipPpbB)];
        long[] units = [b.UnitA.Value, b.UnitB.Value];
        if (b.Multiple <= 0 || b.MinMultiple < 0 || b.MinMultiple > b.Multiple || b.SlipPpbA < 0 || b.SlipPpbB < 0 || b.BuilderPpb < 0) return RejectCode.BadValue;
        TwinOrder[] legs = [.. bodies.Select(p => Draft(header, p))];
        if (!MayPlace(header, false, b.MarketB)) return RejectCode.NotPermitted;
        RejectCode permit = Permit(header, false, b.MarketA, orders: 2);
        if (permit != RejectCode.None) return permit;
        if (Known(header.Account, header.Kind, b.ClientId, terms) is { } known) return known;
        RejectCode code = First(
            () => Expired(b.RequestExpiresNs),
            () => MarketOrNull(b.MarketB) is null ? RejectCode.UnknownMarket : RejectCode.None,
            () => StatesCheck(legs[0]),
            () => StatesCheck(legs[1]),
            () => b.MarketA == b.MarketB || (b.Builder == 0) != (b.BuilderPpb == 0) ? RejectCode.BadCombination : RejectCode.None,
            () => Combination(bodies[0]),
            () => Combination(bodies[1]),
            () => units[0] <= 0 || units[1] <= 0 ? RejectCode.BadLot : RejectCode.None);
        foreach (Func<TwinOrder, RejectCode> step in new Func<TwinOrder, RejectCode>[] { o => Grid(o), MoneyLimits, Band, o => AccountCheck(o, mmp: true) })
        {
            if (code == RejectCode.None) code = First(() => step(legs[0]), () => step(legs[1]));
        }
        if (code == RejectCode.None) code = First(() => Margin(legs[0]), () => SecondMargin(legs), () => GroupInterest(legs[0]), () => GroupInterest(legs[1]));
        return code == RejectCode.None ? FillTogether(header, b, terms, legs, units) : code;
    }

    /// <summary>All that is wanted, then whatever whole units the shorter leg filled, and so on for a few tries.</summary>
    private RejectCode FillTogether(CommandHeader header, PlacePair b, byte[] terms, TwinOrder[] legs, long[] units)
    {
        long multiple = b.Multiple;
        for (int i = 0; i < PairTriesMax && multiple >= Math.Max(1, b.MinMultiple); i++)
        {
            long reached = 0;
            if (Try(() => RunPair(header, b, terms, legs, units, multiple, out reached)) == RejectCode.None) return RejectCode.None;
            multiple = reached;
        }
        return RejectCode.PairNotFillable;
    }

    /// <summary>The second leg is asked with the first one's order open and, where that raises exposure, its cost paid.</summary>
    private RejectCode SecondMargin(TwinOrder[] legs)
    {
        var refusal = RejectCode.None;
        Try(() =>
        {
            TwinOrder first = legs[0].Copy();
            first.Id = NewId();
            TwinMarket market = Market(first.Market);
            bool raises = ExposureWith(first.Account, market, first.Side, first.Rest * first.Price * market.Tv) > ExposureWith(first.Account, market, first.Side, 0);
            if (raises) Account(first.Account).Cash -= CostOf(first);
            market.SideOf(first.Side).Add(first);
            refusal = Margin(legs[1]);
            return RejectCode.Busy;
        });
        return refusal;
    }

    private RejectCode RunPair(CommandHeader header, PlacePair b, byte[] terms, TwinOrder[] legs, long[] units, long multiple, out long reached)
    {
        List<TwinOrder> live = [];
        for (int i = 0; i < 2; i++)
        {
            TwinOrder leg = legs[i].Copy();
            leg.Id = NewId();
            leg.Qty = leg.Rest = units[i] * multiple;
            if (i == 0)
            {
                leg.ClientId = b.ClientId;
                Remember(header.Account, header.Kind, b.ClientId, terms, leg.Id);
            }
            TellAccepted(leg, OrderState.New);
            _s.Orders[leg.Id] = leg;
            live.Add(leg);
        }
        for (int i = 0; i < 2; i++)
        {
            reached = RunAndSettle(live[i], FillReason.User).Filled / units[i];
            if (reached != multiple) return RejectCode.PairNotFillable;
        }
        reached = multiple;
        (_answer.Detail1, _answer.Detail2, _answer.State) = (live[0].Id, multiple, OrderState.Filled);
        return RejectCode.None;
    }
}
