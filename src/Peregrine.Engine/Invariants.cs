using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;
using Invariant = Peregrine.Core.Invariant;

namespace Peregrine.Engine;

/// <summary>Domain §16 as code: recomputes from the records what the engine keeps as sums, lists and indexes. Slow on purpose, and shares none of the arithmetic.</summary>
internal sealed class Invariants
{
    private readonly EngineState _state;
    private readonly ClientIds _clientIds;
    private readonly Timers _timers;
    private readonly AccountInvariants _accounts;
    private readonly OwnerInvariants _owners;
    private readonly GroupInvariants _groups;
    private readonly RiskInvariants _risk;
    private int _orders;
    private int _triggers;
    private int _protections;
    private int _clients;
    private int _listed;
    private int _timed;

    public Invariants(EngineState state, ClientIds clientIds, Timers timers)
    {
        _state = state;
        _clientIds = clientIds;
        _timers = timers;
        _accounts = new AccountInvariants(state);
        _owners = new OwnerInvariants(state);
        _groups = new GroupInvariants(state);
        _risk = new RiskInvariants(state);
    }

    /// <summary>Throws with what is broken and where.</summary>
    public void Check()
    {
        (_orders, _triggers, _clients, _listed, _timed) = (0, 0, 0, 0, 0);
        CheckMoney();
        for (int id = 1; id <= _state.MarketCount; id++) CheckMarket(_state.Markets[id]);
        PositionInvariants.CheckMarkets(_state);
        int positions = 0;
        for (int id = 1; id <= _state.AccountCount; id++) positions += CheckAccount(id);
        That(positions == _state.Positions.Count, "every position is on its account's list");
        That(_orders == _state.Orders.Count, "every resting order is in exactly one queue");
        That(_listed == _orders, "every resting order is on its owner's list");
        That(_triggers == _state.Triggers.Triggers.Count, "every waiting order is on its owner's list");
        CheckAlgos();
        That(_state.OrderIndex.Count == _orders + _triggers + _state.Twaps.Count, "the index knows the living orders and nobody else");
        That(_clients == _clientIds.Count - _clientIds.FinishedCount, "every living client id has its order");
        IdInvariants.Check(_state, _clientIds);
        _owners.Check();
        _risk.Check();
        CheckSwitches();
        CheckPrices();
        CheckLives();
        That(_timed == _timers.Count, "nothing else waits for a time");
    }

    private void CheckMoney()
    {
        long gap = _accounts.SettleGap();
        if (gap != 0) That(false, $"money is conserved: the gap is {gap}");
        That(_accounts.LendingHolds(), "loans and lenders' shares add up");
        That(_accounts.Hold(), "balances, what counts of them and what is on its way out add up");
    }

    // The book: uncrossed, levels that add up, queues in order of priority, every order where its record says.
    private void CheckMarket(Market market)
    {
        int before = _orders;
        CheckSide(market, Side.Buy);
        CheckSide(market, Side.Sell);
        That(_orders - before == market.Book.Count, "a book counts its orders", Where(market.Id));
        bool crossed = market.Book.HasSide(Side.Buy) && market.Book.HasSide(Side.Sell) && market.Book.BestPrice(Side.Buy) >= market.Book.BestPrice(Side.Sell);
        That(!crossed || market.State != MarketState.Open, "the book of an open market is not crossed", Where(market.Id));
    }

    private void CheckSide(Market market, Side side)
    {
        foreach (LevelView level in market.Book.Levels(side))
        {
            long total = 0;
            int count = 0;
            long priority = 0;
            for (int slot = level.Head; slot != 0; slot = market.Book.NextInQueue(slot))
            {
                ref Order order = ref _state.Orders[slot];
                That(order.Id != 0 && order.Price == level.Price && order.Side == side && order.Market == market.Id, "an order lies at its price", Where(market.Id));
                That(order.Rest.Value > 0 && order.Visible.Value > 0 && order.Visible <= order.Rest, "a resting order wants something", Name(order.Id));
                That(order.PrioritySeq > priority && order.PrioritySeq <= market.LastPriority, "a queue is in order of priority", Name(order.Id));
                That(_state.FindOrder(new OrderId(order.Id)) == IndexCode.Of(IndexKind.Order, slot), "a resting order is found by its id", Name(order.Id));
                That(order.Position == _state.FindPosition(order.Account, order.Market), "an order knows its owner's record", Name(order.Id));
                CheckClient(_state.Details[slot].Client, order.Id);
                ref OrderExtra extra = ref _state.Extras[_state.Details[slot].Extra];
                CheckTime(extra.Timer, extra.ExpireAtNs, Name(order.Id));
                (priority, total, count) = (order.PrioritySeq, total + order.Visible.Value, count + 1);
            }
            That(level.Total.Value == total && level.Count == count, "a level adds up", Where(market.Id));
            _orders += count;
        }
    }

