using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>From here on the price of a market or an asset comes from sources and is no longer set by hand. Begins a group: this, then one to sixteen <see cref="SetSource"/>.</summary>
/// <remarks>Exactly one of <see cref="Market"/> and <see cref="Asset"/> is named. What makes marks and funding is zero for an asset.</remarks>
[StructLayout(LayoutKind.Sequential)]
public struct SetPriceRules : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetPriceRules;

    /// <summary>Money that impact prices walk into the book; 0 is the larger of 500 USD / imr_0 and 10,000 USD.</summary>
    public Micros ImpactNotional;
    /// <summary>Older samples do not count.</summary>
    public long MaxAgeNs;
    /// <summary>Younger orders do not count for impact prices.</summary>
    public long MinRestNs;
    /// <summary>Samples less certain than this do not count.</summary>
    public int MaxConfPpb;
    /// <summary>Samples farther than this from the median do not count.</summary>
    public int MaxDevPpb;
    /// <summary>A larger step of the index is held back until it is confirmed.</summary>
    public int JumpPpb;
    /// <summary>How far mark may be from index.</summary>
    public int MarkBandPpb;
    /// <summary>Bound of the hourly funding rate; 0 turns funding off.</summary>
    public int FundingCapPpb;
    /// <summary>Bound of the rate for eight hours.</summary>
    public int FundingCap8Ppb;
    /// <summary>The rate for eight hours when premium is near it.</summary>
    public int InterestPpb;
    /// <summary>How near premium and interest are the same.</summary>
    public int InterestBandPpb;
    public ushort Market;
    public ushort Asset;
    /// <summary>Fewer independent sources make no index.</summary>
    public byte MinSources;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>One source of the price whose <see cref="SetPriceRules"/> begins the group, by rising id.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetSource : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetSource;

    public int Weight;
    public ushort Source;
    /// <summary>Sources with one upstream share one vote; 0 is nobody else's.</summary>
    public ushort Upstream;
}

/// <summary>What one source said, in subticks of a market or in micro-dollars per whole token of an asset.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PriceSample
{
    public long Price;
    /// <summary>When the source knew it; nothing is known before it is told, so the engine's time bounds it.</summary>
    public long TimeNs;
    /// <summary>How uncertain the source is, as a share of the price, rounded up.</summary>
    public int ConfidencePpb;
    public int Source;
}

/// <summary>Room for eight samples; what is behind the last is zero.</summary>
[InlineArray(Count)]
public struct PriceSamples : IEquatable<PriceSamples>
{
    public const int Count = 8;
    private PriceSample _first;

    public readonly bool Equals(PriceSamples other) => Bytes.SequenceEqual(other.Bytes);
    public override readonly bool Equals(object? obj) => obj is PriceSamples other && Equals(other);
    public override readonly int GetHashCode() => unchecked((int)Hash64.Extend(0, Bytes));
    public override readonly string ToString() => Convert.ToHexString(Bytes);

    public static bool operator ==(PriceSamples a, PriceSamples b) => a.Equals(b);
    public static bool operator !=(PriceSamples a, PriceSamples b) => !a.Equals(b);

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private readonly ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes((ReadOnlySpan<PriceSample>)this);
}

/// <summary>Samples of one market's or asset's sources. More than eight come as a group, which counts as one update.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SubmitSamples : ICommandBody
{
    public static CommandKind Kind => CommandKind.SubmitSamples;

    public ushort Market;
    public ushort Asset;
    public byte Count;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    public PriceSamples Samples;
}
