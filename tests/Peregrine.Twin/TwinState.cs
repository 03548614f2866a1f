using System.Collections.Immutable;
using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>Where an order is kept while it lives.</summary>
public enum Place
{
    Nowhere,
    Book,
    Waiting,
    Inactive,
    /// <summary>A fired reduce-only stop whose rest is tried again every second.</summary>
    Retrying,
    Twap,
    /// <summary>It asks makers for better prices.</summary>
    Auction,
    /// <summary>It answers one that asks.</summary>
    Quote,
}

/// <summary>Everything there is about one order.</summary>
public sealed class TwinOrder
{
    public long Id;
    /// <summary>When it first waited for another try: the tries keep that order.</summary>
    public long RetryTurn;
    public int Account;
    public int Market;
    public int Key;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public OrderFlags Flags;
    public long Price;
    public long Qty;
    public long Filled;
    public long Rest;
    public long Display;
    public long Visible;
    public long Priority;
    public long ExpireAtNs;
    public uint Label;
    public int Session;
    public int Builder;
    public int BuilderPpb;
    public ClientOrderId ClientId;
    public long Group;
    public Place Place;
    public OrderState EndedAs;

    public TriggerKind Trigger;
    public TriggerRef TriggerBy;
    public long TriggerPrice;
    public long Activation;
    public long Offset;
    public int Callback;
    public long Worst;
    public int Slip;
    public bool Latched;
    /// <summary>Its owner was told that liquidation comes first.</summary>
    public bool Beyond;
    /// <summary>A trailing stop's best price, in subticks, since it became active; 0 before.</summary>
    public long Peak;

    public long DurationNs;
    public long IntervalNs;
    public long JitterNs;
    public ulong Salt;
    public long StartNs;
    public long Slice;
    public bool Paused;

    public bool ReduceOnly => Flags.HasFlag(OrderFlags.ReduceOnly) || Type == OrderType.ClosePosition || Flags.HasFlag(OrderFlags.PositionExit);
    public bool IsPositionExit => Flags.HasFlag(OrderFlags.PositionExit);
    public bool PostOnly => Flags.HasFlag(OrderFlags.PostOnly);
    public bool IsBuy => Side == Side.Buy;
    public bool IsLimit => Type == OrderType.Limit;
    public bool MayRest => IsLimit && (Tif is TimeInForce.Gtc or TimeInForce.Gtd);
    public bool Crosses(long price) => IsBuy ? Price >= price : Price <= price;

    public TwinOrder Copy() => (TwinOrder)MemberwiseClone();
}

public sealed class TwinPosition
{
    public long Size;
    public long Cost;
    public long IsoMargin;
    public MarginMode Mode = MarginMode.Cross;
    public int Leverage;
    /// <summary>An order was accepted here or something was set: its leverage is the owner's, whatever becomes of the market's default.</summary>
    public bool Used;
    public long MmpQty;
    public long MmpWindowNs;
    public long MmpFreezeNs;
    public long MmpFilled;
    public long MmpWindowStartNs;
    public long MmpFrozenUntilNs;
    /// <summary>The lowest line of its margin that was told, in thousandths; 0 for none.</summary>
    public int Warned;
    /// <summary>Up to which of its market's fundings it has paid.</summary>
    public int FundingEpoch;
    /// <summary>Realised since it was opened, without fees.</summary>
    public long Won;
    /// <summary>What it had won, realised and not, when the end of its market was announced; 0 for one opened since.</summary>
    public long WonAtNotice;

    public bool Isolated => Mode == MarginMode.Isolated;
    public TwinPosition Copy() => (TwinPosition)MemberwiseClone();
}

public sealed class TwinHolding
{
    public long Balance;
    public long Counted;
    public TwinHolding Copy() => (TwinHolding)MemberwiseClone();
}

/// <summary>Limits with what is pending and what the second's window has counted; of an account or of a key.</summary>
public sealed class TwinLimits
{
    public Limits Now;
    public Limits Later;
    public long LaterFromNs;
    public long WindowSecond = -1;
    public int WindowOrders;
    public long? SampledDay;
    public long DayStart;
    public long Peak;
    public bool LossBreached;
    public bool DrawdownBreached;
    public bool IsBreached => LossBreached || DrawdownBreached;
    public TwinLimits Copy() => (TwinLimits)MemberwiseClone();
}

public sealed class TwinKey
{
    public int Id;
    public int Account;
    public bool Revoked;
    public TwinLimits Limits = new();
    public TwinKey Copy()
    {
        var copy = (TwinKey)MemberwiseClone();
        copy.Limits = Limits.Copy();
        return copy;
    }
}

