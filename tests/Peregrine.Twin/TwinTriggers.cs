using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Waiting triggers: every change of a reference looks at all of them.</summary>
public sealed partial class TwinEngine
{
    private const int LastGuardPpb = 50_000_000;

    private static long Reference(TwinMarket market, TriggerRef by) => by switch
    {
        TriggerRef.Mark => market.Mark,
        TriggerRef.Index => market.Index,
        TriggerRef.Last => market.Last * Sub,
    };

    /// <summary>Fires when the reference has come down to its level; the others when it has gone up.</summary>
    private static bool FiresBelow(TwinOrder o) => (o.Trigger == TriggerKind.TakeProfit) == o.IsBuy;

    private static long LevelOf(TwinOrder o) => o.Trigger == TriggerKind.Trailing ? Formulas.TrailLevel(o.Side, o.Peak, o.Callback, o.Offset) : o.TriggerPrice * Sub;

    private static bool Holds(TwinOrder o, long reference)
    {
        if (o.Trigger == TriggerKind.Trailing && o.Peak == 0) return false;
        return FiresBelow(o) ? reference <= LevelOf(o) : reference >= LevelOf(o);
    }

    private static bool MayFire(TwinMarket market, TwinOrder o, long reference)
    {
        if (reference <= 0) return false;
        if (market.State != MarketState.Open && !(market.State == MarketState.ReduceOnly && o.ReduceOnly)) return false;
        if (o.TriggerBy != TriggerRef.Last) return market.Prices == PriceState.Fresh;
        bool guarded = !o.Flags.HasFlag(OrderFlags.NoLastGuard);
        if (market.Prices == PriceState.Dead || (market.Prices != PriceState.Fresh && guarded)) return false;
        return !guarded || (Int128)Abs(reference - market.Mark) * R <= (Int128)market.Mark * LastGuardPpb;
    }

    private RejectCode WouldTrigger(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        if (o.Trigger == TriggerKind.Trailing || o.Flags.HasFlag(OrderFlags.AllowImmediate)) return RejectCode.None;
        long reference = Reference(market, o.TriggerBy);
        return reference > 0 && Holds(o, reference) ? RejectCode.WouldTrigger : RejectCode.None;
    }

    /// <summary>The order begins to wait: a trailing one from the present price on. One whose condition holds already is latched.</summary>
    private void Arm(TwinOrder o)
    {
        o.Place = Place.Waiting;
        _s.Orders[o.Id] = o;
        TellAccepted(o, OrderState.PendingTrigger);
        Watch(o);
    }

    private void Watch(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        long reference = Reference(market, o.TriggerBy);
        if (!MayFire(market, o, reference)) return;
        if (o.Trigger == TriggerKind.Trailing) Follow(o, reference);
        if (Holds(o, reference)) Latch([o], reference);
    }

    private static void Follow(TwinOrder o, long reference)
    {
        if (o.Peak == 0)
        {
            bool reached = o.Activation == 0 || (o.IsBuy ? reference <= o.Activation * Sub : reference >= o.Activation * Sub);
            if (reached) o.Peak = reference;
            return;
        }
        o.Peak = o.IsBuy ? Math.Min(o.Peak, reference) : Math.Max(o.Peak, reference);
    }

    private void Look(TwinMarket market)
    {
        bool mark = market.MarkDirty || market.StateDirty, index = market.IndexDirty || market.StateDirty;
        (market.MarkDirty, market.IndexDirty, market.StateDirty) = (false, false, false);
        if (mark) Look(market, TriggerRef.Mark, market.Mark);
        if (index) Look(market, TriggerRef.Index, market.Index);
        if (mark && market.Last != 0) Look(market, TriggerRef.Last, market.Last * Sub);
    }

    private void Look(TwinMarket market, TriggerRef by, long reference)
    {
        List<TwinOrder> waiting = [.. _s.Orders.Values.Where(o => o.Market == market.Id && o.Place == Place.Waiting && !o.Latched && o.TriggerBy == by && MayFire(market, o, reference))];
        foreach (TwinOrder o in waiting.Where(o => o.Trigger == TriggerKind.Trailing)) Follow(o, reference);
        Latch([.. waiting.Where(o => Holds(o, reference))], reference);
    }

