using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Placing one order: its draft, its checks in order, its run and what is left of it.</summary>
public sealed partial class TwinEngine
{
    private TwinOrder Draft(in CommandHeader header, in PlaceOrder p)
    {
        var o = new TwinOrder
        {
            Account = header.Account,
            Key = header.Key,
            Market = p.Market,
            Type = p.Type,
            Side = p.Side,
            Tif = p.Tif,
            Stp = p.Stp == 0 ? StpMode.CancelOldest : p.Stp,
            Flags = p.Flags,
            Price = p.Price.Value,
            Qty = p.Qty.Value,
            Display = p.Display.Value,
            ExpireAtNs = p.ExpireAtNs,
            Label = p.Label,
            Session = p.Session,
            Builder = p.Builder,
            BuilderPpb = p.BuilderPpb,
            ClientId = p.ClientId,
            Trigger = p.Trigger,
            TriggerBy = p.Trigger == TriggerKind.None ? 0 : p.TriggerBy == 0 ? TriggerRef.Mark : p.TriggerBy,
            TriggerPrice = p.TriggerPrice.Value,
            Activation = p.ActivationPrice.Value,
            Offset = p.Offset.Value,
            Callback = p.CallbackPpb,
            Worst = p.WorstPrice.Value,
            Slip = p.SlipPpb,
        };
        if (MarketOrNull(o.Market) is { } market) Complete(o, market, p.Quote.Value, p.Percent);
        o.Rest = o.Qty;
        return o;
    }

    /// <summary>Fills in what the user left to the venue: side and size of a close, limit of a market order, lots for an amount.</summary>
    private void Complete(TwinOrder o, TwinMarket market, long quote, byte percent)
    {
        long size = Position(o.Account, market.Id).Size;
        bool waits = o.Trigger != TriggerKind.None;
        if (o.Type == OrderType.ClosePosition)
        {
            if (!waits && size != 0) o.Side = size > 0 ? Side.Sell : Side.Buy;
            if (percent != 0 && size != 0) o.Qty = Math.Max(1, Floor((Int128)Abs(size) * percent, 100));
            else if (!waits) o.Qty = Abs(size);
        }
        if (waits || o.IsLimit || market.Mark == 0) return;
        o.Price = MarketLimit(o);
        if (o.Flags.HasFlag(OrderFlags.ByQuote)) o.Qty = quote <= 0 ? 0 : Floor(quote, (Int128)o.Price * market.Tv);
    }

    private RejectCode PlaceOne(in Command command)
    {
        PlaceOrder p = Command.Body<PlaceOrder>(command);
        CommandHeader header = command.Header;
        byte[] terms = TermsOf(command);
        TwinOrder o = Draft(header, p);
        RejectCode code = Permit(header, o);
        if (code != RejectCode.None) return code;
        if (Known(header.Account, header.Kind, p.ClientId, terms) is { } known) return known;
        if (p.Flags.HasFlag(OrderFlags.Oco) && First(() => Expired(p.RequestExpiresNs), () => StatesCheck(o)) == RejectCode.None) return RejectCode.BadCombination;
        code = CheckNew(p, o);
        if (code != RejectCode.None) return code;
        if (o.Trigger != TriggerKind.None)
        {
            o.Id = NewId();
            Remember(header.Account, header.Kind, p.ClientId, terms, o.Id);
            Arm(o);
            (_answer.Detail1, _answer.State) = (o.Id, OrderState.PendingTrigger);
            return RejectCode.None;
        }
        if (AsksMakers(o))
        {
            o.Id = NewId();
            Remember(header.Account, header.Kind, p.ClientId, terms, o.Id);
            OpenAuction(o);
            (_answer.Detail1, _answer.State) = (o.Id, OrderState.PendingAuction);
            return RejectCode.None;
        }
        return Start(o, terms, header.Kind);
    }

    /// <summary>Steps 3 to 13 of an order placed by itself.</summary>
    private RejectCode CheckNew(PlaceOrder p, TwinOrder o)
    {
        RejectCode code = First(() => Expired(p.RequestExpiresNs), () => StatesCheck(o), () => Combination(p));
        return code == RejectCode.None ? CheckSized(p, o) : code;
    }

