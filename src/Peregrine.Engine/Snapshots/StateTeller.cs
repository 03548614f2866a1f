using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Snapshots;

/// <summary>Tells the whole state, kind after kind, each in an order that public numbers alone decide.</summary>
/// <remarks>
/// Everything that can change a later event is told, and nothing that follows from something told. An empty record of a position or a balance is told too:
/// it takes a place, and a full table answers differently.
/// </remarks>
internal sealed class StateTeller
{
    private readonly EngineState _state;
    private readonly ClientIds _clientIds;
    private readonly PriceTeller _prices;
    private readonly AccountTeller _accounts;
    private readonly OrderTeller _orders;
    private readonly TriggerTeller _triggers;
    private readonly GroupTeller _groups;
    private readonly AlgoTeller _algos;
    private readonly RiskTeller _risk;
    private readonly LifeTeller _life;
    private readonly AuctionTeller _auctions;

    public StateTeller(EngineState state, ClientIds clientIds)
    {
        _state = state;
        _clientIds = clientIds;
        _prices = new PriceTeller(state);
        _accounts = new AccountTeller(state);
        _orders = new OrderTeller(state, clientIds);
        _triggers = new TriggerTeller(state, clientIds);
        _groups = new GroupTeller(state, clientIds);
        _algos = new AlgoTeller(state, clientIds);
        _risk = new RiskTeller(state);
        _life = new LifeTeller(state);
        _auctions = new AuctionTeller(state, clientIds);
    }

    public void Tell<TSink>(ref TSink sink, long seq, long timeNs) where TSink : struct, IStateSink
    {
        TellVenue(ref sink, seq, timeNs);
        TellAssets(ref sink);
        TellMarkets(ref sink);
        TellTiers(ref sink);
        TellFeeTiers(ref sink);
        _prices.Tell(ref sink);
        _accounts.Tell(ref sink);
        _groups.Tell(ref sink);
        _orders.Tell(ref sink);
        _triggers.Tell(ref sink);
        _algos.Tell(ref sink);
        TellQueues(ref sink);
        _auctions.Tell(ref sink);
        TellClientIds(ref sink);
        TellRequests(ref sink);
        TellDeposits(ref sink);
        TellWithdrawals(ref sink);
        _life.Tell(ref sink);
        _risk.Tell(ref sink);
    }

    private void TellVenue<TSink>(ref TSink sink, long seq, long timeNs) where TSink : struct, IStateSink
    {
        sink.Begin<StateVenue>();
        sink.Tell(0, 0, new StateVenue
        {
            Seq = seq,
            TimeNs = timeNs,
            Fees = _state.System.Fees,
            Insurance = _state.System.Insurance.Money,
            Deposited = _state.System.Deposited,
            Withdrawn = _state.System.Withdrawn,
            RetentionReachedSeq = _clientIds.RetentionReachedSeq,
            LastSecond = _state.LastSecond,
        });
        sink.End();
    }