    private void Latch(List<TwinOrder> held, long reference)
    {
        foreach (TwinOrder o in held.OrderByDescending(o => o.ReduceOnly).ThenByDescending(o => Abs(LevelOf(o) - reference)).ThenBy(o => o.Id))
        {
            o.Latched = true;
            _s.Queue.Add(new TwinLatch(o.Id, reference, LevelOf(o), o.Peak));
        }
    }

    private void RunTriggers()
    {
        for (int round = 0; round < RoundsMax && (_s.Queue.Count > 0 || _s.Markets.Exists(m => m.IsDirty)); round++)
        {
            foreach (TwinMarket market in _s.Markets.Where(m => m.IsDirty).ToList()) Look(market);
            RunQueue();
            if (_executions >= ExecutionsMax) return;
        }
    }

    private void RunQueue()
    {
        while (_s.Queue.Count > 0 && _executions < ExecutionsMax)
        {
            TwinLatch latch = _s.Queue[0];
            _s.Queue.RemoveAt(0);
            _executions++;
            Fire(_s.Orders[latch.Order], latch);
        }
    }

    private static bool Retries(TwinOrder o) => o.ReduceOnly && !o.IsLimit && o.Tif == TimeInForce.Ioc && (o.Trigger is TriggerKind.Stop or TriggerKind.Trailing);

    private void Fire(TwinOrder o, TwinLatch latch)
    {
        TwinMarket market = Market(o.Market);
        Tell(o.Account, o.Market, new OrderTriggered
        {
            Order = new(o.Id),
            Reference = new(latch.Reference),
            Level = new(latch.Level),
            Peak = new(latch.Peak),
            Mark = new(market.Mark),
            Trigger = o.Trigger,
            TriggerBy = o.TriggerBy,
        });
        o.Latched = false;
        BeforeFire(o);
        if (o.IsPositionExit || (o.Type == OrderType.ClosePosition && o.Qty == 0))
        {
            o.Qty = RoomOf(o);
            o.Rest = o.Qty;
        }
        o.Place = Place.Nowhere;
        if (!o.IsLimit) o.Price = MarketLimit(o);
        Answer said = _answer;
        RejectCode code = First(
            () => StatesCheck(o), () => PositionBound(o), () => MoneyLimits(o), () => Band(o), () => AccountCheck(o, mmp: true), () => ChildCounts(o), () => ReduceOnlyRoom(o), () => WouldTake(o), () => Margin(o), () => GroupInterest(o));
        if (code == RejectCode.None && o.Tif == TimeInForce.Fok)
        {
            long id = o.Id, wanted = o.Rest;
            code = Try(() => RunAndSettle(_s.Orders[id], FillReason.Trigger).Filled == wanted ? RejectCode.None : RejectCode.FokNotFillable);
            if (code == RejectCode.None) return;
        }
        switch (code)
        {
            case RejectCode.None:
                RunAndSettle(o, FillReason.Trigger, Retries(o));
                break;
            case RejectCode.InsufficientMargin:
                _answer = said;
                Cancel(o, CancelReason.TriggerMargin, code);
                break;
            case RejectCode.ReduceOnlyNoPosition:
                Cancel(o, CancelReason.NoPosition);
                break;
            default:
                Cancel(o, CancelReason.Rejected, code);
                break;
        }
    }

    /// <summary>Timer kind 7: the rests of fired stops are tried again.</summary>
    private void RetryStops()
    {
        _s.LastSecond = Floor(_now, Second);
        foreach (long id in _s.Orders.Values.Where(o => o.Place == Place.Retrying).OrderBy(o => o.RetryTurn).Select(o => o.Id).ToList())
        {
            if (!_s.Orders.TryGetValue(id, out TwinOrder? o)) continue;
            if (RoomOf(o) == 0)
            {
                Cancel(o, CancelReason.NoPosition);
                continue;
            }
            if (StatesCheck(o) != RejectCode.None) continue;
            o.Price = MarketLimit(o);
            Tell(o.Account, o.Market, new StopRetried { Order = new(o.Id), Limit = new(o.Price), Filled = new(o.Filled), Rest = new(o.Rest) });
            RunAndSettle(o, FillReason.Trigger, retries: true);
        }
        RunCrossed();
        SampleEveryone();
        WatchBackstops();
    }
}