    /// <summary>Steps 6 to 13.</summary>
    private RejectCode CheckSized(PlaceOrder p, TwinOrder o)
    {
        RejectCode code = First(() => Grid(o, p.Quote.Value, p.Flags.HasFlag(OrderFlags.ByQuote)), () => MoneyLimits(o));
        if (code != RejectCode.None) return code;
        if (o.Trigger != TriggerKind.None)
        {
            // A position's exit needs the position it protects; other triggers may wait for one.
            return First(() => AccountCheck(o, mmp: false), () => Counts(o), () => o.IsPositionExit ? ReduceOnlyRoom(o) : RejectCode.None, () => WouldTrigger(o));
        }
        return CheckPlain(o);
    }

    /// <summary>Steps 7 to 13 of an order that runs now.</summary>
    private RejectCode CheckPlain(TwinOrder o) => First(
        () => Band(o),
        () => AccountCheck(o, mmp: true),
        () => Counts(o),
        () => ReduceOnlyRoom(o),
        () => WouldTake(o),
        () => Margin(o),
        () => GroupInterest(o));

    /// <summary>Accepts, runs and settles an order; a fill-or-kill does it on a copy first.</summary>
    private RejectCode Start(TwinOrder o, byte[] terms, CommandKind kind)
    {
        if (o.Tif == TimeInForce.Fok)
        {
            return Try(() =>
            {
                RunEnd end = Accept(o.Copy());
                return end.Filled == o.Rest ? RejectCode.None : RejectCode.FokNotFillable;
            });
        }
        Accept(o);
        return RejectCode.None;

        RunEnd Accept(TwinOrder live)
        {
            live.Id = NewId();
            Remember(live.Account, kind, live.ClientId, terms, live.Id);
            TellAccepted(live, OrderState.New);
            _s.Orders[live.Id] = live;
            RunEnd end = RunAndSettle(live, FillReason.User);
            (_answer.Detail1, _answer.Detail2, _answer.State) = (live.Id, end.Filled, StateNow(live));
            return end;
        }
    }

    /// <summary>Where an order of this command is now, also when it has ended.</summary>
    private OrderState StateNow(TwinOrder o) => _s.Orders.TryGetValue(o.Id, out TwinOrder? alive) ? StateOf(alive) : o.EndedAs;

    private void MarkUsed(int account, int market)
    {
        Position(account, market).Used = true;
        // A group's sums lie with its root where shares are limited.
        if (Market(market).Terms.GroupOiSharePpb != 0) Position(GroupOf(account), market).Used = true;
    }

    private void TellAccepted(TwinOrder o, OrderState state)
    {
        MarkUsed(o.Account, o.Market);
        Tell(o.Account, o.Market, new OrderAccepted
        {
            Order = new(o.Id),
            Price = new(o.Price),
            Qty = new(o.Qty),
            Display = new(o.Display),
            ExpireAtNs = o.ExpireAtNs,
            Group = new(o.Group),
            Label = o.Label,
            Key = o.Key,
            Type = o.Type,
            Side = o.Side,
            Tif = o.Tif,
            Stp = o.Stp,
            Flags = o.ReduceOnly ? o.Flags | OrderFlags.ReduceOnly : o.Flags,
            State = state,
            Builder = o.Builder,
            BuilderPpb = o.BuilderPpb,
            ClientId = o.ClientId,
        });
        if (o.Trigger == TriggerKind.None) return;
        Tell(o.Account, o.Market, new TriggerArmed
        {
            Order = new(o.Id),
            TriggerPrice = new(o.TriggerPrice),
            ActivationPrice = new(o.Activation),
            Offset = new(o.Offset),
            WorstPrice = new(o.Worst),
            CallbackPpb = o.Callback,
            SlipPpb = o.Slip,
            Trigger = o.Trigger,
            TriggerBy = o.TriggerBy,
        });
    }

    /// <summary>The run, then what is left of the order, then the links and trims its fills cause.</summary>
    private RunEnd RunAndSettle(TwinOrder o, FillReason reason, bool retries = false)
    {
        _running = o.Id;
        RunEnd end = RunTaker(o, reason);
        SettleRest(o, end, retries);
        return end;
    }

    private void SettleRest(TwinOrder o, RunEnd end, bool retries = false)
    {
        if (end.Stopped is { } stopped && !(retries && o.Rest > 0)) Cancel(o, stopped);
        else if (o.Rest == 0) End(o, OrderState.Filled);
        else if (o.MayRest && end.Stopped is null) Rest(o);
        else if (retries)
        {
            o.Place = Place.Retrying;
            if (o.RetryTurn == 0) o.RetryTurn = ++_s.RetryTurns;
        }
        else Cancel(o, CancelReason.IocRemainder);
        _running = 0;
        AfterRun(o, end.Filled);
        TrimResting(o.Account, o.Market);
        if (end.Filled > 0) DropExits(o.Account, o.Market);
    }

