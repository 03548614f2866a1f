using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Snapshots;

/// <summary>Rebuilds an empty venue from what was told: every record, list, index and timer, and every sum over them.</summary>
internal sealed class StateRestorer
{
    private readonly SnapshotReader _reader;
    private readonly EngineState _state;
    private readonly ClientIds _clientIds;
    private readonly PriceRestorer _prices;
    private readonly AccountRestorer _accounts;
    private readonly OrderRestorer _orders;
    private readonly TriggerRestorer _triggers;
    private readonly GroupRestorer _groups;
    private readonly AlgoRestorer _algos;
    private readonly RiskRestorer _risk;
    private readonly LifeRestorer _life;
    private readonly AuctionRestorer _auctions;

    public StateRestorer(SnapshotReader reader, EngineState state, in Keepers keepers)
    {
        _reader = reader;
        _state = state;
        _clientIds = keepers.ClientIds;
        _prices = new PriceRestorer(reader, state, keepers.Prices.Ticks, keepers.Prices.Hours);
        _accounts = new AccountRestorer(reader, state, keepers.Losses);
        _orders = new OrderRestorer(reader, state, keepers.ClientIds, keepers.Resting);
        _triggers = new TriggerRestorer(reader, state, _orders, keepers.Triggers);
        _groups = new GroupRestorer(reader, state, _orders, keepers.Links);
        _algos = new AlgoRestorer(reader, state, _orders, keepers.Twaps, keepers.DeadMan);
        _risk = new RiskRestorer(reader, state, keepers.Risk);
        _life = new LifeRestorer(reader, state, keepers.Life);
        _auctions = new AuctionRestorer(reader, state, _orders, keepers.Life.Auctions);
    }

    /// <summary>Reads the sections in the order in which <see cref="StateTeller"/> tells them.</summary>
    public void Restore(in SnapshotHeader header)
    {
        StateVenue venue = ReadVenue(in header);
        ReadAssets();
        ReadMarkets();
        ReadTiers();
        ReadFeeTiers();
        _prices.Restore();
        _accounts.Restore();
        _groups.Restore();
        _orders.Restore();
        _triggers.Restore();
        _algos.Restore();
        _triggers.RestoreQueues();
        _auctions.Restore();
        // Living ids came with their orders, so a full pool has no finished one to evict yet.
        ReadClientIds();
        _clientIds.RestoreRetention(venue.RetentionReachedSeq);
        ReadRequests();
        ReadDeposits();
        ReadWithdrawals();
        _life.Restore();
        // Thresholds rest on margins in force, and those on the changes under way.
        _risk.Restore();
    }

    private StateVenue ReadVenue(in SnapshotHeader header)
    {
        _reader.Open<StateVenue>();
        bool found = _reader.Next(out StateRecord<StateVenue> record) && !_reader.Next<StateVenue>(out _);
        _reader.Check(found, "there is one record of the venue");
        StateVenue venue = record.Body;
        _reader.Check(venue.Seq == header.Seq && venue.TimeNs == header.TimeNs, "header and venue agree where in the sequence they are");
        (_state.Seq, _state.NowNs, _state.LastSecond) = (venue.Seq, venue.TimeNs, venue.LastSecond);
        _state.System.Fees = venue.Fees;
        _state.System.Insurance.Money = venue.Insurance;
        _state.System.Deposited = venue.Deposited;
        _state.System.Withdrawn = venue.Withdrawn;
        return venue;
    }

    private void ReadAssets()
    {
        _reader.Open<StateAsset>();
        while (_reader.Next(out StateRecord<StateAsset> record))
        {
            ref StateAsset told = ref record.Body;
            _reader.Check(told.Asset == _state.AssetCount + 1 && told.Asset <= _state.Capacities.AssetsMax, "assets come by id, as many as fit");
            _state.AssetCount = told.Asset;
            _state.Assets[told.Asset] = new Asset(told.Asset, in told.Terms)
            {
                PriceState = told.PriceState,
                Index = told.Index,
                Average = told.Average,
                Deposited = told.Deposited,
                Withdrawn = told.Withdrawn,
                WithdrawalHour = told.WithdrawalHour,
                WithdrawalFloor = told.WithdrawalFloor,
                HourWithdrawn = told.HourWithdrawn,
                DayWithdrawn = told.DayWithdrawn,
                CapRaisedNs = told.CapRaisedNs,
            };
        }
        _reader.Check(_state.AssetCount >= EngineState.SettleAsset, "the settle asset is there");
    }

