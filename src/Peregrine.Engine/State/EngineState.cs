using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.State;

/// <summary>Everything the engine remembers, allocated once at genesis. Handlers share it; nothing else is state.</summary>
internal sealed class EngineState
{
    public const int SettleAsset = 1;
    /// <summary>Orders that timers make take the upper half of a command's indices.</summary>
    public const int FirstEngineIndex = OrderId.FirstEngineIndex;

    public EngineState(in Genesis capacities, EventWriter events)
    {
        Capacities = capacities;
        Events = events;
        Accounts = new Table<Account>(capacities.AccountsMax);
        Positions = new Slab<Position>(capacities.PositionsMax);
        PositionIndex = new OrderIndex(capacities.PositionsMax);
        Facing = new FacingMemo(capacities.PositionsMax);
        Holdings = new Slab<Holding>(capacities.HoldingsMax);
        Orders = new Slab<Order>(capacities.OrdersMax);
        Details = new Table<OrderDetail>(capacities.OrdersMax);
        OwnLinks = new Table<OwnLinks>(capacities.OrdersMax);
        Extras = new Slab<OrderExtra>(capacities.OrdersMax);
        FarNodes = new Slab<FarNode>(capacities.OrdersMax);
        OrderIndex = new OrderIndex(capacities.OrdersMax + capacities.TriggersMax + capacities.TwapsMax);
        Volumes = new Slab<VolumeDay>((int)Math.Min(31L * capacities.AccountsMax, 1 << 25));
        Builders = new Slab<BuilderApproval>(capacities.AccountsMax);
        Mmps = new Slab<MmpState>(capacities.PositionsMax);
        Triggers = new TriggerStore(capacities.TriggersMax);
        Touched = new TouchedAccounts(capacities.AccountsMax);
        Suspects = new Suspects(capacities.AccountsMax, capacities.MarketsMax, capacities.AssetsMax, capacities.LiquidationOff != 0);
        Cases = new CaseBook(Suspects.IsOff ? 1 : capacities.AccountsMax + capacities.PositionsMax);
        Groups = new Slab<OrderGroup>(capacities.GroupsMax);
        GroupIndex = new OrderIndex(capacities.GroupsMax);
        Twaps = new Slab<TwapOrder>(capacities.TwapsMax);
        DeadMans = new Slab<DeadManSwitch>(capacities.DeadMansMax);
        Markets = new Market[capacities.MarketsMax + 1];
        Assets = new Asset[capacities.AssetsMax + 1];
        FeeTiers = new SetFeeTier[10];
        Limits = new LimitTable(capacities.KeysMax, capacities.AccountsMax);
        Requests = new RequestKeys(capacities.RequestKeysMax);
        DepositKeys = new DepositKeys(capacities.DepositKeysMax);
        Withdrawals = new Slab<Withdrawal>(capacities.WithdrawalsMax);
        WithdrawalIndex = new OrderIndex(capacities.WithdrawalsMax);
        Loans = new Loans(this, Lending);
        QuoteBans = new long[capacities.AccountsMax + 1];
    }

    public readonly Genesis Capacities;
    public readonly EventWriter Events;
    public readonly Table<Account> Accounts;
    public readonly Slab<Position> Positions;
    public readonly OrderIndex PositionIndex;
    public readonly Slab<Holding> Holdings;
    public readonly Slab<Order> Orders;
    /// <summary>Beside <see cref="Orders"/>, under the same slots.</summary>
    public readonly Table<OrderDetail> Details;
    /// <summary>Under the same slots as well.</summary>
    public readonly Table<OwnLinks> OwnLinks;
    public readonly Slab<OrderExtra> Extras;
    public readonly Slab<FarNode> FarNodes;
    /// <summary>From public order ids to resting orders, waiting triggers and algorithms.</summary>
    public readonly OrderIndex OrderIndex;
    public readonly Slab<VolumeDay> Volumes;
    public readonly Slab<BuilderApproval> Builders;
    public readonly Slab<MmpState> Mmps;
    public readonly TriggerStore Triggers;
    /// <summary>Whose warnings are asked when the command ends.</summary>
    public readonly TouchedAccounts Touched;
    /// <summary>Whose margin is tested when the command's own work is done.</summary>
    public readonly Suspects Suspects;
    public readonly CaseBook Cases;
    public readonly Slab<OrderGroup> Groups;
    /// <summary>From a group's public id, which its first order may not outlive, to the group.</summary>
    public readonly OrderIndex GroupIndex;
    public readonly Slab<TwapOrder> Twaps;
    public readonly Slab<DeadManSwitch> DeadMans;
    public readonly Market[] Markets;
    public readonly Asset[] Assets;
    public readonly SetFeeTier[] FeeTiers;
    public readonly LimitTable Limits;
    public readonly RequestKeys Requests;
    public readonly DepositKeys DepositKeys;
    public readonly Slab<Withdrawal> Withdrawals;
    public readonly OrderIndex WithdrawalIndex;
    public readonly VenueLife Life = new();
    public readonly Slab<Proposal> Proposals = new(Proposal.Most);
    public readonly LendingState Lending = new();
    public readonly Slab<AuctionOrder> AuctionOrders = new(AuctionOrder.Most);
    public readonly Slab<AuctionQuote> AuctionQuotes = new(AuctionQuote.Most);
    /// <summary>Until when an account may not quote in auctions.</summary>
    public readonly long[] QuoteBans;
    public readonly Loans Loans;

