using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>OCO pairs and brackets: who loses what when another fills, fires or ends.</summary>
public sealed partial class TwinEngine
{
    private TwinGroup? LinkOf(TwinOrder o) => o.Group != 0 && _s.Groups.TryGetValue(o.Group, out TwinGroup? group) && group.Kind != GroupKind.Scale ? group : null;

    private static TwinExit? ExitOf(TwinGroup group, TwinOrder o) => group.Exits.Find(e => e.Order == o.Id);

    private TwinOrder? Alive(long id) => _s.Orders.GetValueOrDefault(id);

    /// <summary>A fill of a resting order, told before the next fill of its taker.</summary>
    private void AfterFill(TwinOrder o, long q)
    {
        FillScale(o, q);
        FillLinks(o, q);
    }

    private void FillLinks(TwinOrder o, long q)
    {
        if (LinkOf(o) is not { } group) return;
        LinkFilled(group, o, q);
        if (o.Rest == 0) LinkEnded(group, o);
    }

    /// <summary>A taker's run is over and its rest is settled.</summary>
    private void AfterRun(TwinOrder o, long filled)
    {
        FillScale(o, filled);
        if (LinkOf(o) is not { } group) return;
        if (filled > 0) LinkFilled(group, o, filled);
        if (Alive(o.Id) is null) LinkEnded(group, o);
    }

    /// <summary>An order ended unfilled or in part.</summary>
    private void AfterEnd(TwinOrder o)
    {
        FillScale(o, 0);
        if (o.Id != _running && LinkOf(o) is { } group) LinkEnded(group, o);
    }

    private void LinkFilled(TwinGroup group, TwinOrder o, long q)
    {
        if (group.Kind == GroupKind.Oco)
        {
            // One that has not run yet is cut when the first one's run is over.
            foreach (TwinOrder other in group.Members.Where(m => m != o.Id).Select(Alive).OfType<TwinOrder>().Where(m => m.Place != Place.Nowhere)) Reduce(other, q);
        }
        else if (group.Entry == o.Id)
        {
            EntryFilled(group, o, q);
        }
        else
        {
            ExitFilled(group, ExitOf(group, o)!, q);
        }
    }

    private void LinkEnded(TwinGroup group, TwinOrder o)
    {
        if (group.Kind == GroupKind.Bracket)
        {
            if (group.Entry == o.Id) EntryEnded(group, o);
            else ExitEnded(group, ExitOf(group, o)!, o.EndedAs);
        }
        Forget(group);
    }

    private void FillScale(TwinOrder o, long q)
    {
        if (o.Group == 0 || !_s.Groups.TryGetValue(o.Group, out TwinGroup? group) || group.Kind != GroupKind.Scale) return;
        group.Filled += q;
        if (o.Id != _running) Forget(group);
    }

    private void Forget(TwinGroup group)
    {
        if (!group.AllTold || group.Members.Exists(_s.Orders.ContainsKey)) return;
        _s.Groups.Remove(group.Id);
        if (group.Kind == GroupKind.Scale) EndName(group.Id, ScaleState(group), group.Filled);
    }

    /// <summary>A trigger of one cancels the other; a bracket's stop takes the levels and the entry away.</summary>
    private void BeforeFire(TwinOrder o)
    {
        if (LinkOf(o) is not { } group) return;
        if (group.Kind == GroupKind.Oco)
        {
            foreach (TwinOrder other in group.Members.Where(m => m != o.Id).Select(Alive).OfType<TwinOrder>()) Cancel(other, CancelReason.Oco);
            return;
        }
        if (!ExitOf(group, o)!.IsStop) return;
        foreach (TwinExit level in group.Exits.Where(e => e.Alive && !e.IsStop)) Cancel(_s.Orders[level.Order], CancelReason.Oco);
        if (!group.EntryOver) Cancel(_s.Orders[group.Entry], CancelReason.Oco);
    }

    private void Reduce(TwinOrder other, long q)
    {
        if (q >= other.Rest) Cancel(other, CancelReason.Oco);
        else Cut(other, q, CancelReason.Oco);
    }

    /// <summary>Each level gets the whole lots of its share, the stop everything.</summary>
    private void EntryFilled(TwinGroup group, TwinOrder entry, long q)
    {
        group.EntryFilled += q;
        foreach (TwinExit level in group.Exits.Where(e => !e.IsStop)) Give(level, ShareOf(group, level) - level.Given);
        if (group.Stop is { } stop) Give(stop, q);
        TrimResting(entry.Account, entry.Market);
    }

