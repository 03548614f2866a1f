using System.Runtime.InteropServices;

namespace Peregrine.Core;

[StructLayout(LayoutKind.Sequential)]
public struct PriceRulesSet : IEventBody
{
    public static EventKind Kind => EventKind.PriceRulesSet;

    public SetPriceRules Rules;
}

[StructLayout(LayoutKind.Sequential)]
public struct SourceSet : IEventBody
{
    public static EventKind Kind => EventKind.SourceSet;

    public SetSource Terms;
    /// <summary>0 when the header names a market.</summary>
    public ushort Asset;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

public enum IndexOutcome : byte
{
    Accepted = 1,
    /// <summary>Too far from the last index and not confirmed yet.</summary>
    Held = 2,
    TooFewSources = 3,
    /// <summary>Too few, because the others are not certain enough.</summary>
    Uncertain = 4,
    /// <summary>Beyond what the market or asset can hold: never taken, and a market halts.</summary>
    AboveMaximum = 5,
}

/// <summary>What an update of samples made of the index. The samples themselves are in the commands up to this one.</summary>
/// <remarks>Bits are places among the configured sources, by rising id.</remarks>
[StructLayout(LayoutKind.Sequential)]
public struct IndexUpdated : IEventBody
{
    public static EventKind Kind => EventKind.IndexUpdated;

    /// <summary>The one that holds now, in subticks or micro-dollars per token; 0 before the first.</summary>
    public long Index;
    /// <summary>What the sources make; 0 when they make none.</summary>
    public long Value;
    /// <summary>Whose samples made <see cref="Value"/>.</summary>
    public ushort Used;
    /// <summary>Never told, not positive, or too old.</summary>
    public ushort Old;
    public ushort Uncertain;
    /// <summary>Too far from the median.</summary>
    public ushort Outliers;
    public ushort Asset;
    public IndexOutcome Outcome;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

[Flags]
public enum MarkInputs : byte
{
    None = 0,
    /// <summary>A second tick: averages moved. Without it an index moved mark alone.</summary>
    Ticked = 1,
    /// <summary>The book has a price to take part; else the fast average stands in for it.</summary>
    BookPrice = 2,
    /// <summary>The premium was counted for funding.</summary>
    Sampled = 4,
    /// <summary>Nobody can quote: mark is index and the slow average.</summary>
    NoBook = 8,
}

/// <summary>A mark and what it is the median of, clamped around <see cref="Index"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MarkUpdated : IEventBody
{
    public static EventKind Kind => EventKind.MarkUpdated;

    public Subticks Mark;
    public Subticks Index;
    /// <summary>Index with what is left of the hour's funding.</summary>
    public Subticks FundingPrice;
    /// <summary>Index with the slow average of the book's distance.</summary>
    public Subticks BasisPrice;
    /// <summary>Median of best bid, best ask and last trade, or index with the fast average.</summary>
    public Subticks BookPrice;
    /// <summary>0 when there is not enough to walk into.</summary>
    public Subticks ImpactBid;
    public Subticks ImpactAsk;
    public long PremiumPpb;
    /// <summary>The last prices at which takers may trade.</summary>
    public Ticks BuyRange;
    public Ticks SellRange;
    public MarkInputs Inputs;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

[StructLayout(LayoutKind.Sequential)]
public struct PriceStateChanged : IEventBody
{
    public static EventKind Kind => EventKind.PriceStateChanged;

    /// <summary>When the index that holds was made; 0 before the first.</summary>
    public long IndexNs;
    /// <summary>What waits for confirmation, or 0.</summary>
    public long Candidate;
    public ushort Asset;
    public PriceState State;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

/// <summary>An hour's funding is fixed. Every position open now owes or is owed ⌈size · index · tv · rate / (SUB · R)⌉.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FundingStarted : IEventBody
{
    public static EventKind Kind => EventKind.FundingStarted;

    public Subticks Index;
    public long RatePpb;
    /// <summary>For eight hours, before the share of the hour that had samples.</summary>
    public long Rate8Ppb;
    public long AveragePremiumPpb;
    /// <summary>The full hour that ended.</summary>
    public long HourNs;
    public int Samples;
    public int Epoch;
}

/// <summary>One position's funding; it went to or came from its pot when it is isolated, else the account's cash.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FundingPaid : IEventBody
{
    public static EventKind Kind => EventKind.FundingPaid;

    /// <summary>Negative is received.</summary>
    public Micros Amount;
    /// <summary>As it was when the funding was fixed.</summary>
    public Lots Size;
    public Subticks Index;
    public long RatePpb;
    public Micros IsolatedMargin;
    public Micros Cash;
    public int Epoch;
    public MarginMode Mode;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>Every position has settled; what rounding left is the insurance fund's.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FundingEnded : IEventBody
{
    public static EventKind Kind => EventKind.FundingEnded;

    public Micros Paid;
    public Micros Received;
    public Micros Residue;
    public Micros Insurance;
    public int Positions;
    public int Epoch;
}

public enum FundingSkip : byte
{
    /// <summary>The market's state at the hour has no funding.</summary>
    MarketState = 1,
    /// <summary>More than half of the hour was without it.</summary>
    MostlyOff = 2,
    /// <summary>The index was not fresh at the hour nor within five minutes of it.</summary>
    NoIndex = 3,
    /// <summary>The rate is 0: nobody owes anything.</summary>
    ZeroRate = 4,
}

[StructLayout(LayoutKind.Sequential)]
public struct FundingSkipped : IEventBody
{
    public static EventKind Kind => EventKind.FundingSkipped;

    public long HourNs;
    public long RatePpb;
    public int Samples;
    public int OffSeconds;
    public FundingSkip Reason;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>The rate is fixed, and its price waits for a fresh index.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FundingDelayed : IEventBody
{
    public static EventKind Kind => EventKind.FundingDelayed;

    public long HourNs;
    public long RatePpb;
    public long UntilNs;
}
