using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>What a key or an account may do.</summary>
[Flags]
public enum AllowedActions : byte
{
    None = 0,
    Read = 1,
    Trade = 2,
    /// <summary>Orders that can only shrink a position.</summary>
    ReduceOnly = 4,
    Cancel = 8,
    Transfer = 16,
    Withdraw = 32,
    All = 63,
}

/// <summary>What happens to an account that breaches its loss or drawdown limit.</summary>
public enum BreachAction : byte
{
    Reject = 1,
    CancelAll = 2,
    ReduceOnly = 3,
    Flatten = 4,
}

/// <summary>Up to 16 markets a key or account may trade; empty means all of them.</summary>
[InlineArray(Count)]
public struct MarketList : IEquatable<MarketList>
{
    public const int Count = 16;
    private ushort _first;

    public readonly bool Equals(MarketList other) => ((ReadOnlySpan<ushort>)this).SequenceEqual(other);
    public override readonly bool Equals(object? obj) => obj is MarketList other && Equals(other);
    public override readonly int GetHashCode() => unchecked((int)Hash64.Extend(0, MemoryMarshal.AsBytes((ReadOnlySpan<ushort>)this)));

    public static bool operator ==(MarketList a, MarketList b) => a.Equals(b);
    public static bool operator !=(MarketList a, MarketList b) => !a.Equals(b);
}

/// <summary>Limits of an account or of one of its keys; 0 means no limit, in every field.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Limits
{
    public Micros OrderNotionalMax;
    public Micros PositionNotionalMax;
    public Micros TotalNotionalMax;
    /// <summary>Loss since 00:00 UTC.</summary>
    public Micros DayLossMax;
    /// <summary>Fall of equity from its sampled peak.</summary>
    public Micros DrawdownMax;
    /// <summary>Orders in any second of engine time (fixed windows).</summary>
    public int OrdersPerSecondMax;
    public ushort LeverageMax;
    public AllowedActions Actions;
    public BreachAction OnBreach;
    public MarketList Markets;
}
