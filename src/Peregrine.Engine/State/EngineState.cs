using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>Everything the engine remembers, allocated once at genesis. Handlers share it; nothing else is state.</summary>
internal sealed class EngineState
{
    public const int SettleAsset = 1;

    public EngineState(in Genesis capacities, EventWriter events)
    {
        Capacities = capacities;
        Events = events;
        Accounts = new Account[capacities.AccountsMax + 1];
        Positions = new Slab<Position>(capacities.PositionsMax);
        PositionIndex = new OrderIndex(capacities.PositionsMax);
        Holdings = new Slab<Holding>(capacities.HoldingsMax);
        Orders = new Slab<Order>(capacities.OrdersMax);
        Details = new OrderDetail[capacities.OrdersMax + 1];
        Extras = new Slab<OrderExtra>(capacities.OrdersMax);
        FarNodes = new Slab<FarNode>(capacities.OrdersMax);
        OrderIndex = new OrderIndex(capacities.OrdersMax + capacities.TriggersMax + capacities.TwapsMax);
        Volumes = new Slab<VolumeDay>((int)Math.Min(31L * capacities.AccountsMax, 1 << 25));
        Builders = new Slab<BuilderApproval>(capacities.AccountsMax);
        Mmps = new Slab<MmpState>(capacities.PositionsMax);
        Markets = new Market[capacities.MarketsMax + 1];
        Assets = new Asset[capacities.AssetsMax + 1];
        FeeTiers = new SetFeeTier[10];
    }

    public readonly Genesis Capacities;
    public readonly EventWriter Events;
    public readonly Account[] Accounts;
    public readonly Slab<Position> Positions;
    public readonly OrderIndex PositionIndex;
    public readonly Slab<Holding> Holdings;
    public readonly Slab<Order> Orders;
    /// <summary>Beside <see cref="Orders"/>, under the same slots.</summary>
    public readonly OrderDetail[] Details;
    public readonly Slab<OrderExtra> Extras;
    public readonly Slab<FarNode> FarNodes;
    /// <summary>From public order ids to resting orders, waiting triggers and algorithms.</summary>
    public readonly OrderIndex OrderIndex;
    public readonly Slab<VolumeDay> Volumes;
    public readonly Slab<BuilderApproval> Builders;
    public readonly Slab<MmpState> Mmps;
    public readonly Market[] Markets;
    public readonly Asset[] Assets;
    public readonly SetFeeTier[] FeeTiers;

    public int AccountCount;
    public int MarketCount;
    public int AssetCount;
    public int FeeTierCount;
    public SystemAccounts System;

    /// <summary>Of the command being applied.</summary>
    public long Seq;
    public long NowNs;
    /// <summary>Next index among the orders and trades that this command makes.</summary>
    public int NextOrderIndex;
    public int NextTradeIndex;

    public int Today => (int)(NowNs / 86_400_000_000_000);

    public bool HasAccount(int id) => id > 0 && id <= AccountCount;
    public bool HasMarket(int id) => id > 0 && id <= MarketCount;
    public bool HasAsset(int id) => id > 0 && id <= AssetCount;

    public ref Account RootOf(int account) => ref Accounts[Accounts[account].Root];

    /// <summary>The account's record for a market, or 0 when it never had business there.</summary>
    public int FindPosition(int account, int market) =>
        PositionIndex.Find(PositionKey(account, market), new PositionOwner(Positions)).Slot;

    /// <summary>The account's record for a market, made when missing; 0 when the slab is full.</summary>
    public int NeedPosition(int account, int market)
    {
        int slot = FindPosition(account, market);
        if (slot != 0) return slot;
        slot = Positions.Rent();
        if (slot == 0) return 0;
        Positions[slot] = new Position
        {
            Account = account,
            Market = (ushort)market,
            Mode = MarginMode.Cross,
            Leverage = Math.Min((ushort)10, Markets[market].Terms.LeverageMax),
        };
        PositionIndex.Add(PositionKey(account, market), IndexCode.Of(IndexKind.Order, slot));
        LinkByMarket(account, slot, market);
        return slot;
    }

    private void LinkByMarket(int account, int slot, int market)
    {
        ref int link = ref Accounts[account].FirstPosition;
        while (link != 0 && Positions[link].Market < market) link = ref Positions[link].Next;
        Positions[slot].Next = link;
        link = slot;
        Accounts[account].PositionCount++;
    }

    private static long PositionKey(int account, int market) => ((long)account << 16) | (long)(uint)market;

    private readonly struct PositionOwner(Slab<Position> positions) : IIdOwner
    {
        public bool Owns(IndexCode code, long id)
        {
            ref Position position = ref positions[code.Slot];
            return PositionKey(position.Account, position.Market) == id;
        }
    }
}
