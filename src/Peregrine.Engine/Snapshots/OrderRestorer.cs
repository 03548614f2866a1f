using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Puts every order back where it was, queue by queue; its owner's sums and its expiry follow from it.</summary>
internal sealed class OrderRestorer(SnapshotReader reader, EngineState state, ClientIds clientIds, RestingOrders resting)
{
    public void Restore()
    {
        reader.Open<StateOrder>();
        while (reader.Next(out StateRecord<StateOrder> record)) Load(record.Account, record.Market, in record.Body);
    }

    private void Load(int account, int market, in StateOrder told)
    {
        int position = FindOwner(account, market, told.Order);
        reader.Check(told.Side is Side.Buy or Side.Sell && told.Rest.Value > 0 && told.Visible <= told.Rest, "an order wants something");
        reader.Check(!state.Orders.Full, "there is room for every order");
        Ticket ticket = new()
        {
            Id = told.Order,
            Account = account,
            Market = state.Markets[market],
            Position = position,
            Type = told.Type,
            Side = told.Side,
            Tif = told.Tif,
            Stp = told.Stp,
            Flags = told.Flags,
            Reason = told.Reason,
            Price = told.Price,
            Qty = told.Qty,
            Rest = told.Rest,
            FilledBefore = told.Filled,
            Display = told.Display,
            ExpireAtNs = told.ExpireAtNs,
            Label = told.Label,
            Session = told.Session,
            Builder = told.Builder,
            BuilderPpb = told.BuilderPpb,
            Key = told.Key,
            Client = NewClientId(account, told.Order, told.Terms, in told.ClientId),
            Group = FindGroup(told.Group),
            GroupIndex = told.GroupIndex,
        };
        resting.Load(in ticket, told.Visible, told.Priority);
    }

    /// <summary>The position record that an order belongs to, which was told before it.</summary>
    public int FindOwner(int account, int market, OrderId order)
    {
        reader.Check(state.HasAccount(account) && state.HasMarket(market), "an order has an account and a market");
        reader.Check(!order.IsNone && !state.FindOrder(order).Exists, "an order is told once");
        int position = state.FindPosition(account, market);
        reader.Check(position != 0, "an order's owner has a record in its market");
        return position;
    }

    /// <summary>The group that an order belongs to, which was told before it; 0 for none.</summary>
    public int FindGroup(OrderId id)
    {
        int group = state.FindGroup(id);
        reader.Check(id.IsNone || group != 0, "an order's group was told");
        return group;
    }

    /// <summary>Remembers a living order's client id; 0 when it has none.</summary>
    public int NewClientId(int account, OrderId order, ulong terms, in ClientOrderId id)
    {
        if (id.IsEmpty) return 0;
        reader.Check(id.IsWellFormed() && clientIds.Find(account, in id) == 0, "a client id is given once");
        int entry = clientIds.Add(account, in id, order, terms);
        reader.Check(entry != 0, "there is room for every client id");
        return entry;
    }
}
