using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    private void SendOrder()
    {
        // A filter that leaves brackets out leaves pairs out too: both need groups.
        if (_rng.Chance(20) && _only?.Contains(CommandKind.AddExit) != false)
        {
            SendOco();
            return;
        }
        int account = Who();
        PlaceOrder order = AnyPlaceOrder(Any());
        order.ClientId = MaybeClientId();
        Placed(account);
        Send(order, account, WhoseKey());
    }

    private PlaceOrder AnyPlaceOrder(MarketPlan m)
    {
        Side side = AnySide();
        var p = new PlaceOrder
        {
            Market = (ushort)m.Id,
            Type = OrderType.Limit,
            Side = side,
            Tif = TimeInForce.Gtc,
            Stp = AnyStp(),
            Price = new(PriceNear(m, side)),
            Qty = new(QtyOf(m)),
            Label = AnyLabel(),
            Session = AnySession(),
        };
        if (_rng.Chance(200)) p.Flags |= OrderFlags.ReduceOnly;
        if (_rng.Chance(60)) p.Flags |= OrderFlags.CancelOnDisconnect;
        if (_rng.Chance(40)) p.Flags |= OrderFlags.Protective;
        if (_rng.Chance(60)) (p.Builder, p.BuilderPpb) = (Who(), _rng.Pick(0, 10_000, 400_000));
        if (_rng.Chance(10)) p.RequestExpiresNs = _now + _rng.Of(-5L, 5);
        switch (_rng.Weighted([500, 80, 80, 60, 50, 60, 100, 60, 150, 30, 20]))
        {
            case 0: break;
            case 1: p.Flags |= _rng.Pick(OrderFlags.PostOnly, OrderFlags.PostOnly | OrderFlags.Slide); break;
            case 2: p.Tif = TimeInForce.Ioc; break;
            case 3: p.Tif = TimeInForce.Fok; break;
            case 4: (p.Tif, p.ExpireAtNs) = (TimeInForce.Gtd, _now + _rng.Of(Second - 10, 20 * Second)); break;
            case 5: p.Display = new(_rng.Of(1L, Math.Max(1, p.Qty.Value))); break;
            case 6: ToMarket(ref p); break;
            case 7: ToClose(ref p); break;
            case 8: ToTrigger(ref p, m); break;
            case 9: ToPositionExit(ref p, m); break;
            default:
                ToMarket(ref p);
                (p.Flags, p.Qty, p.Quote) = (p.Flags | OrderFlags.ByQuote, default, new(_rng.Of(1L, m.QtyTypical * m.Base * m.Tv)));
                break;
        }
        if (_askPermille > 0 && _ask.Chance(300)) p.Flags |= OrderFlags.Auction;
        return p;
    }

    private void ToMarket(ref PlaceOrder p) => (p.Type, p.Tif, p.Price, p.SlipPpb) = (OrderType.Market, _rng.Pick(TimeInForce.Ioc, TimeInForce.Ioc, TimeInForce.Fok), default, _rng.Pick(0, 1_000_000, 50_000_000));

    private void ToClose(ref PlaceOrder p)
    {
        (p.Type, p.Tif, p.Price, p.Qty, p.SlipPpb) = (OrderType.ClosePosition, TimeInForce.Ioc, default, default, _rng.Pick(0, 30_000_000));
        if (_rng.Chance(300)) p.Percent = (byte)_rng.Of(1, 100);
    }

    private void ToTrigger(ref PlaceOrder p, MarketPlan m)
    {
        switch (_rng.Of(0, 5))
        {
            case 0: ToClose(ref p); break;
            case 1: case 2: case 3: ToMarket(ref p); break;
            case 4: p.Flags |= _rng.Pick(OrderFlags.None, OrderFlags.PostOnly); break;
            default: p.Tif = TimeInForce.Ioc; break;
        }
        if (_rng.Chance(500)) p.Flags |= OrderFlags.ReduceOnly;
        if (_rng.Chance(100)) p.Flags |= OrderFlags.AllowImmediate;
        if (_rng.Chance(200)) p.Flags |= OrderFlags.NoLastGuard;
        if (p.Type != OrderType.Limit && _rng.Chance(100)) p.WorstPrice = new(PriceNear(m, p.Side));
        SetTrigger(ref p, m, (TriggerKind)_rng.Of(1, 3));
    }

    private void SetTrigger(ref PlaceOrder p, MarketPlan m, TriggerKind kind)
    {
        p.Trigger = kind;
        p.TriggerBy = (TriggerRef)_rng.Of(0, 3);
        if (kind == TriggerKind.Trailing)
        {
            if (_rng.Chance(500)) p.CallbackPpb = _rng.Pick(1_000_000, 5_000_000, 20_000_000, 100_000_000);
            else p.Offset = new(_rng.Of(1L, m.Spread * 2));
            if (_rng.Chance(400)) p.ActivationPrice = new(PriceNear(m, p.Side));
            return;
        }
        bool above = (kind == TriggerKind.Stop) == (p.Side == Side.Buy);
        long away = _rng.Of(-1L, m.Spread);
        p.TriggerPrice = new(Math.Max(1, m.Mark / Sub + (above ? away : -away)));
    }

    private void ToPositionExit(ref PlaceOrder p, MarketPlan m)
    {
        if (_rng.Chance(700)) ToMarket(ref p);
        p.Qty = default;
        p.Flags |= OrderFlags.PositionExit;
        SetTrigger(ref p, m, (TriggerKind)_rng.Of(1, 3));
    }

    private void SendOco()
    {
        int account = Who(), key = WhoseKey();
        MarketPlan m = Any();
        Span<Command> pair = new Command[2];
        Side side = AnySide();
        for (int i = 0; i < 2; i++)
        {
            PlaceOrder p = AnyPlaceOrder(m);
            if (_rng.Chance(900))
            {
                p = new PlaceOrder { Market = (ushort)m.Id, Type = OrderType.Limit, Side = side, Tif = TimeInForce.Gtc, Stp = p.Stp, Price = new(PriceNear(m, side)), Qty = p.Qty.Value == 0 ? new(1) : p.Qty, Label = p.Label };
                if (i == 1) ToTrigger(ref p, m);
                if (p.Type == OrderType.ClosePosition) (p.Type, p.Qty, p.Percent) = (OrderType.Market, new(2), 0);
            }
            p.Flags |= OrderFlags.Oco;
            p.ClientId = MaybeClientId();
            pair[i] = Command.Of(p, account, key);
        }
        Placed(account, 2);
        Emit(pair);
    }

    private void SendBracket()
    {
        int account = Who(), key = WhoseKey();
        MarketPlan m = Any();
        Side side = AnySide();
        var entry = new PlaceOrder { Market = (ushort)m.Id, Type = OrderType.Limit, Side = side, Tif = TimeInForce.Gtc, Stp = AnyStp(), Price = new(PriceNear(m, side)), Qty = new(QtyOf(m)), Label = AnyLabel(), ClientId = MaybeClientId() };
        if (_rng.Chance(150)) ToMarket(ref entry);
        if (_rng.Chance(100)) (entry.Tif, entry.ExpireAtNs) = (TimeInForce.Gtd, _now + _rng.Of(Second, 20 * Second));
        if (entry.Type == OrderType.Market) (entry.Tif, entry.ExpireAtNs) = (TimeInForce.Ioc, 0);
        List<Command> group = [Command.Of(entry, account, key)];
        int levels = _rng.Of(0, 4);
        long left = R, from = m.Mark / Sub;
        for (int i = 0; i < levels; i++)
        {
            long share = i == levels - 1 ? left : _rng.Of(1L, Math.Max(1, left / 2));
            left -= share;
            long away = _rng.Of(1L, m.Spread) + m.Spread;
            long price = Math.Max(1, from + (side == Side.Buy ? away : -away));
            group.Add(Command.Of(_rng.Chance(600)
                ? new AddExit { Type = OrderType.Limit, Price = new(price), SharePpb = (int)share }
                : new AddExit { Type = OrderType.Market, Trigger = TriggerKind.TakeProfit, TriggerBy = (TriggerRef)_rng.Of(0, 3), TriggerPrice = new(price), SharePpb = (int)share }, account, key));
        }
        if (levels == 0 || _rng.Chance(800))
        {
            long away = _rng.Of(1L, m.Spread);
            group.Add(Command.Of(_rng.Chance(300)
                ? new AddExit { Type = OrderType.Market, Trigger = TriggerKind.Trailing, CallbackPpb = 20_000_000 }
                : new AddExit { Type = OrderType.Market, Trigger = TriggerKind.Stop, TriggerBy = (TriggerRef)_rng.Of(0, 3), TriggerPrice = new(Math.Max(1, from + (side == Side.Buy ? -away : away))) }, account, key));
        }
        Placed(account, group.Count);
        Emit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(group));
    }

    private void SendScale()
    {
        int account = Who();
        MarketPlan m = Any();
        Side side = AnySide();
        ClientOrderId id = MaybeClientId();
        Placed(account);
        Send(new PlaceScale
        {
            Market = (ushort)m.Id,
            Side = side,
            Tif = TimeInForce.Gtc,
            Stp = AnyStp(),
            Count = (byte)_rng.Of(2, 6),
            Flags = _rng.Pick(OrderFlags.None, OrderFlags.None, OrderFlags.PostOnly, OrderFlags.ReduceOnly),
            FirstPrice = new(PriceNear(m, side)),
            LastPrice = new(PriceNear(m, side)),
            Qty = new(QtyOf(m) + 5),
            RatioNum = _rng.Of(1, 4),
            RatioDen = _rng.Of(1, 3),
            Label = AnyLabel(),
            ClientId = id,
        }, account, WhoseKey());
    }

    private void SendTwap()
    {
        int account = Who();
        MarketPlan m = Any();
        Side side = AnySide();
        ClientOrderId id = MaybeClientId();
        Placed(account);
        _twapSeqs.Add(_seq + 1);
        Send(new PlaceTwap
        {
            Market = (ushort)m.Id,
            Side = side,
            Stp = AnyStp(),
            Flags = _rng.Pick(OrderFlags.None, OrderFlags.None, OrderFlags.ReduceOnly),
            Qty = new(QtyOf(m) + 2),
            DurationNs = _rng.Pick(Minute, 2 * Minute, Hour),
            IntervalNs = _rng.Pick(0, 5 * Second, 20 * Second),
            JitterNs = _rng.Pick(0, Second, 5 * Second / 3),
            SlipPpb = _rng.Pick(0, 10_000_000, 30_000_000),
            LimitPrice = new(_rng.Chance(200) ? PriceNear(m, side) : 0),
            Salt = _rng.Next(),
            Label = AnyLabel(),
            ClientId = id,
        }, account, WhoseKey());
    }

    private void SendTwapControl()
    {
        OrderId twap = _twapSeqs.Count == 0 ? AnyOrder() : OrderId.Of(_twapSeqs[_rng.Of(0, _twapSeqs.Count - 1)], 0);
        Send(new ControlTwap { Order = twap, Action = _rng.Pick(TwapAction.Pause, TwapAction.Resume) }, OwnerOf(twap), WhoseKey());
    }

    private void SendPair()
    {
        int account = Who();
        MarketPlan a = Any(), b = Any();
        ClientOrderId id = MaybeClientId();
        Placed(account);
        Send(new PlacePair
        {
            MarketA = (ushort)a.Id,
            MarketB = (ushort)b.Id,
            SideA = AnySide(),
            SideB = AnySide(),
            Stp = AnyStp(),
            UnitA = new(_rng.Of(1L, 3)),
            UnitB = new(_rng.Of(1L, 3)),
            Multiple = _rng.Of(1, 6),
            MinMultiple = _rng.Of(0, 2),
            SlipPpbA = _rng.Pick(0, 50_000_000),
            SlipPpbB = _rng.Pick(0, 50_000_000),
            ClientId = id,
        }, account, WhoseKey());
    }
}
