using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    private const ushort MarketsOfEndings = 24;
    private const int MarketsTraded = 5;
    private const int HoldersMost = 25;
    private const long LastHour = SettlementAverages.Count * 600 * Second;

    /// <summary>Announced ends, by market: as far as the stream knows, which looks at no answer.</summary>
    private readonly SortedDictionary<int, long> _ends = [];
    /// <summary>Markets that are over; now and then somebody still asks for one.</summary>
    private readonly List<MarketPlan> _over = [];

    private MarketPlan Doomed()
    {
        if (_ends.Count == 0 || !_end.Chance(800)) return _markets[_end.Of(0, _markets.Count - 1)];
        int id = _ends.Keys.ElementAt(_end.Of(0, _ends.Count - 1));
        return _markets.Find(m => m.Id == id)!;
    }

    private int AnyOwner() => _end.Of(1, Math.Max(1, _accounts));

    private void SendEndings()
    {
        MarketPlan m = Doomed();
        switch (_end.Weighted([15, 20, 20, 12, 8, 40, 6, 6, 5]))
        {
            case 0: AnnounceEnd(_markets[_end.Of(0, _markets.Count - 1)]); break;
            case 1: Pair(m, _end.Of(1, 6)); break;
            case 2: GoToTheEnd(m); break;
            case 3: SettleNow(m); break;
            case 4: _now += _end.Pick(Minute, Hour, Day); break;
            case 5: LiveThroughIt(m); break;
            case 6: OldDebt(m); break;
            case 7 when !_manyOrders: Scatter(m); break;
            default: AskForWhatIsOver(); break;
        }
        while (_markets.Count < 2 + _end.Of(0, 2) && _markets.Count < MarketsTraded && _listed < MarketsOfEndings) ListOneMarket(_listed);
    }

    private void AnnounceEnd(MarketPlan m)
    {
        long end = _now + _end.Pick(7 * Day, 7 * Day, 7 * Day + 1, 8 * Day, 8 * Day, 10 * Day + 17 * Minute + 300, 30 * Day, 6 * Day, 367 * Day);
        // Some end with an hour or right after it, some in the same command.
        if (_end.Chance(300)) end = (Floor(end, Hour) + 1) * Hour + _end.Pick(0, 1, Second, 2 * Second);
        if (_ends.Count > 0 && _end.Chance(400)) end = Math.Max(_ends.Values.First(), _now + 7 * Day);
        Send(new DelistMarket { Market = (ushort)m.Id, Reason = 4, SettleAtNs = end, ReduceOnlyAtNs = _end.Pick(0, _now + Day, _now + 6 * Day, _now + 6 * Day, end, end, end + 1, _now - 1) });
        if (end >= _now + 7 * Day && end <= _now + 366 * Day) _ends.TryAdd(m.Id, end);
    }

    /// <summary>Held by many, announced, traded on, at times stopped where nobody is liquidated any more, and ended.</summary>
    private void LiveThroughIt(MarketPlan m)
    {
        if (_end.Chance(500)) Quote(m);
        Pair(m, _end.Of(2, 6));
        AnnounceEnd(m);
        if (!_ends.TryGetValue(m.Id, out long end)) return;
        if (_end.Chance(400)) Pair(_markets[_end.Of(0, _markets.Count - 1)], 2);
        for (int i = _end.Of(0, 3); i > 0; i--) LivePrice(m, end);
        if (_end.Chance(400)) Pair(m, _end.Of(1, 3));
        if (_manyOrders && _end.Chance(300)) Scatter(m);
        if (_end.Chance(600)) Send(new SetMarketState { Market = (ushort)m.Id, State = _end.Pick(MarketState.CancelOnly, MarketState.CancelOnly, MarketState.PostOnly, MarketState.Auction, MarketState.Halted) });
        else if (_end.Chance(200)) Send(default(Resumed));
        for (int i = _end.Of(0, 3); i > 0; i--) LivePrice(m, end);
        GoToTheEnd(m);
    }

    /// <summary>Two accounts hold more against each other, in pots or not, with as little behind it as they may.</summary>
    private void Pair(MarketPlan m, int times)
    {
        if (_end.Chance(300)) Send(default(VenueReady));
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Open });
        for (int i = 0; i < times; i++)
        {
            SayPrice(m, m.Mark);
            long price = Math.Max(1, m.Mark / Sub), qty = Math.Max(m.Terms.QtyMin.Value, _end.Of(1L, m.QtyTypical * 2));
            int buyer = Holder(m, price * qty), seller = Holder(m, price * qty);
            bool reduces = _end.Chance(150);
            PutOne(m, seller, Side.Sell, price, qty, reduces);
            PutOne(m, buyer, Side.Buy, price, qty, reduces);
        }
    }

    /// <summary>Whoever there is, or somebody new who has hardly more than the margin.</summary>
    private int Holder(MarketPlan m, long worth)
    {
        int who = AnyOwner();
        if (_accounts < HoldersMost && _end.Chance(400))
        {
            Send(default(CreateAccount));
            who = ++_accounts;
            _roots.Add(who);
        }
        if (_end.Chance(300)) Send(new SetMarginMode { Market = (ushort)m.Id, Mode = _end.Pick(MarginMode.Cross, MarginMode.Isolated, MarginMode.Isolated) }, who);
        if (_end.Chance(700)) Send(new SetLeverage { Market = (ushort)m.Id, Leverage = m.Terms.LeverageMax }, who);
        long margin = worth * m.Tv / m.Terms.LeverageMax;
        if (_end.Chance(700)) Send(new Deposit { Source = NewLendRequest(), Amount = margin + margin / _end.Pick(1L, 2, 10) + 1, Asset = 1 }, who);
        return who;
    }

    private void PutOne(MarketPlan m, int owner, Side side, long price, long qty, bool reduces)
    {
        Placed(owner);
        Send(new PlaceOrder { Market = (ushort)m.Id, Type = OrderType.Limit, Side = side, Tif = TimeInForce.Gtc, Flags = reduces ? OrderFlags.ReduceOnly : default, Price = new(price), Qty = new(qty) }, owner);
    }

    /// <summary>Many small orders of many, at times so many that the walks of a settlement need several commands.</summary>
    private void Scatter(MarketPlan m)
    {
        SayPrice(m, m.Mark);
        int scales = _manyOrders ? 50 : _end.Pick(2, 4, 12);
        byte count = (byte)(_manyOrders ? 50 : _end.Pick(5, 20, 50));
        for (int i = 0; i < scales; i++)
        {
            Side side = _end.Pick(Side.Buy, Side.Sell);
            int sign = side == Side.Buy ? -1 : 1, who = AnyOwner();
            long mark = m.Mark / Sub, near = mark + sign * (mark / 100 + 1), far = mark + sign * (mark / 12 + 2);
            if (_end.Chance(500)) Send(new Deposit { Source = NewLendRequest(), Amount = mark * m.Tv * m.Terms.QtyMin.Value * count, Asset = 1 }, who);
            Placed(who);
            Send(new PlaceScale { Market = (ushort)m.Id, Side = side, Tif = TimeInForce.Gtc, Count = count, FirstPrice = new(Math.Max(1, near)), LastPrice = new(Math.Max(1, far)), Qty = new(m.Terms.QtyMin.Value * count), RatioNum = 1, RatioDen = 1 }, who);
        }
    }

    /// <summary>Something to measure the premium by.</summary>
    private void Quote(MarketPlan m)
    {
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            int who = AnyOwner();
            long price = Math.Max(1, m.Mark / Sub + (side == Side.Buy ? -1 : 1) * _end.Of(1, m.Spread)), qty = Math.Min(m.Terms.QtyMax.Value, m.QtyTypical * 3);
            Send(new Deposit { Source = NewLendRequest(), Amount = price * m.Tv * qty, Asset = 1 }, who);
            PutOne(m, who, side, price, qty, reduces: false);
        }
    }

    /// <summary>Prices are told and every market is open, as far as it may be.</summary>
    private void Revive()
    {
        Send(default(VenueReady));
        foreach (MarketPlan each in _markets)
        {
            Send(new SetMarketState { Market = (ushort)each.Id, State = MarketState.Open });
            SayPrice(each, each.Mark);
        }
    }

    /// <summary>Through the days to the last hour, through it with prices that come and go, and past the end.</summary>
    private void GoToTheEnd(MarketPlan m)
    {
        if (!_ends.TryGetValue(m.Id, out long end)) return;
        if (_end.Chance(300)) Pair(m, _end.Of(1, 4));
        if (_end.Chance(300)) _now = Math.Max(_now, end - _end.Pick(Day, 2 * Hour));
        if (_end.Chance(150)) Send(new SetMarketState { Market = (ushort)m.Id, State = _end.Pick(MarketState.CancelOnly, MarketState.Auction, MarketState.Halted, MarketState.Open) });
        if (_end.Chance(300)) Send(default(Tick));
        if (_end.Chance(800)) _now = Math.Max(_now, end - LastHour - _end.Pick(0, 1, Second, 5 * Second, -Second, -Minute));
        if (_end.Chance(400)) Quote(m);
        int prices = _end.Pick(0, 1, 3, 8, 30);
        for (int i = 0; i < prices && _now < end; i++) LivePrice(m, end);
        if (_end.Chance(500))
        {
            // What is fresh at the end has funding to pay.
            _now = Math.Max(_now, end - 3 * Second);
            foreach (MarketPlan each in _markets) SayPrice(each, each.Mark);
        }
        _now = Math.Max(_now, end + _end.Pick(0, 0, 0, 1, -1, Second, Minute, Hour, Day));
        if (_end.Chance(150)) Restart();
        Send(default(Tick));
        Bury(end);
        if (_end.Chance(300)) Lag();
    }

    private void LivePrice(MarketPlan m, long end)
    {
        long far = m.Mark / _end.Pick(400L, 50, 10, 3, 2);
        m.Mark = Math.Clamp(m.Mark + _end.Of(-far, far), m.Base * Sub / 10 + 1, m.Base * Sub * 50);
        if (m.Sources == 0) Send(new SetPrices { Market = (ushort)m.Id, Index = new(m.Mark), Mark = new(m.Mark), State = _end.Pick(PriceState.Fresh, PriceState.Fresh, PriceState.Fresh, PriceState.Stale, PriceState.Dead) });
        else SayPrice(m, m.Mark);
        // Sources are heard for a while second by second; else they fall silent soon.
        int seconds = m.Sources > 0 ? _end.Pick(1, 4, 20, 100) : 0;
        for (int i = 0; i < seconds && _now + 4 * Second < end; i++)
        {
            _now += _end.Pick(Second, 2 * Second, 4 * Second);
            SayPrice(m, m.Mark);
        }
        _now = Math.Min(Math.Max(_now, end), _now + _end.Pick(Second, 599 * Second, 600 * Second + 1, 5 * Minute, 10 * Minute, 1, Minute));
        if (_end.Chance(60)) Restart();
        if (_end.Chance(100)) Act(Menu[_rng.Weighted(_weights)].Kind);
    }

    /// <summary>Commands while several walks are under way.</summary>
    private void Lag()
    {
        int times = _end.Of(1, 5);
        for (int i = 0; i < times; i++) Act(Menu[_rng.Weighted(_weights)].Kind);
    }

    /// <summary>By operators: at once, or after more or less than a day's halt.</summary>
    private void SettleNow(MarketPlan m)
    {
        if (_end.Chance(400)) Pair(m, 2);
        if (_end.Chance(700))
        {
            Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Open });
            Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Halted });
            if (_end.Chance(500)) LivePrice(m, long.MaxValue);
            _now += _end.Pick(Day, Day, Day, Day - 1, Hour);
            if (_end.Chance(300)) SayPrice(m, m.Mark);
        }
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Settling, Reason = 5 });
        if (_end.Chance(500)) Send(new SetMarketState { Market = (ushort)m.Id, State = _end.Pick(MarketState.Settled, MarketState.Settling, MarketState.Open) });
    }

    /// <summary>A loss in the market's books before it ends: nobody is left who could give up anything.</summary>
    private void OldDebt(MarketPlan m)
    {
        Send(new SetBackstop { Market = (ushort)m.Id });
        Pair(m, 4);
        Crash(m, _end.Of(20, 60));
        for (int i = 0; i < 4; i++)
        {
            _now += 2 * Second;
            SayPrice(m, m.Mark);
        }
    }

    /// <summary>Another market takes the place of each that has ended.</summary>
    private void Bury(long end)
    {
        foreach (int id in _ends.Where(e => e.Value <= _now || e.Value == end).Select(e => e.Key).ToList())
        {
            MarketPlan over = _markets.Find(m => m.Id == id)!;
            if (_markets.Count == 1 && _listed >= MarketsOfEndings) return;
            if (_markets.Count == 1) ListOneMarket(_listed);
            _ends.Remove(id);
            _markets.Remove(over);
            _over.Add(over);
        }
    }

    private void AskForWhatIsOver()
    {
        if (_over.Count == 0) return;
        MarketPlan m = _over[_end.Of(0, _over.Count - 1)];
        switch (_end.Of(0, 6))
        {
            case 0: SayPrice(m, m.Mark); break;
            case 1: SendInsurance(m, m.Id); break;
            case 2: PutOne(m, AnyOwner(), Side.Buy, m.Mark / Sub, 1, reduces: false); break;
            case 3: Send(new SetMarketState { Market = (ushort)m.Id, State = _end.Pick(MarketState.Open, MarketState.PreOpen, MarketState.Settling, MarketState.Halted) }); break;
            case 4: Send(new DelistMarket { Market = (ushort)m.Id, SettleAtNs = _now + 8 * Day }); break;
            case 5: Send(new SetLeverage { Market = (ushort)m.Id, Leverage = 2 }, AnyOwner()); break;
            default: Send(new CallAuction { Market = (ushort)m.Id, DurationNs = Second }); break;
        }
    }
}
