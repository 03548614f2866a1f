using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    private const int AuctionsRemembered = 6;
    private const int StrangersMost = 50;
    private const int FirstEngineIndex = 512;

    /// <summary>Auctions as far as the stream knows, which looks at no answer: the command that may have opened one, its market and its side.</summary>
    private readonly List<(long Id, MarketPlan Market, Side Side, long AtNs)> _asked = [];
    /// <summary>More at once than the venue keeps.</summary>
    private bool _crowded;

    private void TurnAuctionsOn()
    {
        foreach (MarketPlan m in _markets)
        {
            if (!_ask.Chance(900)) continue;
            SetByTwo(AdminParameter.AuctionOn, m, 1);
            SetByTwo(AdminParameter.AuctionNotionalMin, m, _ask.Pick(0L, 0, m.Base * m.Tv, m.QtyTypical * m.Base * m.Tv / 2));
            if (_ask.Chance(500)) SetByTwo(AdminParameter.AuctionDuration, m, _ask.Pick(50_000_000L, 100_000_000, 500_000_000));
        }
    }

    private void SetByTwo(AdminParameter parameter, MarketPlan m, long value)
    {
        Send(new ProposeChange { Parameter = parameter, Subject = (ushort)m.Id, Admin = 1, Value = value, EffectiveAtNs = _now });
        Send(new ApproveChange { Proposal = _seq, Admin = 2 });
    }

    private int Asker() => _ask.Of(1, Math.Max(1, _accounts));

    private MarketPlan Asked() => _markets[_ask.Of(0, _markets.Count - 1)];

    private void SendAuctions()
    {
        MarketPlan m = Asked();
        switch (_ask.Weighted([80, 6, 12, 6, 3, 4, 3, 25, _liquidates ? 90 : 0]))
        {
            case 0: AskMakers(m); break;
            case 1: QuoteSome(_ask.Of(1, 4)); break;
            case 2: Undermine(m); break;
            case 3: Interrupt(m); break;
            case 4: SetByTwo(_ask.Pick(AdminParameter.AuctionOn, AdminParameter.AuctionDuration, AdminParameter.AuctionNotionalMin), m, _ask.Pick(0L, 1, 1, 1, 50_000_000, 150_000_000)); break;
            case 5: _now += _ask.Pick(Second, Minute, Minute + Second); break;
            case 6: AskTooMuch(m); break;
            case 7: OnTheEdge(m); break;
            default: Weaken(m); break;
        }
        if (_ask.Chance(300)) Linger();
    }

    /// <summary>Something rests, somebody asks, makers answer, and the time passes.</summary>
    private void AskMakers(MarketPlan m)
    {
        if (_ask.Chance(900)) Ready(m);
        int asks = _ask.Pick(1, 1, 1, 2, 4);
        for (int i = 0; i < asks; i++)
        {
            if (_ask.Chance(200)) m = Asked();
            Side side = _ask.Pick(Side.Buy, Side.Sell);
            int rests = _ask.Of(0, 4);
            for (int r = 0; r < rests; r++) RestAgainst(m, side);
            Ask(m, side, Asker());
            if (_ask.Chance(800)) QuoteSome(_ask.Of(1, 5));
            if (_ask.Chance(200)) Linger();
        }
        if (_ask.Chance(250)) Undermine(m);
        if (_ask.Chance(100)) Interrupt(m);
        if (_ask.Chance(300)) QuoteSome(_ask.Of(1, 3));
        if (_ask.Chance(700)) Linger();
    }

    private void Ready(MarketPlan m)
    {
        Send(default(VenueReady));
        if (_ask.Chance(150)) BringBack(m);
        if (_ask.Chance(800)) Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Open });
        if (_ask.Chance(500)) Unbind(Asker());
        SayPrice(m, m.Mark);
        // A step that sources tell is believed only after a while.
        for (int i = 0; m.Sources > 0 && i < 3 && _ask.Chance(400); i++)
        {
            _now += 2 * Second;
            SayPrice(m, m.Mark);
        }
    }

    /// <summary>The whole way from a halt to the open state.</summary>
    private void BringBack(MarketPlan m)
    {
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.CancelOnly });
        _now += Minute;
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.PostOnly });
        _now += Minute / 2;
        SayPrice(m, m.Mark);
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Auction });
    }

    /// <summary>Somebody who may do everything again, as far as that is at once.</summary>
    private void Unbind(int who)
    {
        Send(new SetAccountStatus { Target = who, Status = AccountStatus.Active });
        Send(new SetLimits { Limits = default }, who);
        Send(new MassCancel { Scope = CancelScope.Resting }, who);
    }

    /// <summary>A maker in the book, at times with hardly what it takes, hidden, on the asker's side of the family, or about to leave.</summary>
    private void RestAgainst(MarketPlan m, Side taker)
    {
        int who = Asker();
        long away = _ask.Of(0L, m.Spread), mark = m.Mark / Sub;
        long price = Math.Max(1, taker == Side.Buy ? mark + away : mark - away);
        long qty = Math.Max(m.Terms.QtyMin.Value, _ask.Of(1L, m.QtyTypical));
        if (_ask.Chance(850)) Endow(who, m, price * qty);
        var p = new PlaceOrder { Market = (ushort)m.Id, Type = OrderType.Limit, Side = Other(taker), Tif = TimeInForce.Gtc, Price = new(price), Qty = new(qty) };
        if (_ask.Chance(150)) p.Display = new(Math.Max(m.Terms.QtyMin.Value, qty / 3));
        if (_ask.Chance(70)) p.Flags |= OrderFlags.ReduceOnly;
        if (_ask.Chance(100)) (p.Tif, p.ExpireAtNs) = (TimeInForce.Gtd, _now + Second + _ask.Pick(0, 0, 50_000_000, 150_000_000));
        Placed(who);
        Send(p, who);
    }

    private static Side Other(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>Enough for the margin most of the time, at times nearly.</summary>
    private void Endow(int who, MarketPlan m, long worth)
    {
        Int128 amount = (Int128)worth * m.Tv / _ask.Pick(1L, 1, 2, 4, 9, m.Terms.LeverageMax, m.Terms.LeverageMax * 2) + 1;
        Send(new Deposit { Source = NewLendRequest(), Amount = (long)Int128.Min(amount, 1L << 50), Asset = 1 }, who);
    }

    private void Ask(MarketPlan m, Side side, int who)
    {
        long mark = m.Mark / Sub, far = _ask.Of(0L, m.Spread * 2);
        var p = new PlaceOrder
        {
            Market = (ushort)m.Id,
            Type = OrderType.Limit,
            Side = side,
            Tif = _ask.Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Ioc, TimeInForce.Gtd, TimeInForce.Gtd, TimeInForce.Fok),
            Stp = _ask.Pick(default, StpMode.CancelOldest, StpMode.CancelNewest, StpMode.CancelBoth, StpMode.Decrement),
            Price = new(Math.Max(1, side == Side.Buy ? mark + far : mark - far)),
            Qty = new(Math.Max(m.Terms.QtyMin.Value, _ask.Of(1L, m.QtyTypical * 2))),
            Flags = OrderFlags.Auction,
            Label = (uint)_ask.Of(0, 2),
            Session = _ask.Of(0, 2),
        };
        if (p.Tif == TimeInForce.Gtd) p.ExpireAtNs = _now + Second + _ask.Pick(0, 1, Second);
        if (_ask.Chance(250)) (p.Type, p.Price, p.Tif, p.ExpireAtNs, p.SlipPpb) = (OrderType.Market, default, TimeInForce.Ioc, 0, _ask.Pick(0, 5_000_000, 50_000_000));
        else if (_ask.Chance(100)) p.Flags |= _ask.Pick(OrderFlags.PostOnly, OrderFlags.PostOnly | OrderFlags.Slide);
        else if (_ask.Chance(100)) p.Display = new(Math.Max(m.Terms.QtyMin.Value, p.Qty.Value / 2));
        if (_ask.Chance(150)) p.Flags |= OrderFlags.ReduceOnly;
        if (_ask.Chance(100)) p.Flags |= _ask.Pick(OrderFlags.CancelOnDisconnect, OrderFlags.Protective);
        if (_ask.Chance(100)) (p.Builder, p.BuilderPpb) = (Asker(), _ask.Pick(10_000, 400_000));
        if (_ask.Chance(200)) p.ClientId = ClientOrderId.Parse($"a-{_ask.Of(0, 40)}");
        if (_ask.Chance(850)) Endow(who, m, mark * p.Qty.Value);
        Placed(who);
        Send(p, who);
        Remember(m, side);
        if (_ask.Chance(60)) Emit([Command.Of(p, who)]);
    }

    private void Remember(MarketPlan m, Side side)
    {
        _asked.Add((_seq, m, side, _now));
        if (_asked.Count > AuctionsRemembered && !_crowded) _asked.RemoveAt(0);
    }

    /// <summary>Better, worse, late, once more, from whoever has been dropped, and from the asker's own family.</summary>
    private void QuoteSome(int times)
    {
        for (int i = 0; i < times && _asked.Count > 0; i++)
        {
            (long id, MarketPlan m, Side side, _) = _asked[_ask.Chance(850) ? _asked.Count - 1 : _ask.Of(0, _asked.Count - 1)];
            int who = Asker();
            long mark = m.Mark / Sub, away = _ask.Of(-m.Spread, m.Spread / 2), price = Math.Max(1, side == Side.Buy ? mark + away : mark - away);
            long qty = _ask.Chance(30) ? _ask.Pick(0L, -1) : Math.Max(m.Terms.QtyMin.Value, _ask.Of(1L, m.QtyTypical));
            if (_ask.Chance(800)) Endow(who, m, price * qty);
            int again = _ask.Pick(1, 1, 1, 2, 3);
            for (int t = 0; t < again; t++)
            {
                Send(new QuoteAuction { Auction = _ask.Chance(30) ? _seq : id, Price = new(price), Qty = new(qty) }, who, _ask.Chance(50) ? WhoseKey() : 0);
                price = Math.Max(1, price + (side == Side.Buy ? -1 : 1) * _ask.Of(-1L, 2));
                qty = Math.Max(1, qty + _ask.Pick(0, 0, 1, -1));
            }
            if (_ask.Chance(20)) Linger();
        }
    }

    /// <summary>Makers and askers lose what they stand on: prices run away, money leaves, margins change.</summary>
    private void Undermine(MarketPlan m)
    {
        int who = Asker();
        switch (_ask.Of(0, 6))
        {
            case 0: case 1: Crash(m, _ask.Of(1, 30)); break;
            case 2: Send(new Transfer { Request = NewLendRequest(), Amount = _ask.Of(1L, m.QtyTypical * m.Base * m.Tv), ToAccount = Asker(), Asset = 1 }, who); break;
            case 3: Send(new SetLeverage { Market = (ushort)m.Id, Leverage = (ushort)_ask.Of(1, m.Terms.LeverageMax) }, who); break;
            case 4: Send(new SetMarginMode { Market = (ushort)m.Id, Mode = _ask.Pick(MarginMode.Cross, MarginMode.Isolated) }, who); break;
            case 5: Pair(m, 2); break;
            default: Send(new SetAccountStatus { Target = who, Status = _ask.Pick(AccountStatus.ReduceOnly, AccountStatus.Liquidating, AccountStatus.Closed, AccountStatus.Active) }); break;
        }
    }

    /// <summary>Halts, restarts, silence, and who wants his order back.</summary>
    private void Interrupt(MarketPlan m)
    {
        switch (_ask.Of(0, 7))
        {
            case 0: Send(new SetMarketState { Market = (ushort)m.Id, State = _ask.Pick(MarketState.Halted, MarketState.CancelOnly, MarketState.PostOnly, MarketState.ReduceOnly, MarketState.Auction) }); break;
            case 1: Send(new CallAuction { Market = (ushort)m.Id, Reason = 3, DurationNs = Second }); break;
            case 2: Send(default(Resumed)); break;
            case 3 when m.Sources == 0: Send(new SetPrices { Market = (ushort)m.Id, Index = new(m.Mark), Mark = new(m.Mark), State = _ask.Pick(PriceState.Suspect, PriceState.Stale, PriceState.Dead) }); break;
            case 3: _now += _ask.Pick(6, 16, 121) * Second; break;
            case 4 when _ask.Chance(100): Send(new DelistMarket { Market = (ushort)m.Id, SettleAtNs = _now + 7 * Day, ReduceOnlyAtNs = _ask.Pick(0, _now + Second) }); break;
            case 4 when _ask.Chance(100): Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Settling }); break;
            case 4: case 5: Send(new MassCancel { Market = (ushort)_ask.Pick(0, m.Id) }, Asker()); break;
            case 6 when _asked.Count > 0:
                OrderId order = OrderId.Of(_asked[^1].Id, 0);
                int owner = _ownerOf.GetValueOrDefault(order.Seq, 1);
                if (_ask.Chance(500)) Send(new CancelOrder { Order = order }, owner);
                else Send(new AmendOrder { Order = order, Qty = new(_ask.Of(1L, m.QtyTypical)) }, owner);
                break;
            default: Send(new CloseSession { Session = _ask.Of(1, 2) }, Asker()); break;
        }
        if (_ask.Chance(700)) Ready(m);
    }

    /// <summary>Somebody new who has nothing yet, while there is room.</summary>
    private int Stranger()
    {
        if (_accounts >= StrangersMost || !_ask.Chance(800)) return Asker();
        Send(default(CreateAccount));
        _roots.Add(++_accounts);
        return _accounts;
    }

    /// <summary>Who holds as much as he may asks and answers, and the price of what he holds moves before the end.</summary>
    private void OnTheEdge(MarketPlan m)
    {
        MarketPlan held = Asked();
        int holder = Stranger(), other = Asker();
        Ready(held);
        if (m != held) Ready(m);
        Side side = _ask.Pick(Side.Buy, Side.Sell);
        long price = held.Mark / Sub, qty = Math.Max(held.Terms.QtyMin.Value, _ask.Of(1L, held.QtyTypical * 2));
        Send(new SetLeverage { Market = (ushort)held.Id, Leverage = held.Terms.LeverageMax }, holder);
        Send(new SetLeverage { Market = (ushort)m.Id, Leverage = m.Terms.LeverageMax }, holder);
        long quoted = _ask.Of(1L, m.QtyTypical), most = price * qty * held.Tv / held.Terms.LeverageMax + m.Mark / Sub * quoted * m.Tv / m.Terms.LeverageMax;
        Send(new Deposit { Source = NewLendRequest(), Amount = most + most / _ask.Pick(1L, 2, 5, 20) + 1, Asset = 1 }, holder);
        Endow(other, held, price * qty);
        PutOne(held, other, Other(side), price, qty, reduces: false);
        PutOne(held, holder, side, price, qty, reduces: false);
        // The market may have moved through its own book: what is asked now is near it.
        Side asks = _ask.Pick(Side.Buy, Side.Sell);
        RestAgainst(m, asks);
        RestAgainst(m, asks);
        Ask(m, asks, _ask.Chance(300) ? holder : Asker());
        long near = m.Mark / Sub, better = Math.Max(1, asks == Side.Buy ? near - _ask.Of(0, m.Spread) : near + _ask.Of(0, m.Spread));
        Send(new QuoteAuction { Auction = _asked[^1].Id, Price = new(better), Qty = new(quoted) }, holder);
        if (_ask.Chance(500)) QuoteSome(1);
        if (_ask.Chance(400)) Send(new RequestWithdrawal { Request = NewLendRequest(), Amount = _ask.Of(1L, price * qty * held.Tv / held.Terms.LeverageMax + 1), Asset = 1 }, holder);
        if (_ask.Chance(900))
        {
            // Against the holder: a little takes his margin for more, a lot his margin for what he has.
            long away = held.Mark / _ask.Pick(1000L, 400, 200, 200, 100, 50, 10);
            held.Mark = Math.Max(held.Base * Sub / 10 + 1, held.Mark + (side == Side.Buy ? -away : away));
            SayPrice(held, held.Mark);
        }
        Linger();
        Linger();
        QuoteSome(1);
    }

    /// <summary>Once a stream, more than there is room for; and quotes for many of them.</summary>
    private void AskTooMuch(MarketPlan m)
    {
        if (_crowded || _crowdedPermille == 0 || !_ask.Chance(_crowdedPermille)) return;
        _crowded = true;
        Ready(m);
        for (int i = 0; i < 3; i++) RestAgainst(m, Side.Buy);
        for (int i = 0; i < 300; i++) Ask(m, Side.Buy, Asker());
        QuoteSome(60);
        Linger();
        _crowded = false;
        _asked.RemoveRange(0, _asked.Count - AuctionsRemembered);
    }

    /// <summary>To the very end of an auction, a little before it or after it.</summary>
    private void Linger()
    {
        _now += _ask.Pick(0, 1, 10_000_000, 50_000_000, 99_999_999, 100_000_000, 149_999_999, 150_000_000, 500_000_000, Second);
        if (_ask.Chance(500)) Send(default(Tick));
    }
}
