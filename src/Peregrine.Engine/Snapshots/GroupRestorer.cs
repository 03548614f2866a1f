using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Groups come before their members, who look them up. Places promised to sleeping limits are counted again.</summary>
internal sealed class GroupRestorer(SnapshotReader reader, EngineState state, OrderRestorer orders, OrderLinks links)
{
    public void Restore()
    {
        reader.Open<StateGroup>();
        while (reader.Next(out StateRecord<StateGroup> record)) Load(record.Account, record.Market, in record.Body);
        reader.Open<StateExit>();
        while (reader.Next(out StateRecord<StateExit> record)) Load(in record.Body);
    }

    private void Load(int account, int market, in StateGroup told)
    {
        int position = orders.FindOwner(account, market, told.Group);
        bool sound = told.Link is >= LinkKind.Bracket and <= LinkKind.Scale && (told.Link != LinkKind.Bracket || told.Count <= BracketExits.Max);
        reader.Check(sound && state.FindGroup(told.Group) == 0 && !state.Groups.Full, "a group is told once and has its members");
        OrderGroup group = new()
        {
            Id = told.Group,
            Account = account,
            Position = position,
            Market = (ushort)market,
            Kind = (GroupKind)told.Link,
            Side = told.Side,
            Count = told.Count,
            Alive = told.Alive,
            EntryAlive = told.EntryAlive != 0,
            Client = orders.NewClientId(account, told.Group, told.Terms, in told.ClientId),
            Qty = told.Qty,
            Filled = told.Filled,
            Label = told.Label,
            Session = told.Session,
            Key = told.Key,
            Builder = told.Builder,
            BuilderPpb = told.BuilderPpb,
            Flags = told.Flags,
            Stp = told.Stp,
        };
        links.Add(in group);
    }

    private void Load(in StateExit told)
    {
        int slot = state.FindGroup(told.Group);
        ref OrderGroup group = ref state.Groups[slot];
        reader.Check(slot != 0 && group.Kind == GroupKind.Bracket && told.Index >= 0 && told.Index < group.Count, "an exit belongs to a bracket");
        ref BracketExit exit = ref group.Exits[told.Index];
        exit = new BracketExit
        {
            Terms = told.Terms,
            Size = told.Size,
            Granted = told.Granted,
            Filled = told.Filled,
            Queued = told.Queued,
            IsAlive = told.IsAlive != 0,
        };
        if (exit.IsAlive && exit.IsLimit) state.OrdersPromised++;
    }
}
