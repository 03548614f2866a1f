using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Orders in auctions by id, then the quotes of each in order of arrival.</summary>
internal sealed class AuctionTeller(EngineState state, ClientIds clientIds)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateAuction>();
        for (int slot = Following(OrderId.None); slot != 0; slot = Following(state.AuctionOrders[slot].Id)) TellOrder(ref sink, in state.AuctionOrders[slot]);
        sink.End();
        sink.Begin<StateQuote>();
        for (int slot = Following(OrderId.None); slot != 0; slot = Following(state.AuctionOrders[slot].Id)) TellQuotes(ref sink, in state.AuctionOrders[slot]);
        sink.End();
    }

    private void TellOrder<TSink>(ref TSink sink, in AuctionOrder order) where TSink : struct, IStateSink
    {
        StateAuction told = new()
        {
            Order = order.Id,
            Price = order.Price,
            Touch = order.Touch,
            Qty = order.Qty,
            Display = order.Display,
            ExpireAtNs = order.ExpireAtNs,
            EndsAtNs = order.EndsAtNs,
            Label = order.Label,
            Session = order.Session,
            Key = order.Key,
            Builder = order.Builder,
            BuilderPpb = order.BuilderPpb,
            Flags = order.Flags,
            Type = order.Type,
            Side = order.Side,
            Tif = order.Tif,
            Stp = order.Stp,
        };
        if (order.Client != 0) (told.Terms, told.ClientId) = (clientIds.TermsOf(order.Client), clientIds.TextOf(order.Client));
        sink.Tell(order.Account, order.Market, in told);
    }

    private void TellQuotes<TSink>(ref TSink sink, in AuctionOrder order) where TSink : struct, IStateSink
    {
        for (int slot = order.FirstQuote; slot != 0; slot = state.AuctionQuotes[slot].Next)
        {
            ref AuctionQuote quote = ref state.AuctionQuotes[slot];
            sink.Tell(quote.Account, order.Market, new StateQuote { Auction = order.Auction, Quote = quote.Id, Price = quote.Price, Qty = quote.Qty });
        }
    }

    private int Following(OrderId after)
    {
        int found = 0;
        for (int slot = 1; slot <= state.AuctionOrders.HighWater; slot++)
        {
            OrderId id = state.AuctionOrders[slot].Id;
            if (id > after && (found == 0 || id < state.AuctionOrders[found].Id)) found = slot;
        }
        return found;
    }
}