    /// <summary>Set while a command is only asked about.</summary>
    public Orders.Rehearsal? Rehearsal;

    /// <summary>Of resting reduce-only orders.</summary>
    public readonly FacingMemo Facing;

    private const long DayNs = 86_400_000_000_000;
    private long _dayBeganNs;
    private Position _newPosition;

    public int AccountCount;
    public int MarketCount;
    public int AssetCount;
    public int FeeTierCount;
    /// <summary>Markets that have a backstop.</summary>
    public int BackstopCount;
    public SystemAccounts System;
    public Lockout Lockout;

    /// <summary>Of the command being applied.</summary>
    public long Seq;
    public long NowNs
    {
        get;
        set
        {
            field = value;
            if (unchecked((ulong)(value - _dayBeganNs)) >= DayNs) BeginDay();
        }
    }

    /// <summary>The whole second up to which the second tick has run.</summary>
    public long LastSecond;
    /// <summary>Next index among the orders and trades that this command makes.</summary>
    public int NextOrderIndex;
    public int NextTradeIndex;
    /// <summary>Next index for orders that timers make: apart from those of the command, whose own order is always index 0.</summary>
    public int NextEngineIndex;
    /// <summary>Places among the resting orders that brackets will need for exits that sleep.</summary>
    public int OrdersPromised;

    /// <summary>Places for new resting orders.</summary>
    public int OrdersLeft => Orders.Capacity - Orders.Count - OrdersPromised;

    /// <summary>The UTC day of the command; kept, because every fill asks several times.</summary>
    public int Today { get; private set; }

    public bool HasAccount(int id) => id > 0 && id <= AccountCount;
    public bool HasMarket(int id) => id > 0 && id <= MarketCount;
    public bool HasAsset(int id) => id > 0 && id <= AssetCount;

    public ref Account RootOf(int account) => ref Accounts[Accounts[account].Root];

    /// <summary>The one way by which settle money comes to an account or leaves it: what it owes is kept with it.</summary>
    public void MoveCash(int account, Micros change)
    {
        ref Micros cash = ref Accounts[account].Cash;
        Micros before = cash;
        cash = before + change;
        if ((before.Value | cash.Value) < 0) Loans.Changed(account, before, cash);
    }

    /// <summary>Money, positions or triggers of the account changed: has it its margin, are its stops still reached before its liquidation?</summary>
    public void Touch(int account)
    {
        Suspects.Touch(account);
        if (Accounts[account].Protections != 0) Touched.Add(account);
    }

    /// <summary>Where an order lives, or the default when no such order does.</summary>
    public IndexCode FindOrder(OrderId id) => OrderIndex.Find(id.Value, new OrderOwner(this));

    /// <summary>The public id behind an index entry.</summary>
    public long IdOf(IndexCode code) => code.Kind == IndexKind.Order ? Orders[code.Slot].Id : IdOfOther(code);

    // Apart: nearly everything in the index is an order.
    private long IdOfOther(IndexCode code) => code.Kind switch
    {
        IndexKind.Order => Orders[code.Slot].Id,
        IndexKind.Trigger => Triggers.Triggers[code.Slot].Id.Value,
        IndexKind.Algo => Twaps[code.Slot].Id.Value,
    };

    public int OwnerOf(IndexCode code) => code.Kind == IndexKind.Order ? Orders[code.Slot].Account : OwnerOfOther(code);

    private int OwnerOfOther(IndexCode code) => code.Kind switch
    {
        IndexKind.Order => Orders[code.Slot].Account,
        IndexKind.Trigger => Triggers.Triggers[code.Slot].Account,
        IndexKind.Algo => Twaps[code.Slot].Account,
    };

    public int MarketOf(IndexCode code) => code.Kind switch
    {
        IndexKind.Order => Orders[code.Slot].Market,
        IndexKind.Trigger => Triggers.Triggers[code.Slot].Market,
        IndexKind.Algo => Twaps[code.Slot].Market,
    };