    private int CheckAccount(int id)
    {
        ref Account account = ref _state.Accounts[id];
        int count = 0;
        int market = 0;
        _protections = 0;
        for (int slot = account.FirstPosition; slot != 0; slot = _state.Positions[slot].Next)
        {
            ref Position position = ref _state.Positions[slot];
            That(position.Account == id && position.Market > market, "positions are listed in market order", Where(position.Market, id));
            That(_state.FindPosition(id, position.Market) == slot, "a position is found", Where(position.Market, id));
            market = position.Market;
            PositionInvariants.Check(_state, slot, Where(market, id));
            _listed += position.OpenOrders;
            CheckTriggers(in position, Where(market, id));
            count++;
        }
        That(count == account.PositionCount, "an account counts its positions", Where(0, id));
        That(_protections == account.Protections, "an account counts its protective triggers", Where(0, id));
        That(_state.HasAccount(account.Root) && _state.Accounts[account.Root].Root == account.Root, "a root is its own root", Where(0, id));
        return count;
    }

    private void CheckTriggers(in Position position, CheckedPlace where)
    {
        int count = 0;
        long newer = long.MaxValue;
        bool reducing = true;
        for (int slot = position.FirstTrigger; slot != 0; slot = _state.Triggers.Triggers[slot].OwnNext)
        {
            ref Trigger trigger = ref _state.Triggers.Triggers[slot];
            That(trigger.Account == position.Account && trigger.Market == position.Market, "a waiting order is on its owner's list", where);
            That(_state.FindOrder(trigger.Id) == IndexCode.Of(IndexKind.Trigger, slot), "a waiting order is found by its id", Name(trigger.Id.Value));
            That(trigger.State != TriggerState.Firing, "between commands nothing is executing", Name(trigger.Id.Value));
            if (reducing && !trigger.OnlyReduces) (reducing, newer) = (false, long.MaxValue);
            That(reducing == trigger.OnlyReduces, "an owner's list begins with those that can only reduce", Name(trigger.Id.Value));
            That(trigger.Id.Value < newer, "of either kind the newest comes first", Name(trigger.Id.Value));
            CheckClient(trigger.Client, trigger.Id.Value);
            CheckTime(trigger.Timer, trigger.ExpireAtNs, Name(trigger.Id.Value));
            newer = trigger.Id.Value;
            if (trigger.OnlyReduces) _protections++;
            count++;
        }
        That(count == position.Triggers, "a position counts its waiting orders", where);
        _triggers += count;
    }

    private void CheckAlgos()
    {
        int twaps = 0;
        for (int id = 1; id <= _state.AccountCount; id++)
        {
            for (int slot = _state.Accounts[id].FirstTwap; slot != 0; slot = _state.Twaps[slot].OwnNext)
            {
                ref TwapOrder twap = ref _state.Twaps[slot];
                That(twap.Account == id && _state.FindOrder(twap.Id) == IndexCode.Of(IndexKind.Algo, slot), "a TWAP is found by its id", Name(twap.Id.Value));
                That(twap.Executed < twap.Qty && twap.NextSlice <= twap.Slices, "a living TWAP has something left", Name(twap.Id.Value));
                CheckClient(twap.Client, twap.Id.Value);
                That(_timers.At(twap.Timer).Id == twap.Id.Value, "a TWAP's next slice has its time", Name(twap.Id.Value));
                _timed++;
                twaps++;
            }
        }
        That(twaps == _state.Twaps.Count, "every TWAP is on its account's list");
        int promised = 0;
        for (int slot = 1; slot <= _state.AuctionOrders.HighWater; slot++)
        {
            ref AuctionOrder order = ref _state.AuctionOrders[slot];
            if (order.Id.IsNone) continue;
            CheckClient(order.Client, order.Id.Value);
            if (order.MayRest) promised++;
            ref Position position = ref _state.Positions[order.Position];
            That(!order.IsForced || _state.Cases.HasStarted(position.IsIsolated ? position.Case : _state.Accounts[order.Account].Case), "a part is offered while its liquidation goes on", Name(order.Id.Value));
        }
        for (int slot = 1; slot <= _state.Groups.HighWater; slot++)
        {
            ref OrderGroup group = ref _state.Groups[slot];
            if (group.Id.IsNone) continue;
            CheckClient(group.Client, group.Id.Value);
            promised += _groups.Check(slot, in group);
        }
        That(promised == _state.OrdersPromised, "places are promised to the limits of brackets and to orders in auctions");
    }