public sealed class TwinAccount
{
    private long _cash;
    public int Id;
    public int Root;
    public long Cash
    {
        get => _cash;
        set
        {
            Touch();
            _cash = value;
            Owed |= value < 0;
        }
    }
    /// <summary>What is owed in cash.</summary>
    public long Loan => Math.Max(0, -_cash);
    /// <summary>The loan before this command touched it: its interest up to here is booked and not yet paid.</summary>
    public long? LoanBefore;
    /// <summary>A loan was touched, or made, since its interest was last paid.</summary>
    public bool Owed;
    /// <summary>What was found to be owed for it when the hour ended behind the touch.</summary>
    public InterestPaid? Booked;
    /// <summary>Up to when it has paid interest.</summary>
    public long LoanSinceNs;
    /// <summary>Of the vault.</summary>
    public long Shares;
    public bool MayBorrow;
    public (long Cash, long? LoanBefore, bool Owed) Money
    {
        get => (_cash, LoanBefore, Owed);
        set => (_cash, LoanBefore, Owed) = value;
    }
    /// <summary>A fill or a movement of cash asks for the loan's interest up to here.</summary>
    public void Touch()
    {
        LoanBefore ??= Loan;
        Owed |= Loan > 0;
    }
    /// <summary>Takes interest off, up to here.</summary>
    public void Forgive(long interest) => (Money, Booked) = ((_cash - interest, null, false), null);
    public AccountStatus Status = AccountStatus.Active;
    /// <summary>The fee tier of <see cref="TierDay"/>; on a later day it is found anew.</summary>
    public int Tier;
    public long TierDay;
    public int Referrer;
    /// <summary>A quote of its could not be carried: until then it may make none.</summary>
    public long NoQuotesUntilNs;
    public int SharePpb;
    public int DiscountPpb;
    /// <summary>As a position's, of the cross part.</summary>
    public int Warned;
    public TwinLimits Limits = new();
    public SortedDictionary<int, TwinPosition> Positions = [];
    public SortedDictionary<int, TwinHolding> Holdings = [];
    public SortedDictionary<int, int> Builders = [];
    /// <summary>Of a root: notional traded by day number.</summary>
    public SortedDictionary<long, long> Volume = [];

    public TwinAccount Copy()
    {
        var copy = (TwinAccount)MemberwiseClone();
        copy.Limits = Limits.Copy();
        copy.Positions = new(Positions.ToDictionary(p => p.Key, p => p.Value.Copy()));
        copy.Holdings = new(Holdings.ToDictionary(p => p.Key, p => p.Value.Copy()));
        copy.Builders = new(Builders);
        copy.Volume = new(Volume);
        return copy;
    }
}

public sealed record TwinTier(long Floor, int ImrPpb, int MmrPpb, long CumulativeIm, long CumulativeMm);

public sealed class TwinMarket
{
    public int Id;
    public ListMarket Terms;
    public long Tv;
    public IReadOnlyList<TwinTier> Tiers = [];
    /// <summary>The table before, while open positions are on their way to the new one by <see cref="RampStep"/> of 24 steps.</summary>
    public IReadOnlyList<TwinTier>? OldTiers;
    public int RampStep;
    public long? CapRaisedNs;
    public bool AuctionsOn;
    public long AuctionNotionalMin = 25_000_000_000;
    public long AuctionDurationNs = 150_000_000;
    public MarketState State = MarketState.Draft;
    /// <summary>It was halted and has not opened again.</summary>
    public bool Climbs;
    public long SinceNs;
    /// <summary>0 when nothing ends by itself.</summary>
    public long AuctionEndsNs;
    /// <summary>Where it was before a restart.</summary>
    public MarketState? ReturnsTo;
    public PriceState Prices = PriceState.Dead;
    public long Index;
    public long Mark;
    public long Last;
    public long LastPriority;
    public long MdSeq;
    /// <summary>Best first: price, then priority.</summary>
    public List<TwinOrder> Bids = [];
    public List<TwinOrder> Asks = [];

    /// <summary>What has changed since triggers were looked at.</summary>
    public bool MarkDirty;
    public bool IndexDirty;
    public bool StateDirty;
    public TwinRisk Risk = new();
    /// <summary>Null while prices are set by hand.</summary>
    public TwinFeed? Feed;
    public TwinMarks Marks = new();
    public TwinFunding Funding = new();
    /// <summary>Null while it is to live on.</summary>
    public TwinEnd? End;

    public List<TwinOrder> SideOf(Side side) => side == Side.Buy ? Bids : Asks;
    public IEnumerable<TwinOrder> Resting => Bids.Concat(Asks);
    public bool IsDirty => MarkDirty || IndexDirty || StateDirty;
}

