using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    /// <summary>Somebody holds as much as he may, and the price takes so much of his margin that a part of it is closed: makers are asked about that.</summary>
    private void Weaken(MarketPlan m)
    {
        int weak = Stranger(), other = Asker();
        Side side = _ask.Pick(Side.Buy, Side.Sell);
        Ready(m);
        if (_ask.Chance(300)) Send(new SetMarginMode { Market = (ushort)m.Id, Mode = MarginMode.Isolated }, weak);
        Send(new SetLeverage { Market = (ushort)m.Id, Leverage = m.Terms.LeverageMax }, weak);
        long price = Math.Max(1, m.Mark / Sub), qty = Math.Max(m.Terms.QtyMin.Value, _ask.Of(m.QtyTypical / 2 + 1, m.QtyTypical)), worth = price * qty * m.Tv;
        // Rates of the first tier: what is deposited, and what is left of it in hundredths of the margin.
        Int128 imr = R / m.Terms.LeverageMax, given = (Int128)worth * imr / R + worth / 1000 + worth / _ask.Pick(1000, 300, 100) + 1;
        Int128 kept = (Int128)worth * imr / 2 / R * _ask.Pick(70, 80, 90, 95, 99, 60, 105, 20) / 100;
        Send(new Deposit { Source = NewLendRequest(), Amount = (long)given, Asset = 1 }, weak);
        Endow(other, m, price * qty);
        Send(new MassCancel { Market = (ushort)m.Id, Scope = CancelScope.Resting }, Asker());
        PutOne(m, other, Other(side), price, qty, reduces: false);
        PutOne(m, weak, side, price, qty, reduces: false);
        for (int i = _ask.Of(0, 2); i > 0; i--) RestAgainst(m, Other(side));
        long fall = (long)((given - kept) * m.Mark / worth);
        Fall(m, side, fall);
        long auction = OrderId.Of(_seq, FirstEngineIndex).Value;
        _asked.Add((auction, m, Other(side), _now));
        if (_ask.Chance(800)) QuoteSome(_ask.Of(1, 4));
        MeanWhile(m, weak, side, fall);
        if (_ask.Chance(300)) QuoteSome(1);
        _now += _ask.Pick(99_999_999, 100_000_000, 100_000_000, 100_000_000, 2 * Second, 2 * Second + 100_000_000);
        if (_ask.Chance(500)) Send(default(Tick));
        if (_ask.Chance(300)) Linger();
    }

    private void Fall(MarketPlan m, Side side, long by)
    {
        m.Mark = Math.Max(m.Base * Sub / 10 + 1, m.Mark + (side == Side.Buy ? -by : by));
        SayPrice(m, m.Mark);
    }

    /// <summary>What happens while makers are asked: prices go on or come back, margin comes, the owner closes by himself, the market stops.</summary>
    private void MeanWhile(MarketPlan m, int weak, Side side, long fall)
    {
        switch (_ask.Of(0, 11))
        {
            case 0: Fall(m, side, fall / _ask.Pick(1L, 3, 10, 40)); break;
            case 1: Fall(m, side, -fall / _ask.Pick(1L, 3, 10, 40)); break;
            case 2: Send(new Deposit { Source = NewLendRequest(), Amount = _ask.Pick(1L, m.Mark / Sub * m.Tv, m.Mark / Sub * m.Tv * m.QtyTypical), Asset = 1 }, weak); break;
            case 3:
                Placed(weak);
                Send(new PlaceOrder { Market = (ushort)m.Id, Type = OrderType.ClosePosition, Side = Other(side), Tif = TimeInForce.Ioc, Percent = (byte)_ask.Pick(5, 50, 100), SlipPpb = 50_000_000 }, weak);
                break;
            case 4: Interrupt(m); break;
            case 5: Send(new MoveMargin { Market = (ushort)m.Id, Amount = new(_ask.Of(1L, m.Mark / Sub * m.Tv)) }, weak); break;
            case 6: Send(new CancelOrder { Order = new(_asked[^1].Id) }, weak); break;
            case 7: RestAgainst(m, Other(side)); break;
            case 8: Send(new Tick { RefusedExits = 1 }); break;
            case 9: Send(new AmendOrder { Order = new(_asked[^1].Id), Qty = new(1) }, weak); break;
            default: break;
        }
    }
}
