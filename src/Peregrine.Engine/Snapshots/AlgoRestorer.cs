using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Lets TWAPs and dead-man switches run on: each sets its own timer again.</summary>
internal sealed class AlgoRestorer(SnapshotReader reader, EngineState state, OrderRestorer orders, TwapRunner twaps, DeadMan deadMan)
{
    public void Restore()
    {
        reader.Open<StateTwap>();
        while (reader.Next(out StateRecord<StateTwap> record)) Load(record.Account, record.Market, in record.Body);
        reader.Open<StateDeadMan>();
        while (reader.Next(out StateRecord<StateDeadMan> record)) Load(record.Account, record.Market, in record.Body);
    }

    private void Load(int account, int market, in StateTwap told)
    {
        int position = orders.FindOwner(account, market, told.Order);
        reader.Check(!state.Twaps.Full && told.Slices > 0 && told.NextSlice > 0 && told.NextSlice <= told.Slices, "a TWAP has a slice to come");
        TwapOrder twap = new()
        {
            Id = told.Order,
            Account = account,
            Key = told.Key,
            Qty = told.Qty,
            Executed = told.Executed,
            StartNs = told.StartNs,
            IntervalNs = told.IntervalNs,
            JitterNs = told.JitterNs,
            Salt = told.Salt,
            LimitPrice = told.LimitPrice,
            SlipPpb = told.SlipPpb,
            Slices = told.Slices,
            NextSlice = told.NextSlice,
            Label = told.Label,
            Session = told.Session,
            Builder = told.Builder,
            BuilderPpb = told.BuilderPpb,
            Client = orders.NewClientId(account, told.Order, told.Terms, in told.ClientId),
            Position = position,
            Market = (ushort)market,
            Flags = told.Flags,
            Side = told.Side,
            Stp = told.Stp,
            Paused = told.Paused != 0,
        };
        twaps.Begin(in twap);
    }

    private void Load(int account, int market, in StateDeadMan told)
    {
        reader.Check(state.HasAccount(account) && (market == 0 || state.HasMarket(market)) && !state.DeadMans.Full, "a switch has an account and room");
        SetDeadMan set = new()
        {
            Market = (ushort)market,
            Label = told.Label,
            Session = told.Session,
            DropProtective = told.DropProtective,
            Flatten = told.Flatten,
        };
        deadMan.Arm(account, in set, told.DueNs);
    }
}
