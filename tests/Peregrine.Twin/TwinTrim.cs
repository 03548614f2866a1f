using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Reduce-only orders never exceed the position: what would execute first keeps its size.</summary>
public sealed partial class TwinEngine
{
    private List<TwinOrder> ReduceOnlyResting(int account, TwinMarket market) => [.. market.Resting.Where(o => o.Account == account && o.ReduceOnly)];

    private void TrimReduceOnly(int account, int marketId)
    {
        TrimResting(account, marketId);
        DropExits(account, marketId);
    }

    private void TrimResting(int account, int marketId)
    {
        TwinMarket market = Market(marketId);
        long size = Position(account, marketId).Size;
        foreach (TwinOrder o in ReduceOnlyResting(account, market).Where(o => size == 0 || Math.Sign(size) != -o.Side.Sign())) Cancel(o, CancelReason.RoNoRoom);

        // Both lists are kept in match priority: best price first, then the place in the queue.
        long room = Abs(size);
        foreach (TwinOrder o in ReduceOnlyResting(account, market))
        {
            if (!_s.Orders.ContainsKey(o.Id)) continue;
            long keeps = Math.Min(o.Rest, room);
            room -= keeps;
            if (keeps == 0) Cancel(o, CancelReason.RoNoRoom);
            else if (keeps < o.Rest) Cut(o, o.Rest - keeps, CancelReason.RoNoRoom);
        }
    }

    /// <summary>What waits to reduce a position, its own exits and a bracket's, ends with it.</summary>
    private void DropExits(int account, int marketId)
    {
        long size = Position(account, marketId).Size;
        foreach (TwinOrder o in _s.Orders.Values.Where(o => o.Account == account && o.Market == marketId && o.Place == Place.Waiting).ToList())
        {
            bool exits = o.IsPositionExit || (LinkOf(o) is { Kind: GroupKind.Bracket } && o.Rest > 0);
            bool useless = size == 0 || Math.Sign(size) != -o.Side.Sign();
            if (exits && useless && _s.Orders.ContainsKey(o.Id)) Cancel(o, CancelReason.NoPosition);
        }
    }

    /// <summary>Takes lots off an order without a trade: the hidden part first, its place in the queue stays.</summary>
    private void Cut(TwinOrder o, long lots, CancelReason reason)
    {
        o.Rest -= lots;
        Tell(o.Account, o.Market, new OrderTrimmed { Order = new(o.Id), Cut = new(lots), Rest = new(o.Rest), Reason = reason });
        if (o.Place != Place.Book) return;
        if (o.Visible <= o.Rest) return;
        o.Visible = o.Rest;
        TellBook(o, BookChange.Reduced);
    }
}
