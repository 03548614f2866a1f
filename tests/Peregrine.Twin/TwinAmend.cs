using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>Changes a living order in one step, or leaves it untouched.</summary>
public sealed partial class TwinEngine
{
    private RejectCode Amend(in CommandHeader header, AmendOrder body)
    {
        bool nothing = body.Price.Value == 0 && body.Qty.Value == 0 && body.TriggerPrice.Value == 0 && body.CallbackPpb == 0 && body.Offset.Value == 0;
        if (nothing || (body.Order.IsNone && body.ClientId.IsEmpty)) return RejectCode.BadValue;
        TwinOrder? found = Named(header.Account, body.Order, body.ClientId, out long id, out _);
        bool asks = found is { Place: Place.Auction };
        if (found is { Place: Place.Inactive, Trigger: TriggerKind.None } or { Place: Place.Auction or Place.Quote }) found = null;
        if (!MayPlace(header, found is { ReduceOnly: true }, found?.Market ?? 0)) return RejectCode.NotPermitted;
        RejectCode code = Expired(body.RequestExpiresNs);
        if (code != RejectCode.None) return code;
        _answer.Detail1 = id;
        if (found is null) return asks ? RejectCode.NotAmendable : RejectCode.UnknownOrder;
        if (body.Market != 0 && body.Market != found.Market) return RejectCode.BadValue;
        if (!Fits(found, body)) return RejectCode.NotAmendable;
        code = StatesCheck(found);
        if (code != RejectCode.None) return code;
        _answer.Detail1 = id;
        if (body.Qty.Value != 0 && body.Qty.Value > 0 && body.Qty.Value <= found.Filled)
        {
            Cancel(found, CancelReason.Amend);
            _answer.State = OrderState.Cancelled;
            return RejectCode.None;
        }
        return Try(() => Change(_s.Orders[id], body));
    }

    /// <summary>Only fields that the order has can change; exits of a bracket keep their size.</summary>
    private bool Fits(TwinOrder o, in AmendOrder body)
    {
        if (o.Place is not (Place.Book or Place.Waiting) || o.Latched) return false;
        bool waits = o.Place == Place.Waiting;
        if (body.Price.Value != 0 && !o.IsLimit) return false;
        if (body.Qty.Value != 0 && (o.Qty == 0 || LinkOf(o) is not null)) return false;
        if (body.TriggerPrice.Value != 0 && (!waits || o.Trigger == TriggerKind.Trailing)) return false;
        if (body.CallbackPpb != 0 && (!waits || o.Callback == 0)) return false;
        return body.Offset.Value == 0 || (waits && o.Offset != 0);
    }

    private RejectCode Change(TwinOrder o, in AmendOrder body)
    {
        long oldPrice = o.Price, oldRest = o.Rest;
        if (body.Price.Value != 0) o.Price = body.Price.Value;
        if (body.Qty.Value > 0)
        {
            o.Rest = body.Qty.Value - o.Filled;
            o.Qty = body.Qty.Value;
        }
        if (body.TriggerPrice.Value != 0) o.TriggerPrice = body.TriggerPrice.Value;
        if (body.CallbackPpb != 0) o.Callback = body.CallbackPpb;
        if (body.Offset.Value != 0) o.Offset = body.Offset.Value;
        if (o.Callback != 0 && o.Callback is < CallbackMin or > CallbackMax) return RejectCode.BadValue;
        if (body.Qty.Value < 0) return RejectCode.BadLot;
        return o.Place == Place.Waiting ? ChangeWaiting(o) : ChangeResting(o, oldPrice, o.Price == oldPrice && o.Rest <= oldRest);
    }

    private RejectCode ChangeWaiting(TwinOrder o)
    {
        RejectCode code = First(() => Grid(o, total: o.Qty), () => MoneyLimits(o), () => AccountCheck(o, mmp: false), () => WouldTrigger(o));
        if (code != RejectCode.None) return code;
        TellAmended(o, false);
        Watch(o);
        _amendedWaiting.Add(o.Account);
        _touchedUntold.Add(o.Account);
        _answer.State = OrderState.PendingTrigger;
        return RejectCode.None;
    }

    private RejectCode ChangeResting(TwinOrder o, long oldPrice, bool keepsPlace)
    {
        // Out of the book while it is checked: its own reserve and its own place in the counts are gone.
        List<TwinOrder> side = Market(o.Market).SideOf(o.Side);
        int at = side.IndexOf(o);
        side.RemoveAt(at);
        o.Place = Place.Nowhere;
        // One that fired is a plain order now.
        (TriggerKind trigger, OrderFlags flags) = (o.Trigger, o.Flags);
        (o.Trigger, o.Flags) = (TriggerKind.None, (o.Flags & ~OrderFlags.PositionExit) | (o.ReduceOnly ? OrderFlags.ReduceOnly : OrderFlags.None));
        RejectCode code = First(() => Grid(o, total: o.Qty), () => keepsPlace ? AccountCheck(o, mmp: false) : First(() => MoneyLimits(o), () => CheckPlain(o)));
        (o.Trigger, o.Flags) = (trigger, flags);
        if (code != RejectCode.None) return code;
        if (keepsPlace)
        {
            o.Place = Place.Book;
            side.Insert(at, o);
            TellAmended(o, true);
            long visible = Math.Min(o.Visible, o.Rest);
            if (visible != o.Visible)
            {
                o.Visible = visible;
                TellBook(o, BookChange.Reduced);
            }
            _answer.State = StateNow(o);
            return RejectCode.None;
        }
        TellAmended(o, false);
        long newPrice = o.Price;
        o.Price = oldPrice;
        TellBook(o, BookChange.Deleted);
        o.Price = newPrice;
        RunEnd end = RunAndSettle(o, FillReason.User);
        (_answer.Detail2, _answer.State) = (end.Filled, StateNow(o));
        return RejectCode.None;
    }

    private void TellAmended(TwinOrder o, bool kept) => Tell(o.Account, o.Market, new OrderAmended
    {
        Order = new(o.Id),
        Price = new(o.Price),
        Qty = new(o.Qty),
        TriggerPrice = new(o.Place == Place.Waiting ? o.TriggerPrice : 0),
        Offset = new(o.Place == Place.Waiting ? o.Offset : 0),
        CallbackPpb = o.Place == Place.Waiting ? o.Callback : 0,
        KeptPriority = (byte)(kept ? 1 : 0),
    });
}
