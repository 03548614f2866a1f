using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Cancels: one, many, by a switch, by a lost session.</summary>
public sealed partial class TwinEngine
{
    private const long DeadManMin = Second;
    private const long DeadManMax = 24 * Hour;
    private const int DeadMansAccountMax = 64;

    /// <summary>The account's living order of that id or client id; null for none, with the id the words named.</summary>
    private TwinOrder? Named(int account, OrderId id, ClientOrderId clientId, out long named, out OrderState ended)
    {
        named = id.Value;
        ended = OrderState.None;
        if (named == 0 && _s.ClientIds.TryGetValue((account, clientId), out TwinClientId? known)) (named, ended) = (known.Order, known.State);
        return _s.Orders.TryGetValue(named, out TwinOrder? o) && o.Account == account ? o : null;
    }

    private RejectCode Cancel(in CommandHeader header, in CancelOrder body)
    {
        if (!MayDo(header, AllowedActions.Cancel)) return RejectCode.NotPermitted;
        if (body.Order.IsNone && body.ClientId.IsEmpty) return RejectCode.BadValue;
        TwinOrder? o = Named(header.Account, body.Order, body.ClientId, out _answer.Detail1, out OrderState ended);
        if (o is null || IsSealed(o))
        {
            _answer.State = o is { Place: Place.Auction } && body.Order.IsNone ? OrderState.PendingAuction : ended;
            CancelScale(header.Account, _answer.Detail1);
            return RejectCode.None;
        }
        Cancel(o, CancelReason.User);
        _answer.Detail2 = 1;
        _answer.State = OrderState.Cancelled;
        return RejectCode.None;
    }

    /// <summary>A scale's own name means its children, by index.</summary>
    private void CancelScale(int account, long id)
    {
        if (!_s.Groups.TryGetValue(id, out TwinGroup? group) || group.Kind != GroupKind.Scale) return;
        List<TwinOrder> children = [.. group.Members.Select(Alive).OfType<TwinOrder>()];
        if (children.Exists(c => c.Account != account)) return;
        foreach (TwinOrder child in children) Cancel(child, CancelReason.User);
        _answer.Detail2 = children.Count;
        if (children.Count > 0) _answer.State = OrderState.Cancelled;
    }

    /// <summary>Market by market: the book, again while an entry's end brought an exit into it; then triggers; then TWAPs. Each by id.</summary>
    private long CancelAll(int account, CancelReason reason, Func<TwinOrder, bool> means, int onlyMarket = 0)
    {
        long count = 0;
        foreach (int market in _s.Markets.Select(m => m.Id).Where(m => onlyMarket == 0 || m == onlyMarket).ToList())
        {
            bool again = true;
            while (again)
            {
                (long cancelled, again) = CancelThese(account, market, reason, o => o.Place == Place.Book && means(o));
                count += cancelled;
            }
            count += CancelThese(account, market, reason, o => IsTrigger(o) && means(o)).Count;
            count += CancelThese(account, market, reason, o => o.Place == Place.Twap && means(o)).Count;
        }
        return count;
    }

    private (long Count, bool Linked) CancelThese(int account, int market, CancelReason reason, Func<TwinOrder, bool> means)
    {
        long count = 0;
        bool linked = false;
        foreach (TwinOrder o in _s.Orders.Values.Where(o => o.Account == account && o.Market == market && means(o)).ToList())
        {
            if (!_s.Orders.ContainsKey(o.Id)) continue;
            linked |= LinkOf(o) is not null;
            Cancel(o, reason);
            count++;
        }
        return (count, linked);
    }

    /// <summary>Waiting, retried, or an exit that watches nothing yet. A limit that sleeps is in no list.</summary>
    private static bool IsTrigger(TwinOrder o) => o.Place is Place.Waiting or Place.Retrying || (o.Place == Place.Inactive && o.Trigger != TriggerKind.None);

    private RejectCode Cancel(in CommandHeader header, MassCancel body)
    {
        if (!MayDo(header, AllowedActions.Cancel)) return RejectCode.NotPermitted;
        if (body.Market != 0 && MarketOrNull(body.Market) is null) return RejectCode.UnknownMarket;
        CancelScope scope = body.Scope == CancelScope.None ? CancelScope.All : body.Scope;
        _answer.Detail2 = CancelAll(header.Account, CancelReason.MassCancel, o =>
            (body.Market == 0 || o.Market == body.Market)
            && (body.Side == 0 || o.Side == body.Side)
            && (body.Label == 0 || o.Label == body.Label)
            && (body.Group.IsNone || o.Group == body.Group.Value)
            && (body.Trigger == TriggerKind.None || (o.Place != Place.Book && o.Trigger == body.Trigger))
            && scope.HasFlag(o.Place == Place.Book ? CancelScope.Resting : o.Place == Place.Twap ? CancelScope.Twaps : CancelScope.Triggers));
        return RejectCode.None;
    }

