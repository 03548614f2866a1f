using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Lets orders in auctions and their quotes wait on, with what they reserve.</summary>
internal sealed class AuctionRestorer(SnapshotReader reader, EngineState state, OrderRestorer orders, AuctionBook auctions)
{
    public void Restore()
    {
        reader.Open<StateAuction>();
        while (reader.Next(out StateRecord<StateAuction> record)) Load(record.Account, record.Market, in record.Body);
        reader.Open<StateQuote>();
        while (reader.Next(out StateRecord<StateQuote> record)) Load(record.Account, record.Market, in record.Body);
    }

    private void Load(int account, int market, in StateAuction told)
    {
        int position = orders.FindOwner(account, market, told.Order);
        reader.Check(!state.AuctionOrders.Full && told.Side is Side.Buy or Side.Sell && told.Qty.Value > 0, "an order in an auction wants something");
        AuctionOrder order = new()
        {
            Id = told.Order,
            Account = account,
            Position = position,
            Market = (ushort)market,
            Type = told.Type,
            Side = told.Side,
            Tif = told.Tif,
            Stp = told.Stp,
            Flags = told.Flags,
            Price = told.Price,
            Touch = told.Touch,
            Qty = told.Qty,
            Display = told.Display,
            ExpireAtNs = told.ExpireAtNs,
            EndsAtNs = told.EndsAtNs,
            Label = told.Label,
            Session = told.Session,
            Key = told.Key,
            Builder = told.Builder,
            BuilderPpb = told.BuilderPpb,
            Client = orders.NewClientId(account, told.Order, told.Terms, in told.ClientId),
        };
        auctions.Add(in order);
    }

    private void Load(int account, int market, in StateQuote told)
    {
        int slot = auctions.Find(told.Auction);
        int position = orders.FindOwner(account, market, told.Quote);
        reader.Check(slot != 0 && !state.AuctionQuotes.Full && told.Qty.Value > 0, "a quote belongs to an auction");
        auctions.AddQuote(slot, new AuctionQuote { Id = told.Quote, Account = account, Position = position, Price = told.Price, Qty = told.Qty });
    }
}
