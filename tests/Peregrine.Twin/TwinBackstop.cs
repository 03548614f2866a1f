using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>The market's backstop: an ordinary account that takes over what the book leaves, and works it off.</summary>
public sealed partial class TwinEngine
{
    private const int BackstopLeverage = 5;
    private const int BackstopSlipPpb = 5_000_000;

    /// <summary>Lots that the backstop took.</summary>
    private long ToBackstop(TwinPart part, TwinMarket market, Closing plan, long left)
    {
        SetBackstop terms = market.Risk.Backstop;
        int vault = terms.Target;
        if (vault == 0 || vault == part.Account || terms.IntakeOff == 1 || Account(vault).Status != AccountStatus.Active || Position(vault, market.Id).Isolated) return 0;
        TwinPosition p = Position(part.Account, market.Id);
        int side = Math.Sign(p.Size);
        bool bankrupt = plan.Bankrupt;
        long bankruptcy = plan.Bankruptcy, price = BeyondMark(market, side, BackstopDistance(market)), budget = 0, lacking = 0;
        if (!bankrupt)
        {
            if (left < plan.Asked) bankruptcy = Bankruptcy(part, market, 0);
            price = Nearer(side, bankruptcy, price);
        }
        else
        {
            budget = Math.Max(0, plan.Budget - plan.Spent);
            lacking = Math.Max(0, side * (bankruptcy - Within(market, price)));
        }
        price = Within(market, price);
        bool takes(long lots) => (Int128)lacking * lots * market.Tv <= budget && VaultTakes(market, side, lots, price);
        long low = MostTaken(left, Position(vault, market.Id).Size * -side, takes);
        if (low == 0) return 0;
        Take(part, market, side * low, price, bankruptcy, left, budget);
        return low;
    }