    /// <summary>Market order of twice the position. The half that opens is asked like a new order by an account whose position was closed at the order's limit.</summary>
    private RejectCode Reverse(in Command command)
    {
        Reverse body = Command.Body<Reverse>(command);
        CommandHeader header = command.Header;
        byte[] terms = TermsOf(command);
        if (body.SlipPpb < 0) return RejectCode.BadValue;
        RejectCode code = Permit(header, false, body.Market);
        if (code != RejectCode.None) return code;
        if (Known(header.Account, header.Kind, body.ClientId, terms) is { } known) return known;
        code = Expired(body.RequestExpiresNs);
        if (code != RejectCode.None) return code;
        if (MarketOrNull(body.Market) is not { } market) return RejectCode.UnknownMarket;
        long size = Position(header.Account, body.Market).Size;
        var p = new PlaceOrder
        {
            Market = body.Market,
            Type = OrderType.Market,
            Tif = TimeInForce.Ioc,
            Side = size < 0 ? Side.Buy : Side.Sell,
            SlipPpb = body.SlipPpb,
            ClientId = body.ClientId,
            Qty = new(Abs(size)),
        };
        TwinOrder o = Draft(header, p);
        code = First(
            () => StatesCheck(o),
            () => body.SlipPpb > market.Terms.SlipMaxPpb ? RejectCode.BadValue : RejectCode.None,
            () => size == 0 ? RejectCode.NoPosition : RejectCode.None,
            () => SecondHalf(o));
        if (code != RejectCode.None) return code;
        o.Qty = o.Rest = 2 * o.Qty;
        return Start(o, terms, header.Kind);
    }

    private RejectCode SecondHalf(TwinOrder o)
    {
        var refusal = RejectCode.None;
        Try(() =>
        {
            TwinMarket market = Market(o.Market);
            long notional = o.Rest * o.Price * market.Tv;
            _heldInterest = OpenInterest(market);
            ApplyFill(o.Account, market, o.Side, o.Rest, o.Price, Formulas.FeeUp(notional, TakerRate(o.Account)));
            refusal = First(() => Grid(o), () => MoneyLimits(o), () => AccountCheck(o, mmp: true), () => Margin(o));
            _heldInterest = null;
            return RejectCode.Busy;
        });
        return refusal;
    }

    /// <summary>One close per position, in market order; a market that does not allow it is passed over.</summary>
    private RejectCode CloseAll(CommandHeader header, in CloseAll body)
    {
        if (body.SlipPpb < 0) return RejectCode.BadValue;
        if (!MayPlace(header, true, 0)) return RejectCode.NotPermitted;
        _answer.Detail2 = CloseEverything(header.Account, m => MayPlace(header, true, m), body.SlipPpb, 0, CancelReason.User, NewId, header.Key);
        _answer.Detail1 = OrderId.Of(_seq, 0).Value;
        return RejectCode.None;
    }

    private long CloseEverything(int account, Func<int, bool> may, int slip, int onlyMarket, CancelReason reason, Func<long> newId, int key = 0)
    {
        long sent = 0;
        foreach (TwinMarket market in _s.Markets.ToList())
        {
            if ((onlyMarket != 0 && market.Id != onlyMarket) || Position(account, market.Id).Size == 0 || !may(market.Id)) continue;
            var p = new PlaceOrder { Market = (ushort)market.Id, Type = OrderType.ClosePosition, Tif = TimeInForce.Ioc, Side = Side.Sell, SlipPpb = Math.Min(slip, market.Terms.SlipMaxPpb) };
            var header = new CommandHeader { Account = account, Key = key };
            TwinOrder o = Draft(header, p);
            if (First(() => StatesCheck(o), () => AccountCheck(o, mmp: false)) != RejectCode.None) continue;
            foreach (TwinOrder own in ReduceOnlyResting(account, market).OrderBy(x => x.Id)) Cancel(own, reason);
            o.Id = newId();
            TellAccepted(o, OrderState.New);
            _s.Orders[o.Id] = o;
            RunAndSettle(o, FillReason.User);
            sent++;
        }
        return sent;
    }
}
