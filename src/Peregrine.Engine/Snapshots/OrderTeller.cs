using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Resting orders market by market: bids from the best level down, then asks from the best up, each queue from its front.</summary>
internal sealed class OrderTeller(EngineState state, ClientIds clientIds)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateOrder>();
        for (int id = 1; id <= state.MarketCount; id++)
        {
            TellSide(ref sink, id, Side.Buy);
            TellSide(ref sink, id, Side.Sell);
        }
        sink.End();
    }

    private void TellSide<TSink>(ref TSink sink, int market, Side side) where TSink : struct, IStateSink
    {
        Book book = state.Markets[market].Book;
        foreach (LevelView level in book.Levels(side))
        {
            for (int slot = level.Head; slot != 0; slot = book.NextInQueue(slot)) TellOrder(ref sink, slot);
        }
    }

    private void TellOrder<TSink>(ref TSink sink, int slot) where TSink : struct, IStateSink
    {
        ref Order order = ref state.Orders[slot];
        ref OrderDetail detail = ref state.Details[slot];
        ref OrderExtra extra = ref state.Extras[detail.Extra];
        StateOrder told = new()
        {
            Order = new(order.Id),
            Price = order.Price,
            Qty = detail.Qty,
            Filled = detail.Filled,
            Rest = order.Rest,
            Visible = order.Visible,
            Display = extra.Display,
            Priority = order.PrioritySeq,
            ExpireAtNs = extra.ExpireAtNs,
            Group = state.Groups[extra.Group].Id,
            GroupIndex = extra.GroupIndex,
            Label = extra.Label,
            Session = extra.Session,
            Key = extra.Key,
            Builder = extra.Builder,
            BuilderPpb = extra.BuilderPpb,
            Flags = (OrderFlags)(order.Flags & RestingFlags.ClientMask),
            Type = detail.Type,
            Side = order.Side,
            Tif = detail.Tif,
            Stp = detail.Stp,
            Reason = detail.Reason,
        };
        if (detail.Client != 0) (told.Terms, told.ClientId) = (clientIds.TermsOf(detail.Client), clientIds.TextOf(detail.Client));
        sink.Tell(order.Account, order.Market, in told);
    }
}