    private static long ShareOf(TwinGroup group, TwinExit level) => Floor((Int128)group.EntryFilled * level.Lots, group.EntryQty);

    /// <summary>The lots that the floors left over are dealt out; exits with nothing are over.</summary>
    private void EntryEnded(TwinGroup group, TwinOrder entry)
    {
        if (group.EntryOver) return;
        group.EntryOver = true;
        List<TwinExit> levels = [.. group.Exits.Where(e => !e.IsStop)];
        bool deals = group.EntryFilled > 0 && group.EntryFilled < group.EntryQty;
        if (deals && levels.Count > 0)
        {
            long[] targets = Formulas.BracketTargets(group.EntryFilled, group.EntryQty, [.. levels.Select(l => l.Lots)], true);
            for (int i = 0; i < levels.Count; i++) Give(levels[i], targets[i] - ShareOf(group, levels[i]));
        }
        foreach (TwinExit level in levels) EndIdle(group, level);
        if (group.Stop is { } stop) EndIdle(group, stop);
        TrimResting(entry.Account, entry.Market);
        if (deals) DropExits(entry.Account, entry.Market);
    }

    private void EndIdle(TwinGroup group, TwinExit exit)
    {
        if (!exit.Alive || Alive(exit.Order) is not { Rest: 0 } o || o.Id == _running) return;
        if (exit.Filled == exit.Lots && !exit.IsStop)
        {
            exit.Alive = false;
            _s.Orders.Remove(o.Id);
            return;
        }
        Cancel(o, exit.IsStop && group.EntryFilled > 0 ? CancelReason.Oco : CancelReason.EntryUnfilled);
    }

    /// <summary>A level's fill is taken from the stop, which sleeps at nothing while the entry lives.</summary>
    private void ExitFilled(TwinGroup group, TwinExit exit, long q)
    {
        exit.Filled += q;
        if (exit.IsStop || group.Stop is not { } found || Alive(found.Order) is not { } stop) return;
        if (q < stop.Rest || group.EntryOver || !IsTrigger(stop))
        {
            Reduce(stop, q);
            return;
        }
        if (stop.Rest == 0) return;
        Cut(stop, stop.Rest, CancelReason.Oco);
        (stop.Place, stop.Latched, stop.Peak) = (Place.Inactive, false, 0);
        _s.Queue.RemoveAll(l => l.Order == stop.Id);
    }

    /// <summary>A limit that filled what it had sleeps while its level may still be given lots. Every other end is final.</summary>
    private void ExitEnded(TwinGroup group, TwinExit exit, OrderState end)
    {
        if (!exit.Alive) return;
        if (end == OrderState.Filled && exit.Terms.Trigger == TriggerKind.None && !group.EntryOver && exit.Given < exit.Lots)
        {
            TwinOrder asleep = exit.Terms.Copy();
            asleep.Filled = exit.Filled;
            _s.Orders[asleep.Id] = asleep;
            return;
        }
        exit.Alive = false;
    }

    private void Give(TwinExit exit, long more)
    {
        if (more <= 0 || !exit.Alive) return;
        exit.Given += more;
        if (Alive(exit.Order) is not { } o) return;
        // Nothing is added to an order while it runs.
        if (o.Id == _running) return;
        Tell(o.Account, o.Market, new ExitActivated { Order = new(o.Id), Active = new(o.Rest + more) });
        if (o.Place == Place.Book)
        {
            Unrest(o);
            o.Rest += more;
            Rest(o);
            return;
        }
        bool queued = o.Rest > 0;
        o.Rest += more;
        if (o.Place != Place.Inactive) return;
        if (o.Trigger != TriggerKind.None)
        {
            o.Place = Place.Waiting;
            Watch(o);
        }
        else if (!queued)
        {
            long best = BestOpposite(Market(o.Market), o.Side);
            if (best == 0 || !o.Crosses(best)) Rest(o);
            else _s.Crossed.Add(o.Id);
        }
    }

    /// <summary>Exits that came up across the book run now, in the order in which they did.</summary>
    private void RunCrossed()
    {
        while (_s.Crossed.Count > 0)
        {
            long id = _s.Crossed[0];
            _s.Crossed.RemoveAt(0);
            if (Alive(id) is not { Place: Place.Inactive, Rest: > 0 } o) continue;
            TwinMarket market = Market(o.Market);
            if (market.State is not (MarketState.Open or MarketState.ReduceOnly) || market.Prices == PriceState.Dead)
            {
                Cancel(o, CancelReason.MarketState);
                continue;
            }
            o.Place = Place.Nowhere;
            RunAndSettle(o, FillReason.User);
        }
    }

