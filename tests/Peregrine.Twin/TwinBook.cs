using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>Two sorted lists of orders, and the events that tell what changed in them.</summary>
public sealed partial class TwinEngine
{
    private long BestOpposite(TwinMarket market, Side side) => market.SideOf(side.Opposite()).FirstOrDefault()?.Price ?? 0;

    private void TellBook(TwinOrder o, BookChange change)
    {
        TwinMarket market = Market(o.Market);
        List<TwinOrder> level = [.. market.SideOf(o.Side).Where(other => other.Price == o.Price)];
        Tell(0, o.Market, new BookChanged
        {
            MdSeq = ++market.MdSeq,
            Priority = o.Priority,
            Price = new(o.Price),
            OrderVisible = new(change == BookChange.Deleted ? 0 : o.Visible),
            LevelTotal = new(level.Sum(x => x.Visible)),
            LevelCount = level.Count,
            Side = o.Side,
            Change = change,
        });
    }

    /// <summary>Puts an order at the end of its level's queue.</summary>
    private void Rest(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        o.Visible = o.Display > 0 ? Math.Min(o.Display, o.Rest) : o.Rest;
        o.Priority = Math.Max(market.LastPriority + 1, _now);
        market.LastPriority = o.Priority;
        o.Place = Place.Book;
        List<TwinOrder> side = market.SideOf(o.Side);
        int at = side.FindIndex(x => o.IsBuy ? x.Price < o.Price : x.Price > o.Price);
        side.Insert(at < 0 ? side.Count : at, o);
        TellBook(o, BookChange.Added);
    }

    /// <summary>Takes an order out of the book; it may go on to live elsewhere.</summary>
    private void Unrest(TwinOrder o)
    {
        Market(o.Market).SideOf(o.Side).Remove(o);
        o.Place = Place.Nowhere;
        TellBook(o, BookChange.Deleted);
    }

    private OrderState StateOf(TwinOrder o) => o.Place switch
    {
        Place.Waiting => OrderState.PendingTrigger,
        Place.Inactive => OrderState.Inactive,
        Place.Auction => OrderState.PendingAuction,
        Place.Quote => OrderState.Live,
        Place.Nowhere => OrderState.New,
        Place.Book or Place.Retrying or Place.Twap => o.Filled > 0 ? OrderState.PartiallyFilled : OrderState.Live,
    };

    /// <summary>The order is no more; its client id remembers how it ended.</summary>
    private void End(TwinOrder o, OrderState state)
    {
        if (o.Place == Place.Book) Market(o.Market).SideOf(o.Side).Remove(o);
        o.Place = Place.Nowhere;
        o.EndedAs = state;
        _s.Orders.Remove(o.Id);
        _s.Queue.RemoveAll(l => l.Order == o.Id);
        EndName(o.Id, state, o.Filled);
    }

    private void EndName(long id, OrderState state, long filled)
    {
        if (_s.ClientIdOf.TryGetValue(id, out (int, ClientOrderId) name)) _s.ClientIds = _s.ClientIds.SetItem(name, _s.ClientIds[name] with { State = state, Filled = filled });
    }

    /// <summary>Ends an order unfilled, wherever it is, and tells it.</summary>
    private void Cancel(TwinOrder o, CancelReason reason, RejectCode code = RejectCode.None, long? rest = null)
    {
        if (!_s.Orders.ContainsKey(o.Id)) return;
        OrderState state = reason == CancelReason.Expired ? OrderState.Expired : OrderState.Cancelled;
        bool resting = o.Place == Place.Book, twap = o.Place == Place.Twap;
        End(o, state);
        Tell(o.Account, o.Market, new OrderCancelled { Order = new(o.Id), Rest = new(rest ?? o.Rest), Reason = reason, State = state, Code = code });
        if (resting) TellBook(o, BookChange.Deleted);
        if (twap) Tell(o.Account, o.Market, new TwapEnded { Order = new(o.Id), Executed = new(o.Filled), Salt = o.Salt });
        AfterEnd(o);
    }
}
