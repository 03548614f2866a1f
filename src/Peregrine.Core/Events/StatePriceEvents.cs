using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>The rules of a price that comes from sources; one that is set by hand has no record.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StatePriceRules : IEventBody
{
    public static EventKind Kind => EventKind.StatePriceRules;

    public SetPriceRules Rules;
}

/// <summary>A source and what it said last.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateSource : IEventBody
{
    public static EventKind Kind => EventKind.StateSource;

    public SetSource Terms;
    public long Price;
    public long TimeNs;
    public int ConfidencePpb;
    public ushort Asset;
    private readonly ushort _reserved;
}

[Flags]
public enum FeedMarks : byte
{
    None = 0,
    /// <summary>The next index is the first since listing or restart.</summary>
    IsFirst = 1,
    /// <summary>The last update lacked sources that are certain enough.</summary>
    IsUncertain = 2,
}

/// <summary>How fresh an index is, and what waits for confirmation.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateFeed : IEventBody
{
    public static EventKind Kind => EventKind.StateFeed;

    public long IndexNs;
    public long FreshSinceNs;
    /// <summary>Since when steps are held back; 0 when none is.</summary>
    public long HeldSinceNs;
    public long RunFromNs;
    public long RunLow;
    public long RunHigh;
    public long Oldest;
    public long Middle;
    public long Newest;
    public int RunCount;
    public int HeldCount;
    public int FreshUpdates;
    public ushort Asset;
    public FeedMarks Marks;
    private readonly byte _reserved;
}

/// <summary>Averages in subticks (an asset's: micro-dollars) / 2²⁰, low and high words.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateMark : IEventBody
{
    public static EventKind Kind => EventKind.StateMark;

    public ulong SlowLow;
    public long SlowHigh;
    public ulong FastLow;
    public long FastHigh;
    /// <summary>Of mark, for the execution range; of an asset's index, for new risk.</summary>
    public ulong CentreLow;
    public long CentreHigh;
    /// <summary>The whole second of the last tick.</summary>
    public long TickSecond;
    public long PremiumPpb;
    public ushort Asset;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}

/// <summary>A market's funding: the epoch that positions settle, and the samples of the hour.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StateFunding : IEventBody
{
    public static EventKind Kind => EventKind.StateFunding;

    /// <summary>Σ premium, low and high words.</summary>
    public ulong PremiumLow;
    public long PremiumHigh;
    public long RatePpb;
    public Subticks EpochIndex;
    public long EpochRatePpb;
    /// <summary>Paid and not yet received, while positions settle.</summary>
    public Micros Clearing;
    public Micros Paid;
    public Micros Received;
    /// <summary>The full hour whose rate waits for a fresh index; 0 for none.</summary>
    public long WaitingHourNs;
    public long WaitingRatePpb;
    public long WaitingRate8Ppb;
    public long WaitingAveragePpb;
    public long NextHourNs;
    public int WaitingSamples;
    public int WaitingOffSeconds;
    public int Samples;
    public int OffSeconds;
    public int Epoch;
    /// <summary>The next account to settle; 0 when all have.</summary>
    public int Cursor;
    public int Settled;
    private readonly int _reserved;
}