    private RejectCode PlaceOco(Command[] members)
    {
        PlaceOrder[] bodies = [.. members.Select(m => Command.Body<PlaceOrder>(m))];
        CommandHeader header = members[1].Header;
        TwinOrder[] orders = [.. bodies.Select(b => Draft(header, b))];
        RejectCode code = Permit(header, orders.All(o => o.ReduceOnly), bodies[0].Market, orders: 2);
        if (code != RejectCode.None) return code;
        byte[] terms = [.. members.SelectMany(m => TermsOf(m))];
        if (Known(header.Account, header.Kind, bodies[0].ClientId, terms) is { } known) return known;
        code = Expired(bodies[0].RequestExpiresNs);
        if (code != RejectCode.None) return code;
        ClientOrderId second = bodies[1].ClientId;
        if (!second.IsEmpty && (second == bodies[0].ClientId || _s.ClientIds.ContainsKey((header.Account, second)))) return RejectCode.DuplicateIdMismatch;
        if (MarketOrNull(bodies[0].Market) is null) return RejectCode.UnknownMarket;
        // Both are asked of the first one's market; that they name the same one is part of their combination.
        TwinOrder[] states = [orders[0], orders[1].Copy()];
        states[1].Market = orders[0].Market;
        code = First(
            () => StatesCheck(states[0]),
            () => StatesCheck(states[1]),
            () => bodies[0].Market == bodies[1].Market && bodies[0].Side == bodies[1].Side ? RejectCode.None : RejectCode.BadCombination,
            () => MayPair(bodies[0]) ? Combination(bodies[0]) : RejectCode.BadCombination,
            () => MayPair(bodies[1]) ? Combination(bodies[1]) : RejectCode.BadCombination,
            () => CheckSized(bodies[0], orders[0]),
            () => SecondOfPair(bodies[1], orders));
        if (code != RejectCode.None) return code;
        if (_s.Groups.Count >= _s.Capacities.GroupsMax) return RejectCode.CapacityFull;
        var group = new TwinGroup { Kind = GroupKind.Oco };
        foreach (TwinOrder o in orders)
        {
            o.Id = NewId();
            if (group.Id == 0) _s.Groups[group.Id = o.Id] = group;
            group.Members.Add(o.Id);
            o.Group = group.Id;
            Remember(o.Account, header.Kind, o.ClientId, terms, o.Id);
            _s.Orders[o.Id] = o;
        }
        foreach (TwinOrder o in orders)
        {
            if (o.Trigger != TriggerKind.None) Arm(o);
            else TellAccepted(o, OrderState.New);
        }
        foreach (TwinOrder o in orders.Where(o => o.Trigger == TriggerKind.None))
        {
            if (!_s.Orders.ContainsKey(o.Id)) continue;
            RunEnd end = RunAndSettle(o, FillReason.User);
            _answer.Detail2 += end.Filled;
            if (o == orders[0] && end.Filled > 0 && Alive(orders[1].Id) is { Place: Place.Nowhere } other) Reduce(other, end.Filled);
        }
        (_answer.Detail1, _answer.State) = (orders[0].Id, StateNow(orders[0]));
        return RejectCode.None;
    }

    /// <summary>Both can wait or rest, and have a size of their own.</summary>
    private static bool MayPair(in PlaceOrder p) =>
        p.Flags.HasFlag(OrderFlags.Oco) && (p.Flags & (OrderFlags.ByQuote | OrderFlags.PositionExit | OrderFlags.Slide)) == 0
        && p.Type != OrderType.ClosePosition && p.Percent == 0
        && (p.Trigger != TriggerKind.None || (p.Type == OrderType.Limit && p.Tif is TimeInForce.Gtc or TimeInForce.Gtd));

    /// <summary>The second order is asked with the first one resting or waiting.</summary>
    private RejectCode SecondOfPair(PlaceOrder body, TwinOrder[] orders)
    {
        var refusal = RejectCode.None;
        Try(() =>
        {
            TwinOrder first = orders[0].Copy();
            first.Id = long.MaxValue;
            first.Place = first.Trigger != TriggerKind.None ? Place.Inactive : Place.Book;
            if (first.Place == Place.Book) Market(first.Market).SideOf(first.Side).Add(first);
            _s.Orders[first.Id] = first;
            refusal = CheckSized(body, orders[1]);
            return RejectCode.Busy;
        });
        return refusal;
    }