    /// <summary>The living group with this public id, or 0.</summary>
    public int FindGroup(OrderId id) => id.IsNone ? 0 : GroupIndex.Find(id.Value, new GroupOwner(Groups)).Slot;

    /// <summary>The account's record for a market, or 0 when it never had business there.</summary>
    public int FindPosition(int account, int market)
    {
        ref Account owner = ref Accounts[account];
        // An account that trades in one market all the time never asks the index.
        if (owner.RecentPosition != 0 && Positions[owner.RecentPosition].Market == market) return owner.RecentPosition;
        int slot = PositionIndex.Find(PositionKey(account, market), new PositionOwner(Positions)).Slot;
        owner.RecentPosition = slot;
        return slot;
    }

    /// <summary>The account's record for a market, made when missing; 0 when the slab is full.</summary>
    public int NeedPosition(int account, int market)
    {
        int slot = FindPosition(account, market);
        if (slot != 0) return slot;
        slot = Positions.Rent();
        if (slot == 0) return 0;
        Positions[slot] = NewPosition(account, market);
        PositionIndex.Add(PositionKey(account, market), IndexCode.Of(IndexKind.Order, slot));
        Link(account, slot, market);
        return slot;
    }

    /// <summary>The record as it begins (domain §5.5).</summary>
    public Position NewPosition(int account, int market) => new()
    {
        Account = account,
        Market = (ushort)market,
        Mode = MarginMode.Cross,
        Leverage = Math.Min((ushort)10, Markets[market].Terms.LeverageMax),
    };

    /// <summary>The record in a slot, or with slot 0 what it would begin as; good until the next call.</summary>
    public ref readonly Position PositionOrNew(int slot, int account, int market)
    {
        if (slot != 0) return ref Positions[slot];
        BeginPosition(account, market);
        return ref _newPosition;
    }

    // Inlined, its 192 bytes would be cleared by every order: 20 instructions of 2,700.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BeginPosition(int account, int market) => _newPosition = NewPosition(account, market);

    /// <summary>The account's balance record for an asset other than the settle asset, or 0 when it never had any.</summary>
    public int FindHolding(int account, int asset)
    {
        int slot = Accounts[account].FirstHolding;
        while (slot != 0 && Holdings[slot].Asset < asset) slot = Holdings[slot].Next;
        return slot != 0 && Holdings[slot].Asset == asset ? slot : 0;
    }

    /// <summary>The same, made when missing; 0 when the slab is full. Once made it stays, so that a refund always finds its place.</summary>
    public int NeedHolding(int account, int asset)
    {
        int slot = FindHolding(account, asset);
        if (slot != 0) return slot;
        slot = Holdings.Rent();
        if (slot == 0) return 0;
        ref int link = ref Accounts[account].FirstHolding;
        while (link != 0 && Holdings[link].Asset < asset) link = ref Holdings[link].Next;
        Holdings[slot] = new Holding { Account = account, Asset = (ushort)asset, Next = link };
        link = slot;
        return slot;
    }

    /// <summary>The slot of a withdrawal under way, or 0.</summary>
    public int FindWithdrawal(long id) => WithdrawalIndex.Find(id, new WithdrawalOwner(Withdrawals)).Slot;

    private void BeginDay()
    {
        Today = (int)(NowNs / DayNs);
        _dayBeganNs = Today * DayNs;
    }

    private void Link(int account, int slot, int market)
    {
        ref int link = ref Accounts[account].FirstPosition;
        while (link != 0 && Positions[link].Market < market) link = ref Positions[link].Next;
        Positions[slot].Next = link;
        link = slot;
        Accounts[account].PositionCount++;
        (Positions[slot].NextInMarket, Markets[market].LatestPosition) = (Markets[market].LatestPosition, slot);
    }

    private static long PositionKey(int account, int market) => ((long)account << 16) | (long)(uint)market;

    private readonly struct OrderOwner(EngineState state) : IIdOwner
    {
        public bool Owns(IndexCode code, long id) => state.IdOf(code) == id;
    }

    private readonly struct GroupOwner(Slab<OrderGroup> groups) : IIdOwner
    {
        public bool Owns(IndexCode code, long id) => groups[code.Slot].Id.Value == id;
    }

    private readonly struct PositionOwner(Slab<Position> positions) : IIdOwner
    {
        public bool Owns(IndexCode code, long id)
        {
            ref Position position = ref positions[code.Slot];
            return PositionKey(position.Account, position.Market) == id;
        }
    }

    private readonly struct WithdrawalOwner(Slab<Withdrawal> withdrawals) : IIdOwner
    {
        public bool Owns(IndexCode code, long id) => withdrawals[code.Slot].Id == id;
    }
}
