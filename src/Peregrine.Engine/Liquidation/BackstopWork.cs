using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Works off what backstops took, minute by minute, and stops one that lost too much (domain §10.5).</summary>
internal sealed class BackstopWork(EngineState state, MarginBook margin, OrderRunner runner, Deleverage deleverage)
{
    private const long MinuteNs = 60_000_000_000;
    /// <summary>At most a tenth of what the market traded in the minute before.</summary>
    private const int VolumeShare = 10;
    private const int SlipPpb = 5_000_000;
    private const int Leverage = 5;

    /// <summary>Some backstop has a position, so the seconds are wanted.</summary>
    public bool HasWork
    {
        get
        {
            for (int id = 1; id <= state.MarketCount && state.BackstopCount != 0; id++)
            {
                if (PositionOf(state.Markets[id]) != 0) return true;
            }
            return false;
        }
    }

    /// <summary>Once a second; most of it waits for the next minute.</summary>
    public void Tick()
    {
        for (int id = 1; id <= state.MarketCount && state.BackstopCount != 0; id++)
        {
            Market market = state.Markets[id];
            if (market.Risk.Backstop.Target == 0) continue;
            int position = PositionOf(market);
            if (position != 0) WatchLoss(market, position);
            long minute = state.NowNs / MinuteNs;
            if (market.Risk.Minute == minute) continue;
            // Seconds pass unseen while it has nothing: only a whole minute just gone says what the market trades.
            Lots traded = market.Risk.Minute == minute - 1 ? market.Traded - market.Risk.MinuteBegan : Lots.Zero;
            (market.Risk.Minute, market.Risk.MinuteBegan) = (minute, market.Traded);
            if (position != 0) WorkOff(market, position, new(traded.Value / VolumeShare));
        }
    }

    private int PositionOf(Market market)
    {
        if (market.Risk.Backstop.Target == 0) return 0;
        int slot = state.FindPosition(market.Risk.Backstop.Target, market.Id);
        return state.Positions[slot].Size.Value != 0 ? slot : 0;
    }

    private void WorkOff(Market market, int slot, Lots share)
    {
        ref Position position = ref state.Positions[slot];
        Lots lots = Lots.Min(share, new(Math.Abs(position.Size.Value)));
        bool mayTrade = market.TakesAll && state.Accounts[position.Account].Status == AccountStatus.Active && state.NextEngineIndex < OrderId.IndexCount;
        if (lots.Value == 0 || !mayTrade) return;
        Side side = position.Size.Value > 0 ? Side.Sell : Side.Buy;
        Ticket ticket = new()
        {
            Id = OrderId.Of(state.Seq, state.NextEngineIndex++),
            Account = position.Account,
            Market = market,
            Position = slot,
            Type = OrderType.Limit,
            Side = side,
            Tif = TimeInForce.Ioc,
            Stp = StpMode.CancelOldest,
            Flags = OrderFlags.ReduceOnly,
            Reason = FillReason.Backstop,
            Price = PriceBounds.Within(market, side, market.Mark, SlipPpb),
            Qty = lots,
            Rest = lots,
        };
        runner.Take(ref ticket, default, OrderState.New);
        runner.Run(ref ticket);
    }

    // With less than 70 % of what it was given it takes nothing more, and what it could not carry at five times leverage goes to the other side at mark.
    private void WatchLoss(Market market, int slot)
    {
        ref SetBackstop terms = ref market.Risk.Backstop;
        if (terms.IntakeOff != 0 || terms.Allotment.Value == 0) return;
        AccountSums sums = margin.Of(terms.Target);
        if ((Int128)sums.EquityMaint.Value * 10 >= (Int128)terms.Allotment.Value * 7) return;
        terms.IntakeOff = 1;
        Lots excess = ExcessOf(market, slot, sums.EquityInit);
        state.Events.Add(terms.Target, market.Id, new BackstopStopped { Equity = sums.EquityMaint, Allotment = terms.Allotment, Excess = excess });
        if (excess.Value > 0 && LiquidationGate.In(market) == StepRight.All) deleverage.Shrink(slot, excess);
    }

    private Lots ExcessOf(Market market, int slot, Micros equity)
    {
        long size = Math.Abs(state.Positions[slot].Size.Value);
        long good = 0;
        long bad = size + 1;
        while (bad - good > 1)
        {
            long middle = good + (bad - good) / 2;
            if (market.InitialMargin(market.ValueCeil(new Lots(middle)), Leverage) <= equity) good = middle;
            else bad = middle;
        }
        return new(size - good);
    }
}