    private RejectCode PlaceBracket(Command[] members)
    {
        PlaceOrder p = Command.Body<PlaceOrder>(members[0]);
        AddExit[] exits = [.. members[1..].Select(m => Command.Body<AddExit>(m))];
        CommandHeader header = members[0].Header;
        if (exits.Any(e => e.SharePpb < 0 || e.SharePpb > R || e.SlipPpb < 0 || e.CallbackPpb < 0 || e.Offset.Value < 0 || e.Type == OrderType.ClosePosition)) return RejectCode.BadValue;
        byte[] terms = [.. members.SelectMany(m => TermsOf(m))];
        TwinOrder entry = Draft(header, p);
        RejectCode code = Permit(header, false, p.Market);
        if (code != RejectCode.None) return code;
        if (Known(header.Account, header.Kind, p.ClientId, terms) is { } known) return known;
        List<TwinOrder> drafts = [];
        code = First(
            () => Expired(p.RequestExpiresNs),
            () => StatesCheck(entry),
            () => BracketShape(p, exits),
            () => Grid(entry, p.Quote.Value, p.Flags.HasFlag(OrderFlags.ByQuote)),
            () => ExitSizes(entry, p, exits, drafts),
            () => MoneyLimits(entry),
            () => CheckPlain(entry),
            () => entry.Tif != TimeInForce.Fok || Fills(entry) ? RejectCode.None : RejectCode.FokNotFillable,
            () => ExitRoom(entry, drafts));
        if (code != RejectCode.None) return code;
        Begin(header, entry, drafts, terms);
        return RejectCode.None;
    }

    private bool Fills(TwinOrder o)
    {
        long wanted = o.Rest, filled = 0;
        Try(() =>
        {
            filled = RunTaker(o.Copy(), FillReason.User).Filled;
            return RejectCode.Busy;
        });
        return filled == wanted;
    }

    private RejectCode BracketShape(PlaceOrder p, AddExit[] exits)
    {
        bool plain = p.Trigger == TriggerKind.None && p.Type != OrderType.ClosePosition && (p.Flags & (OrderFlags.ReduceOnly | OrderFlags.Oco | OrderFlags.PositionExit)) == 0;
        if (!plain) return RejectCode.BadCombination;
        RejectCode code = Combination(p);
        foreach (AddExit e in exits)
        {
            if (code == RejectCode.None) code = ExitShape(e);
        }
        if (code != RejectCode.None) return code;
        int stops = exits.Count(e => e.SharePpb == 0);
        bool whole = exits.Sum(e => (long)e.SharePpb) == R || stops == exits.Length;
        return stops <= 1 && whole ? RejectCode.None : RejectCode.BadCombination;
    }

    private static RejectCode ExitShape(in AddExit e)
    {
        bool limit = e.Type == OrderType.Limit, trails = e.Trigger == TriggerKind.Trailing, stops = trails || e.Trigger == TriggerKind.Stop;
        bool bad = stops != (e.SharePpb == 0) || limit != (e.Price.Value != 0) || (limit && e.SlipPpb != 0)
            || (e.Trigger == TriggerKind.None && (!limit || e.TriggerBy != 0))
            || (trails ? limit || (e.CallbackPpb != 0) == (e.Offset.Value != 0) : e.ActivationPrice.Value != 0 || e.CallbackPpb != 0 || e.Offset.Value != 0)
            || (e.Trigger is TriggerKind.Stop or TriggerKind.TakeProfit) != (e.TriggerPrice.Value != 0);
        if (bad) return RejectCode.BadCombination;
        return e.CallbackPpb != 0 && e.CallbackPpb is < CallbackMin or > CallbackMax ? RejectCode.BadValue : RejectCode.None;
    }