    /// <summary>All of it; else, if it holds the other side, what brings it back to nothing and as much more as passes; else by halves from nothing.</summary>
    private static long MostTaken(long left, long opposite, Func<long, bool> takes)
    {
        if (takes(left)) return left;
        long back = Math.Clamp(opposite, 0, left);
        bool whole = back > 0 && takes(back);
        long low = whole ? back : 0, high = (back > 0 && !whole ? back : left) - 1;
        while (low < high)
        {
            long middle = low + (high - low + 1) / 2;
            if (takes(middle)) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private bool VaultTakes(TwinMarket market, int side, long lots, long price)
    {
        TwinRisk risk = market.Risk;
        int vault = risk.Backstop.Target;
        long cap = risk.Backstop.Cap.Value, taken = Floor(_now, Hour) == risk.IntakeHour ? risk.HourIntake : 0;
        long intake = lots * price * market.Tv;
        if (taken + (Int128)intake > 3 * (Int128)cap) return false;
        long size = Position(vault, market.Id).Size;
        if (Abs(size) + OpenQty(vault, market, Side.Buy) + OpenQty(vault, market, Side.Sell) + lots > market.Terms.PositionMax.Value) return false;
        if (Formulas.Notional(size + side * lots, market.Mark, market.Tv) > cap) return false;
        return Imagine(new TwinOrder { Account = vault, Market = market.Id, Side = side > 0 ? Side.Buy : Side.Sell }, lots, price, 0, _ => CarriesAtFive(vault, market));
    }

    /// <summary>With all its other positions and with what it has open here.</summary>
    private bool CarriesAtFive(int vault, TwinMarket market)
    {
        long others = TotalMargin(vault) - OrderMargin(vault, market);
        return Equity(vault, Level.Init) - others >= Formulas.InitialMargin(market.Tiers, ExposureWith(vault, market, Side.Buy, 0), BackstopLeverage);
    }

    private void Take(TwinPart part, TwinMarket market, long signed, long price, long bankruptcy, long asked, long budget)
    {
        TwinRisk risk = market.Risk;
        int vault = risk.Backstop.Target;
        long lots = Abs(signed), notional = lots * price * market.Tv, hour = Floor(_now, Hour);
        if (risk.IntakeHour != hour) (risk.IntakeHour, risk.HourIntake) = (hour, 0);
        risk.HourIntake += notional;
        SettleFunding(vault, market);
        Position(vault, market.Id).Used = true;
        long given = ApplyForced(part.Account, market, -signed, notional, 0);
        long gained = ApplyFill(vault, market, signed > 0 ? Side.Buy : Side.Sell, lots, price, 0);
        Tell(part.Account, market.Id, new BackstopTaken
        {
            Qty = new(lots),
            Price = new(price),
            Bankruptcy = new(bankruptcy),
            Mark = new(market.Mark),
            Asked = new(asked),
            Budget = new(budget),
            HourIntake = new(risk.HourIntake),
            Vault = vault,
            Side = signed > 0 ? Side.Buy : Side.Sell,
        });
        TellPosition(part.Account, market.Id, given, 0, FillReason.Backstop);
        TellPosition(vault, market.Id, gained, 0, FillReason.Backstop);
        TrimReduceOnly(part.Account, market.Id);
        TrimReduceOnly(vault, market.Id);
    }

    /// <summary>Each second, while any backstop has a position: has it lost too much; each minute: it works off.</summary>
    private void WatchBackstops()
    {
        foreach (TwinMarket market in _s.Markets.Where(m => m.Risk.Backstop.Target != 0).ToList())
        {
            StopBackstop(market);
            WorkOff(market);
        }
    }

    private bool IsHeldByBackstop(TwinMarket market) => market.Risk.Backstop.Target != 0 && Position(market.Risk.Backstop.Target, market.Id).Size != 0;

    private void StopBackstop(TwinMarket market)
    {
        ref SetBackstop terms = ref market.Risk.Backstop;
        int vault = terms.Target;
        long equity = Equity(vault, Level.Maint), allotment = terms.Allotment.Value;
        if (!IsHeldByBackstop(market) || terms.IntakeOff == 1 || allotment == 0 || (Int128)equity * 10 >= (Int128)allotment * 7) return;
        terms.IntakeOff = 1;
        TwinPosition p = Position(vault, market.Id);
        long means = Equity(vault, Level.Init), size = Abs(p.Size);
        long carried = 0, high = size;
        while (carried < high)
        {
            long middle = carried + (high - carried + 1) / 2;
            if (MarginAtFive(market, middle) <= means) carried = middle;
            else high = middle - 1;
        }
        Tell(vault, market.Id, new BackstopStopped { Equity = new(equity), Allotment = new(allotment), Excess = new(size - carried) });
        if (size > carried && market.Risk.ByPrice == PriceGate.Open && market.State is MarketState.Open or MarketState.ReduceOnly) DeleverageByScore(new TwinPart(vault, p.Isolated ? market.Id : 0), market, size - carried, 0);
    }

    private static long MarginAtFive(TwinMarket market, long lots) => Formulas.InitialMargin(market.Tiers, Formulas.Notional(lots, market.Mark, market.Tv), BackstopLeverage);

    /// <summary>A tenth of what the market traded in the minute before, at most half a percent from mark.</summary>
    private void WorkOff(TwinMarket market)
    {
        TwinRisk risk = market.Risk;
        int vault = risk.Backstop.Target;
        long minute = Floor(_now, Minute);
        if (risk.Minute == minute) return;
        long traded = minute == risk.Minute + 1 ? risk.Traded - risk.MinuteBegan : 0;
        long size = Position(vault, market.Id).Size, lots = Math.Min(Abs(size), traded / 10);
        (risk.Minute, risk.MinuteBegan) = (minute, risk.Traded);
        if (lots == 0 || market.State != MarketState.Open || market.Prices != PriceState.Fresh || Account(vault).Status != AccountStatus.Active) return;
        var taker = new TwinOrder
        {
            Id = OrderId.Of(_seq, _nextEngineIndex++).Value,
            Account = vault,
            Market = market.Id,
            Type = OrderType.Limit,
            Side = size > 0 ? Side.Sell : Side.Buy,
            Tif = TimeInForce.Ioc,
            Stp = StpMode.CancelOldest,
            Flags = OrderFlags.ReduceOnly,
            Qty = lots,
            Rest = lots,
        };
        taker.Price = Clamped(taker, taker.IsBuy ? Formulas.BandMax(market.Mark, BackstopSlipPpb) : Formulas.BandMin(market.Mark, BackstopSlipPpb));
        TellAccepted(taker, OrderState.New);
        _s.Orders[taker.Id] = taker;
        RunAndSettle(taker, FillReason.Backstop);
    }
}