    private void CheckClient(int client, long order)
    {
        if (client == 0) return;
        That(_clientIds.IsLive(client) && _clientIds.OrderOf(client).Value == order, "a living client id names its order", Name(order));
        _clients++;
    }

    private void CheckSwitches()
    {
        for (int slot = 1; slot <= _state.DeadMans.HighWater; slot++)
        {
            ref DeadManSwitch armed = ref _state.DeadMans[slot];
            if (armed.Account != 0) CheckTime(armed.Timer, armed.DueNs, Where(0, armed.Account));
        }
    }

    private void CheckPrices()
    {
        for (int id = 1; id <= _state.MarketCount; id++)
        {
            Market market = _state.Markets[id];
            FundingInvariants.Check(_state, market, Where(id));
            That(market.Feed is null == (market.Marking.Timer == 0), "a market with sources has its ticks", Where(id));
            if (market.Marking.Timer != 0) _timed++;
            CheckTime(market.Funding.Timer, market.Funding.NextHourNs, Where(id));
        }
        for (int id = 1; id <= _state.AssetCount; id++)
        {
            That(_state.Assets[id].Feed is null == (_state.Assets[id].Marking.Timer == 0), "an asset with sources has its ticks");
            if (_state.Assets[id].Marking.Timer != 0) _timed++;
        }
    }

    // What the lives of markets, the changes under way, the hours of loans and orders in auctions wait for.
    private void CheckLives()
    {
        for (int id = 1; id <= _state.MarketCount; id++)
        {
            MarketLife life = _state.Markets[id].Life;
            CheckTime(life.AuctionTimer, life.AuctionEndsNs, Where(id));
            if (life.Settlement.Timer != 0) _timed++;
            That(life.Settlement.Timer != 0 == (life.Settlement.Phase == SettlementPhase.Announced), "an announced end waits for its dates", Where(id));
            That(life.Settlement.IsWorking || life.Settlement.Pot == Micros.Zero, "a settlement keeps nothing back", Where(id));
        }
        for (int slot = 1; slot <= _state.Proposals.HighWater; slot++)
        {
            if (_state.Proposals[slot].Id != 0) CheckTime(_state.Proposals[slot].Timer, _state.Proposals[slot].DueNs, default);
        }
        if (_state.Lending.Timer != 0) _timed++;
        That(_state.Lending.Timer != 0 == _state.Lending.IsOn, "lending waits for its next hour");
        for (int slot = 1; slot <= _state.AuctionOrders.HighWater; slot++)
        {
            ref AuctionOrder order = ref _state.AuctionOrders[slot];
            if (!order.Id.IsNone) CheckTime(order.Timer, order.EndsAtNs, Name(order.Id.Value));
        }
    }

    private void CheckTime(int timer, long dueNs, CheckedPlace where)
    {
        That(timer != 0 == (dueNs != 0) && (timer == 0 || _timers.At(timer).DueNs == dueNs), "what ends at a time waits for it", where);
        if (timer != 0) _timed++;
    }

    private static void That(bool holds, string what, CheckedPlace where = default)
    {
        if (!holds) Invariant.That(false, where.IsNone ? what : $"{what}: {where}");
    }

    private static CheckedPlace Where(int market, int account = 0) => new(market, account);

    private static CheckedPlace Name(long order) => new(order);
}
