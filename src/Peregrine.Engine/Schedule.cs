using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Prices;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine;

/// <summary>What is due when: advances time before a command, and says when the next tick is wanted.</summary>
internal sealed class Schedule(
    EngineState state, Timers timers, RestingOrders resting, TriggerKeeper triggers, TriggerRunner references, ExitKeeper exits, TwapRunner twaps,
    DeadMan deadMan, LimitDesk limits, LossWatch losses, PriceWorks prices, RiskDesk risk, LifeSchedule life)
{
    private const int TimersMax = 1024;
    private const long Second = 1_000_000_000;

    // At hand: every command asks it.
    private readonly FundingSweep _sweep = prices.Sweep;

    /// <summary>0 while latched triggers, timers that a cap left behind, or positions that owe funding wait.</summary>
    public long NextDueNs
    {
        get
        {
            if (references.HasQueue || _sweep.HasWork || life.HasWork) return 0;
            long due = Math.Min(FirstDueNs, risk.NextDueNs);
            return due <= state.NowNs ? 0 : due;
        }
    }

    private long FirstDueNs => Math.Min(Math.Min(timers.NextDueNs, limits.NextDueNs), SecondDueNs);

    // The second tick is wanted only while somebody waits for it; seconds that were missed collapse into one.
    private long SecondDueNs => references.HasRetries || losses.Watches || risk.WantsSeconds ? (state.LastSecond + 1) * Second : long.MaxValue;

    /// <summary>Latched triggers first, then what is due, oldest first; what a cap leaves behind goes first at the next command.</summary>
    public void Advance()
    {
        references.BeginCommand();
        if (life.HasWork) life.Work();
        if (references.HasQueue) references.Settle();
        if (exits.HasQueue) exits.RunQueued();
        risk.BeginCommand();
        // What a cap left behind goes first; what it fires settles with the command.
        while (risk.HasWork && !references.HasQueue && risk.Run()) exits.RunQueued();
        // Nearly always nothing is due.
        if (Begins || timers.NextDueNs <= state.NowNs || limits.NextDueNs <= state.NowNs) CatchUp();
        if (_sweep.HasWork) _sweep.Run();
    }

    // Another second than the last command's; the second tick is due at no other time.
    private bool Begins => state.NowNs - state.LastSecond * Second >= Second;

    private void CatchUp()
    {
        if (FirstDueNs <= state.NowNs) RunDue();
        if (Begins && SecondDueNs > state.NowNs) state.LastSecond = state.NowNs / Second;
    }

    private void RunDue()
    {
        int left = TimersMax;
        while (left-- > 0 && RunFirst()) { }
    }

    // At one instant: timers by kind up to 5, pending limits (6) and markets' dates, price ticks (7), the second tick, then the others.
    private bool RunFirst()
    {
        long now = state.NowNs;
        bool hasTimer = timers.TryPeekDue(now, out DueTimer timer);
        long limitDue = limits.NextDueNs;
        long secondDue = SecondDueNs;
        if (hasTimer && GoesBefore(in timer, limitDue, TimerKind.DeadMan) && GoesBefore(in timer, secondDue, TimerKind.PriceTick)) return Run(timers.Pop());
        else if (limitDue <= now && limitDue <= secondDue) limits.ApplyFirst();
        else if (secondDue <= now) TickSecond();
        else return false;
        return true;
    }

    // At one instant a timer goes before what is due with kinds above this one.
    private static bool GoesBefore(in DueTimer timer, long dueNs, TimerKind last) =>
        timer.DueNs < dueNs || (timer.DueNs == dueNs && timer.Kind <= last);

    private void TickSecond()
    {
        state.LastSecond = state.NowNs / Second;
        references.Retry();
        exits.RunQueued();
        losses.SampleAll();
        risk.TickSecond();
        // What a backstop works off may wake somebody's exits: they go before the next timer, as behind any other.
        exits.RunQueued();
    }

    // False when the command can do no more of it.
    private bool Run(in DueTimer timer)
    {
        switch (timer.Kind)
        {
            case TimerKind.Gtd:
                Expire(new OrderId(timer.Id));
                break;
            case TimerKind.TwapSlice:
                twaps.Slice(timer.Payload);
                break;
            case TimerKind.DeadMan:
                if (!deadMan.Fire(timer.Payload)) return false;
                break;
            case TimerKind.PriceTick:
                prices.Ticks.Tick(timer.Payload);
                break;
            case TimerKind.Funding:
                prices.Hours.Fire(state.Markets[timer.Payload]);
                break;
            default:
                life.Run(in timer);
                break;
        }
        exits.RunQueued();
        return true;
    }

    // The timer has left the queue, so the record must not cancel it again.
    private void Expire(OrderId id)
    {
        IndexCode code = state.FindOrder(id);
        Invariant.That(code.Exists, "an order takes its timer with it");
        if (code.Kind == IndexKind.Order)
        {
            state.Extras[state.Details[code.Slot].Extra].Timer = 0;
            resting.Cancel(code.Slot, CancelReason.Expired);
            return;
        }
        state.Triggers.Triggers[code.Slot].Timer = 0;
        triggers.Cancel(code.Slot, CancelReason.Expired);
    }
}