public sealed class TwinAsset
{
    public int Id;
    public ListAsset Terms;
    public long Index;
    public long Average;
    public PriceState Prices = PriceState.Dead;
    public long WithdrawalFloor = 1L << 60;
    public long? CapRaisedNs;
    /// <summary>The highest caps there were before the present ones: a lower cap makes nothing count less that counted already.</summary>
    public long AccountCapBefore;
    public long PlatformCapBefore;
    /// <summary>Who buys it from accounts that owe cash.</summary>
    public int Buyer;
    public TwinFeed? Feed;
    public (long Index, long Average, PriceState Prices) Told = (0, 0, PriceState.Dead);
    /// <summary>What was asked to leave, by the time of asking.</summary>
    public List<(long AtNs, long Amount)> Left = [];

    public TwinAsset Copy()
    {
        var copy = (TwinAsset)MemberwiseClone();
        copy.Left = [.. Left];
        copy.Feed = Feed?.Copy();
        return copy;
    }
}

public sealed class TwinWithdrawal
{
    public long Id;
    public int Account;
    public int Asset;
    public long Amount;
    public WithdrawalState State;
    public TwinWithdrawal Copy() => (TwinWithdrawal)MemberwiseClone();
}

public sealed record TwinDeadMan(int Account, int Market, uint Label, int Session, long DueNs, bool DropProtective, bool Flatten);

/// <summary>What a client id stands for: the terms it came with, the first answer, and the order's state while and after it lives.</summary>
public sealed record TwinClientId(CommandKind Kind, byte[] Terms, long Order, long Filled, OrderState State);

/// <summary>A trigger whose condition held: it fires though the reference may return.</summary>
public sealed record TwinLatch(long Order, long Reference, long Level, long Peak);

public enum GroupKind
{
    Oco,
    Bracket,
    Scale,
}

/// <summary>Linked orders. For a bracket: the entry, its exits and what they have covered.</summary>
public sealed class TwinGroup
{
    public long Id;
    public GroupKind Kind;
    public List<long> Members = [];
    public long Entry;
    public long EntryQty;
    /// <summary>Of a scale: its lots, what its children filled, and whether all of them have been sent.</summary>
    public long Qty;
    public long Filled;
    public bool AllTold = true;
    public long EntryFilled;
    public bool EntryOver;
    /// <summary>In the order in which they were given.</summary>
    public List<TwinExit> Exits = [];
    public TwinExit? Stop => Exits.Find(e => e.IsStop && e.Alive);

    public TwinGroup Copy()
    {
        var copy = (TwinGroup)MemberwiseClone();
        copy.Members = [.. Members];
        copy.Exits = [.. Exits.Select(t => t.Copy())];
        return copy;
    }
}

public sealed class TwinExit
{
    public long Order;
    public long Lots;
    public long Filled;
    /// <summary>What the exit has been given so far (it never gets lots twice).</summary>
    public long Given;
    public bool IsStop;
    public bool Alive = true;
    /// <summary>The order as it was accepted: a limit that filled all it had sleeps and may come back.</summary>
    public required TwinOrder Terms;
    public TwinExit Copy() => (TwinExit)MemberwiseClone();
}

/// <summary>All of the venue. A copy of it is how the twin asks "what if".</summary>
public sealed class TwinState
{
    public bool Created;
    /// <summary>The gateways are back after the last restart.</summary>
    public bool Ready = true;
    public Genesis Capacities;
    /// <summary>From then on changes need notice.</summary>
    public bool FoundingEnded;
    public long? CollateralChangedNs;
    public SortedDictionary<long, TwinProposal> Proposals = [];
    public SortedDictionary<AdminParameter, long> Lending = [];
    /// <summary>Money of lenders, lent out or not.</summary>
    public long Supplied;
    /// <summary>Of the hour that runs, and of the one before it.</summary>
    public long LoanRate;
    public long LoanRateBefore;
    public long LoanHourNs;
    /// <summary>0 while loans bear nothing.</summary>
    public long NextLoanHourNs;
    /// <summary>Loans are to be compared with what stands behind them.</summary>
    public bool LoansAreAsked;
    public List<TwinMarket> Markets = [];
    public List<TwinAsset> Assets = [];
    public List<TwinAccount> Accounts = [];
    public List<TwinKey> Keys = [];
    /// <summary>Every order that is alive, wherever it is.</summary>
    public SortedDictionary<long, TwinOrder> Orders = [];
    public SortedDictionary<long, TwinGroup> Groups = [];
    public SortedDictionary<long, TwinAuction> Auctions = [];
    public SortedDictionary<long, TwinWithdrawal> Withdrawals = [];
    public List<TwinDeadMan> DeadMans = [];
    public List<TwinLatch> Queue = [];
    /// <summary>Exits that came up where they would cross: they run when the work at hand is done.</summary>
    public List<long> Crossed = [];
    public SortedDictionary<int, SetFeeTier> FeeTiers = [];
    public ImmutableDictionary<(int Account, ClientOrderId Id), TwinClientId> ClientIds = ImmutableDictionary<(int, ClientOrderId), TwinClientId>.Empty;
    public ImmutableDictionary<long, (int Account, ClientOrderId Id)> ClientIdOf = ImmutableDictionary<long, (int, ClientOrderId)>.Empty;
    public ImmutableDictionary<RequestKey, long> Requests = ImmutableDictionary<RequestKey, long>.Empty;
    /// <summary>Every deposit there ever was, and the command that credited it.</summary>
    public ImmutableDictionary<RequestKey, long> Deposits = ImmutableDictionary<RequestKey, long>.Empty;
    public long RetryTurns;
    /// <summary>The second in which the last command came: whoever wants seconds hears of the next.</summary>
    public long LastSecond;