    private void ReadMarkets()
    {
        _reader.Open<StateMarket>();
        while (_reader.Next(out StateRecord<StateMarket> record))
        {
            ref StateMarket told = ref record.Body;
            int id = record.Market;
            _reader.Check(id == _state.MarketCount + 1 && id <= _state.Capacities.MarketsMax, "markets come by id, as many as fit");
            long tickLotValue = ListingRules.TickLotValue(in told.Terms);
            _reader.Check(tickLotValue != 0 && ListingRules.Fits(in told.Terms, tickLotValue), "a market's terms fit");
            _state.MarketCount = id;
            Book book = new(_state.Orders, _state.FarNodes, _state.Capacities.LadderTicks);
            _state.Markets[id] = new Market(id, in told.Terms, tickLotValue, book, new TriggerBook(_state.Triggers))
            {
                State = told.State,
                PriceState = told.PriceState,
                Index = told.Index,
                Mark = told.Mark,
                Last = told.Last,
                LastPriority = told.LastPriority,
                MdSeq = told.MdSeq,
            };
        }
    }

    private void ReadTiers()
    {
        _reader.Open<StateTier>();
        while (_reader.Next(out StateRecord<StateTier> record))
        {
            StateTier told = record.Body;
            _reader.Check(_state.HasMarket(record.Market), "a tier belongs to a market");
            Market market = _state.Markets[record.Market];
            _reader.Check(told.Tier == market.TierCount && told.Tier < Market.TiersMax, "tiers come from the lowest floor up");
            SetTier asked = new() { Floor = told.Floor, ImrPpb = told.ImrPpb, MmrPpb = told.MmrPpb };
            _reader.Check(ListingRules.TryTier(in asked, market.Tiers, in market.Terms, out MarginTier tier), "a tier continues those below it");
            market.AddTier(in tier);
        }
        for (int id = 1; id <= _state.MarketCount; id++) _reader.Check(_state.Markets[id].TierCount > 0, "every market has a tier");
    }

    private void ReadFeeTiers()
    {
        _reader.Open<StateFeeTier>();
        while (_reader.Next(out StateRecord<StateFeeTier> record))
        {
            int tier = record.Body.Row.Tier;
            _reader.Check(tier == _state.FeeTierCount && tier < _state.FeeTiers.Length, "fee tiers come in order");
            _state.FeeTiers[tier] = record.Body.Row;
            _state.FeeTierCount++;
        }
    }

    private void ReadClientIds()
    {
        _reader.Open<StateClientId>();
        while (_reader.Next(out StateRecord<StateClientId> record))
        {
            ref StateClientId told = ref record.Body;
            _reader.Check(_state.HasAccount(record.Account), "a client id belongs to an account");
            _reader.Check(_clientIds.Count < _state.Capacities.ClientIdsMax, "there is room for every client id");
            ClientIdHash hash = new(told.HashHigh, told.HashLow);
            _clientIds.Restore(new FinishedClientId(record.Account, hash, told.Order, told.Terms, told.State, told.Filled, told.FinishedSeq));
        }
    }

    private void ReadRequests()
    {
        _reader.Open<StateRequest>();
        while (_reader.Next(out StateRecord<StateRequest> record))
        {
            RequestKey key = record.Body.Request;
            bool known = _state.Requests.TryFind(key, out _);
            _reader.Check(!key.IsNone && !known && _state.Requests.Count < _state.Capacities.RequestKeysMax, "requests are known once, as many as fit");
            _state.Requests.Remember(key, record.Body.Answer);
        }
    }

    private void ReadDeposits()
    {
        _reader.Open<StateDeposit>();
        while (_reader.Next(out StateRecord<StateDeposit> record))
        {
            RequestKey source = record.Body.Source;
            bool known = _state.DepositKeys.TryFind(source, out _);
            _reader.Check(!source.IsNone && !known && !_state.DepositKeys.Full, "deposits are known once, as many as fit");
            _state.DepositKeys.Remember(source, record.Body.CreditedSeq);
        }
    }

    private void ReadWithdrawals()
    {
        _reader.Open<StateWithdrawal>();
        while (_reader.Next(out StateRecord<StateWithdrawal> record))
        {
            StateWithdrawal told = record.Body;
            _reader.Check(_state.HasAccount(record.Account) && _state.HasAsset(told.Asset), "a withdrawal has an account and an asset");
            int slot = _state.Withdrawals.Rent();
            _reader.Check(slot != 0 && told.Withdrawal > 0, "there is room for every withdrawal");
            _state.Withdrawals[slot] = new Withdrawal
            {
                Id = told.Withdrawal,
                Account = record.Account,
                Asset = told.Asset,
                Amount = told.Amount,
                State = told.State,
            };
            _state.WithdrawalIndex.Add(told.Withdrawal, IndexCode.Of(IndexKind.Order, slot));
            if (told.Asset == EngineState.SettleAsset) _state.System.PendingWithdraw += new Micros(told.Amount);
            else _state.Assets[told.Asset].PendingWithdraw += told.Amount;
        }
    }
}