    private RejectCode ExitSizes(TwinOrder entry, in PlaceOrder p, AddExit[] exits, List<TwinOrder> drafts)
    {
        TwinMarket market = Market(entry.Market);
        bool bad(long price) => price < 0 || price > market.Terms.PriceMax.Value;
        if (exits.Any(e => bad(e.Price.Value) || bad(e.TriggerPrice.Value) || bad(e.ActivationPrice.Value) || bad(e.Offset.Value))) return RejectCode.BadTick;
        long[] lots = exits.Any(e => e.SharePpb > 0) ? Formulas.LargestRemainder(entry.Qty, [.. exits.Where(e => e.SharePpb > 0).Select(e => (long)e.SharePpb)]) : [];
        int level = 0;
        foreach (AddExit e in exits)
        {
            TwinOrder exit = ExitDraft(entry, p, e);
            exit.Qty = e.SharePpb > 0 ? lots[level++] : entry.Qty;
            drafts.Add(exit);
        }
        foreach (TwinOrder exit in drafts)
        {
            if (exit.Slip > market.Terms.SlipMaxPpb) return RejectCode.BadValue;
            if (exit.Qty < market.Terms.QtyMin.Value) return RejectCode.QtyRange;
        }
        return RejectCode.None;
    }

    /// <summary>Places for all exits: limits as resting reduce-only orders, the others as triggers.</summary>
    private RejectCode ExitRoom(TwinOrder entry, List<TwinOrder> exits)
    {
        ListMarket terms = Market(entry.Market).Terms;
        List<TwinOrder> own = [.. _s.Orders.Values.Where(x => x.Account == entry.Account && x.Market == entry.Market)];
        int limits = exits.Count(e => e.Trigger == TriggerKind.None);
        bool room = own.Count(x => x.Place == Place.Book) + limits + (entry.MayRest ? 1 : 0) <= terms.OpenOrdersMax
            && own.Count(x => x.Place == Place.Book && x.ReduceOnly) + limits <= terms.ReduceOnlyMax
            && own.Count(IsTrigger) + exits.Count - limits <= terms.TriggerOrdersMax;
        if (!room) return RejectCode.TooManyOrders;
        return _s.Groups.Count >= _s.Capacities.GroupsMax ? RejectCode.CapacityFull : RejectCode.None;
    }

    private void Begin(in CommandHeader header, TwinOrder entry, List<TwinOrder> exits, byte[] terms)
    {
        entry.Id = NewId();
        entry.Group = entry.Id;
        var group = new TwinGroup { Id = entry.Id, Kind = GroupKind.Bracket, Entry = entry.Id, EntryQty = entry.Qty, Members = [entry.Id] };
        foreach (TwinOrder exit in exits)
        {
            exit.Id = NewId();
            exit.Group = entry.Id;
            group.Exits.Add(new TwinExit { Order = exit.Id, Lots = exit.Qty, IsStop = exit.Trigger is TriggerKind.Stop or TriggerKind.Trailing, Terms = exit.Copy() });
            group.Members.Add(exit.Id);
            _s.Orders[exit.Id] = exit;
        }
        _s.Groups[entry.Id] = group;
        Remember(entry.Account, header.Kind, entry.ClientId, terms, entry.Id);
        TellAccepted(entry, OrderState.New);
        foreach (TwinOrder exit in exits) TellAccepted(exit, OrderState.Inactive);
        _s.Orders[entry.Id] = entry;
        RunEnd end = RunAndSettle(entry, FillReason.User);
        (_answer.Detail1, _answer.Detail2, _answer.State) = (entry.Id, end.Filled, StateNow(entry));
    }

    private TwinOrder ExitDraft(TwinOrder entry, in PlaceOrder p, in AddExit e) => new()
    {
        Account = entry.Account,
        Key = entry.Key,
        Market = entry.Market,
        Type = e.Type,
        Side = entry.Side.Opposite(),
        Tif = e.Type == OrderType.Limit ? TimeInForce.Gtc : TimeInForce.Ioc,
        Stp = entry.Stp,
        Flags = OrderFlags.ReduceOnly | (p.Flags & OrderFlags.CancelOnDisconnect),
        Price = e.Price.Value,
        Builder = entry.Builder,
        BuilderPpb = entry.BuilderPpb,
        Label = entry.Label,
        Session = entry.Session,
        Place = Place.Inactive,
        Trigger = e.Trigger,
        TriggerBy = e.Trigger == TriggerKind.None ? 0 : e.TriggerBy == 0 ? TriggerRef.Mark : e.TriggerBy,
        TriggerPrice = e.TriggerPrice.Value,
        Activation = e.ActivationPrice.Value,
        Offset = e.Offset.Value,
        Callback = e.CallbackPpb,
        Slip = e.SlipPpb,
    };
}