    private void TellAssets<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateAsset>();
        for (int id = 1; id <= _state.AssetCount; id++)
        {
            Asset asset = _state.Assets[id];
            sink.Tell(0, 0, new StateAsset
            {
                Terms = asset.Terms,
                Index = asset.Index,
                Average = asset.Average,
                Deposited = asset.Deposited,
                Withdrawn = asset.Withdrawn,
                Asset = (ushort)id,
                PriceState = asset.PriceState,
                WithdrawalHour = asset.WithdrawalHour,
                WithdrawalFloor = asset.WithdrawalFloor,
                HourWithdrawn = asset.HourWithdrawn,
                DayWithdrawn = asset.DayWithdrawn,
                CapRaisedNs = asset.CapRaisedNs,
            });
        }
        sink.End();
    }

    private void TellMarkets<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateMarket>();
        for (int id = 1; id <= _state.MarketCount; id++)
        {
            Market market = _state.Markets[id];
            sink.Tell(0, id, new StateMarket
            {
                Terms = market.Terms,
                Index = market.Index,
                Mark = market.Mark,
                Last = market.Last,
                LastPriority = market.LastPriority,
                MdSeq = market.MdSeq,
                State = market.State,
                PriceState = market.PriceState,
            });
        }
        sink.End();
    }

    private void TellTiers<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateTier>();
        for (int id = 1; id <= _state.MarketCount; id++)
        {
            ReadOnlySpan<MarginTier> tiers = _state.Markets[id].Tiers;
            for (int i = 0; i < tiers.Length; i++)
            {
                sink.Tell(0, id, new StateTier
                {
                    Floor = tiers[i].Floor,
                    ImrPpb = (int)tiers[i].ImrPpb,
                    MmrPpb = (int)tiers[i].MmrPpb,
                    Tier = i,
                });
            }
        }
        sink.End();
    }

    private void TellFeeTiers<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateFeeTier>();
        for (int i = 0; i < _state.FeeTierCount; i++) sink.Tell(0, 0, new StateFeeTier { Row = _state.FeeTiers[i] });
        sink.End();
    }

    private void TellQueues<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateQueued>();
        TellQueue(ref sink, _state.Triggers.Latched, QueuedWork.Trigger);
        TellQueue(ref sink, _state.Triggers.Retrying, QueuedWork.Retry);
        for (int slot = _state.Limits.FirstBreach; slot != 0; slot = _state.Limits[slot].NextBreach)
            sink.Tell(_state.Limits[slot].Account, 0, new StateQueued { KeyId = _state.Limits[slot].Key, Work = QueuedWork.Breach });
        sink.End();
    }

    private void TellQueue<TSink>(ref TSink sink, TriggerQueue queue, QueuedWork work) where TSink : struct, IStateSink
    {
        for (int slot = queue.First; slot != 0; slot = queue.Next(slot))
        {
            ref Trigger trigger = ref _state.Triggers.Triggers[slot];
            sink.Tell(trigger.Account, trigger.Market, new StateQueued { Order = trigger.Id, Work = work });
        }
    }

    private void TellClientIds<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateClientId>();
        for (int at = _clientIds.OldestFinished; at != 0; at = _clientIds.NextFinished(at))
        {
            FinishedClientId finished = _clientIds.FinishedAt(at);
            sink.Tell(finished.Account, 0, new StateClientId
            {
                HashHigh = finished.Hash.High,
                HashLow = finished.Hash.Low,
                Order = finished.Order,
                Terms = finished.Terms,
                Filled = finished.Filled,
                FinishedSeq = finished.FinishedSeq,
                State = finished.State,
            });
        }
        sink.End();
    }

    private void TellRequests<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateRequest>();
        for (int i = 0; i < _state.Requests.Count; i++)
            sink.Tell(0, 0, new StateRequest { Request = _state.Requests.KeyAt(i), Answer = _state.Requests.AnswerAt(i) });
        sink.End();
    }

    private void TellDeposits<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateDeposit>();
        for (int i = 0; i < _state.DepositKeys.Count; i++)
            sink.Tell(0, 0, new StateDeposit { Source = _state.DepositKeys.KeyAt(i), CreditedSeq = _state.DepositKeys.SeqAt(i) });
        sink.End();
    }

    // By id: the slab keeps them where there was room.
    private void TellWithdrawals<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateWithdrawal>();
        long[] ids = new long[_state.Withdrawals.Count];
        int count = 0;
        for (int slot = 1; slot <= _state.Withdrawals.HighWater; slot++)
        {
            if (_state.Withdrawals[slot].Id != 0) ids[count++] = _state.Withdrawals[slot].Id;
        }
        ids.AsSpan().Sort();
        foreach (long id in ids)
        {
            ref Withdrawal withdrawal = ref _state.Withdrawals[_state.FindWithdrawal(id)];
            sink.Tell(withdrawal.Account, 0, new StateWithdrawal
            {
                Withdrawal = id,
                Amount = withdrawal.Amount,
                Asset = withdrawal.Asset,
                State = withdrawal.State,
            });
        }
        sink.End();
    }
}
