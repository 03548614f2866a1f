using System.Runtime.InteropServices;

namespace Peregrine.Core;

// A market's life, lending and auctions, as the whole state tells them; see StateEvents.cs.

/// <summary>How a market came to the state it is in and where it goes from there.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateMarketLife : IEventBody
{
    public static EventKind Kind => EventKind.StateMarketLife;

    public long StateSinceNs;
    public long AuctionEndsNs;
    public long AuctionDurationNs;
    public Micros AuctionNotionalMin;
    public long CapRaisedNs;
    /// <summary>The state that a restart interrupted; 0 for none.</summary>
    public MarketState ReturnTo;
    /// <summary>1 while it climbs back from a halt.</summary>
    public byte AfterHalt;
    public byte AuctionOn;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

public enum SettlementPhase : byte
{
    /// <summary>Announced; nothing is settled yet.</summary>
    Announced = 1,
    /// <summary>Orders are cancelled, deficits and profits counted, account by account.</summary>
    Counting = 2,
    /// <summary>Positions are closed, account by account.</summary>
    Closing = 3,
    Done = 4,
}

/// <summary>Of one of the six averages: the sum of its samples in two words, and how many there are.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SettlementBucket
{
    public long SumHigh;
    public ulong SumLow;
    public long Samples;
}

[System.Runtime.CompilerServices.InlineArray(SettlementAverages.Count)]
public struct SettlementBuckets
{
    private SettlementBucket _first;
}

/// <summary>The end of a market: announced, sampled, counted, closed.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateSettlement : IEventBody
{
    public static EventKind Kind => EventKind.StateSettlement;

    public long NoticeNs;
    public long ReduceOnlyAtNs;
    public long SettleAtNs;
    public Subticks NoticeMark;
    public long SampledUntilNs;
    public Subticks Held;
    public SettlementBuckets Buckets;
    public Ticks Price;
    public Micros Deficits;
    public Micros Profits;
    public Micros Insurance;
    public Micros Haircut;
    public Micros Pot;
    /// <summary>The account where the present walk goes on.</summary>
    public int Cursor;
    public int Positions;
    public SettlementPhase Phase;
    public byte HeldFresh;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>A tier that open positions are leaving; told while a new table moves in.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateRamp : IEventBody
{
    public static EventKind Kind => EventKind.StateRamp;

    public Micros Floor;
    public int ImrPpb;
    public int MmrPpb;
    public int Tier;
    private readonly int _reserved;
}

[System.Runtime.CompilerServices.InlineArray(Count)]
public struct ProposedTiers
{
    public const int Count = 8;
    private SetTier _first;
}

public enum ChangeStage : byte
{
    Proposed = 1,
    Scheduled = 2,
    /// <summary>In force for new orders; open positions follow in hourly steps.</summary>
    Moving = 3,
}

[StructLayout(LayoutKind.Sequential)]
public struct StateProposal : IEventBody
{
    public static EventKind Kind => EventKind.StateProposal;

    public long Proposal;
    public long Value;
    public long Before;
    public long EffectiveAtNs;
    public long DueNs;
    public ProposedTiers Tiers;
    public int Admin;
    public int Step;
    public ushort Subject;
    public byte TierCount;
    public AdminParameter Parameter;
    public ChangeStage Stage;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>The vault that loans come from, and what the venue's founding left open.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateLending : IEventBody
{
    public static EventKind Kind => EventKind.StateLending;

    public Micros Supplied;
    public long TotalShares;
    public long BasePpb;
    public long SlopePpb;
    public long SteepSlopePpb;
    public long KinkPpb;
    public long ReservePpb;
    /// <summary>In force since <see cref="HourNs"/>, and in the hour before.</summary>
    public long RatePpb;
    public long BeforeRatePpb;
    public long HourNs;
    public long CollateralChangedNs;
    /// <summary>The account where the hour's accrual goes on; 0 when it is over.</summary>
    public int AccrualCursor;
    /// <summary>The same for the look at what collateral is worth.</summary>
    public int CollateralCursor;
    public int Epoch;
    public byte FoundingEnded;
    public byte AwaitsReady;
    private readonly ushort _reserved;
}

/// <summary>What an account lent and how it may borrow; told for those who did either.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateCredit : IEventBody
{
    public static EventKind Kind => EventKind.StateCredit;

    public long Shares;
    /// <summary>Interest of its loan is paid up to here.</summary>
    public long AccruedNs;
    public long QuoteBanNs;
    public int Epoch;
    public byte MayBorrow;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>An order in its auction: told with the order's terms, because it rests in no book.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateAuction : IEventBody
{
    public static EventKind Kind => EventKind.StateAuction;

    public OrderId Order;
    public Ticks Price;
    public Ticks Touch;
    public Lots Qty;
    public Lots Display;
    public long ExpireAtNs;
    public long EndsAtNs;
    public uint Label;
    public int Session;
    public int Key;
    public int Builder;
    public int BuilderPpb;
    public OrderFlags Flags;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    private readonly ushort _reserved;
    private readonly int _reserved2;
    public ulong Terms;
    public ClientOrderId ClientId;
}

/// <summary>A sealed quote in an auction, in order of arrival. A secret while the auction lives: told as 0 where the state is told as events.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateQuote : IEventBody
{
    public static EventKind Kind => EventKind.StateQuote;

    public long Auction;
    public OrderId Quote;
    public Ticks Price;
    public Lots Qty;
}