    private RejectCode Set(in CommandHeader header, in SetDeadMan body)
    {
        int account = header.Account, session = body.Session, market = body.Market;
        uint label = body.Label;
        if ((body.TimeoutNs != 0 && body.TimeoutNs is < DeadManMin or > DeadManMax) || session < 0) return RejectCode.BadValue;
        if (!MayDo(header, AllowedActions.Cancel) || (body.Flatten == 1 && !MayPlace(header, true, market))) return RejectCode.NotPermitted;
        if (market != 0 && MarketOrNull(market) is null) return RejectCode.UnknownMarket;
        bool same(TwinDeadMan d) => d.Account == account && d.Market == market && d.Label == label && d.Session == session;
        if (body.TimeoutNs != 0 && !_s.DeadMans.Exists(same) && (_s.DeadMans.Count >= _s.Capacities.DeadMansMax || _s.DeadMans.Count(d => d.Account == account) >= DeadMansAccountMax)) return RejectCode.CapacityFull;
        _s.DeadMans.RemoveAll(same);
        long due = body.TimeoutNs == 0 ? 0 : _now + body.TimeoutNs;
        if (due != 0) _s.DeadMans.Add(new TwinDeadMan(account, market, label, session, due, body.DropProtective == 1, body.Flatten == 1));
        Tell(account, market, new DeadManSet { DueNs = due, Label = label, Session = session, DropProtective = body.DropProtective, Flatten = body.Flatten });
        return RejectCode.None;
    }

    /// <summary>What a switch spares unless told otherwise: triggers that reduce; of the rest that reduces what is linked or marked.</summary>
    private bool IsProtection(TwinOrder o)
    {
        if (!o.ReduceOnly) return false;
        if (IsTrigger(o) || o.Flags.HasFlag(OrderFlags.Protective)) return true;
        return o.Place == Place.Book && LinkOf(o) is not null;
    }

    /// <summary>Nobody could be heard while the venue was down.</summary>
    private void Resume(long downFrom)
    {
        Tell(0, 0, new VenueResumed { DownFromNs = downFrom });
        foreach (TwinDeadMan d in _s.DeadMans.OrderBy(d => (d.Account, d.Market, d.Label, d.Session)).ToList())
        {
            TwinDeadMan moved = d with { DueNs = Math.Max(d.DueNs + (_now - downFrom), _now + 30 * Exact.Second) };
            if (moved == d) continue;
            _s.DeadMans[_s.DeadMans.IndexOf(d)] = moved;
            Tell(d.Account, d.Market, new DeadManSet { DueNs = moved.DueNs, Label = d.Label, Session = d.Session, DropProtective = (byte)(d.DropProtective ? 1 : 0), Flatten = (byte)(d.Flatten ? 1 : 0) });
        }
        RestartMarkets(_now - downFrom);
    }

    private void FireDeadMan(TwinDeadMan d)
    {
        _s.DeadMans.Remove(d);
        long count = CancelAll(d.Account, CancelReason.DeadMan, o =>
            (d.Label == 0 || o.Label == d.Label) && (d.Session == 0 || o.Session == d.Session) && (d.DropProtective || !IsProtection(o)), d.Market);
        Tell(d.Account, d.Market, new DeadManFired { Label = d.Label, Session = d.Session, Cancelled = (int)count });
        if (d.Flatten) CloseEverything(d.Account, _ => true, int.MaxValue, d.Market, CancelReason.DeadMan, () => OrderId.Of(_seq, _nextEngineIndex++).Value);
    }

    private RejectCode Close(in CommandHeader header, CloseSession body)
    {
        if (body.Session <= 0) return RejectCode.BadValue;
        if (!MayDo(header, AllowedActions.Cancel)) return RejectCode.NotPermitted;
        _answer.Detail2 = CancelAll(header.Account, CancelReason.Disconnect, o => o.Flags.HasFlag(OrderFlags.CancelOnDisconnect) && o.Session == body.Session && !IsProtection(o));
        return RejectCode.None;
    }
}