    /// <summary>Waiting ones in the order of their turns; those that cool down among them.</summary>
    public List<TwinCase> Cases = [];
    /// <summary>0 while there is none.</summary>
    public long LockoutUntilNs;
    public long LockoutBeganNs;
    public long LockoutWindowNs;
    public long LockoutUsedNs;
    /// <summary>The fund behind all markets.</summary>
    public TwinFund Insurance = new();
    public Int128 VenueFees;
    /// <summary>Deposits minus confirmed withdrawals, by asset.</summary>
    public SortedDictionary<int, Int128> AssetNet = [];
    public SortedDictionary<int, Int128> AssetDeposits = [];

    public TwinState Copy()
    {
        var copy = (TwinState)MemberwiseClone();
        copy.Orders = new(Orders.ToDictionary(o => o.Key, o => o.Value.Copy()));
        copy.Markets = [.. Markets.Select(m => CopyOf(m, copy.Orders))];
        copy.Assets = [.. Assets.Select(a => a.Copy())];
        copy.Accounts = [.. Accounts.Select(a => a.Copy())];
        copy.Keys = [.. Keys.Select(k => k.Copy())];
        copy.Groups = new(Groups.ToDictionary(g => g.Key, g => g.Value.Copy()));
        copy.Auctions = new(Auctions.ToDictionary(a => a.Key, a => a.Value.Copy()));
        copy.Withdrawals = new(Withdrawals.ToDictionary(w => w.Key, w => w.Value.Copy()));
        copy.DeadMans = [.. DeadMans];
        copy.Queue = [.. Queue];
        copy.Crossed = [.. Crossed];
        copy.Cases = [.. Cases.Select(c => c.Copy())];
        copy.Insurance = Insurance.Copy();
        copy.AssetNet = new(AssetNet);
        copy.AssetDeposits = new(AssetDeposits);
        copy.FeeTiers = new(FeeTiers);
        copy.Proposals = new(Proposals);
        copy.Lending = new(Lending);
        return copy;
    }

    private static TwinMarket CopyOf(TwinMarket market, SortedDictionary<long, TwinOrder> orders) => new()
    {
        Id = market.Id,
        Terms = market.Terms,
        Tv = market.Tv,
        Tiers = market.Tiers,
        OldTiers = market.OldTiers,
        RampStep = market.RampStep,
        CapRaisedNs = market.CapRaisedNs,
        AuctionsOn = market.AuctionsOn,
        AuctionNotionalMin = market.AuctionNotionalMin,
        AuctionDurationNs = market.AuctionDurationNs,
        State = market.State,
        Climbs = market.Climbs,
        SinceNs = market.SinceNs,
        AuctionEndsNs = market.AuctionEndsNs,
        ReturnsTo = market.ReturnsTo,
        Prices = market.Prices,
        Index = market.Index,
        Mark = market.Mark,
        Last = market.Last,
        LastPriority = market.LastPriority,
        MdSeq = market.MdSeq,
        Bids = [.. market.Bids.Select(o => orders[o.Id])],
        Asks = [.. market.Asks.Select(o => orders[o.Id])],
        MarkDirty = market.MarkDirty,
        IndexDirty = market.IndexDirty,
        StateDirty = market.StateDirty,
        Risk = market.Risk.Copy(),
        Feed = market.Feed?.Copy(),
        Marks = market.Marks.Copy(),
        Funding = market.Funding.Copy(),
        End = market.End?.Copy(),
    };
}
