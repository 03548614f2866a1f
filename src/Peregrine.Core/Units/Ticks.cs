using System.Globalization;

namespace Peregrine.Core;

/// <summary>A price on the grid of its market.</summary>
public readonly record struct Ticks(long Value) : IComparable<Ticks>
{
    public static readonly Ticks Zero;

    public static Ticks operator +(Ticks a, Ticks b) => new(a.Value + b.Value);
    public static Ticks operator -(Ticks a, Ticks b) => new(a.Value - b.Value);
    public static Ticks operator -(Ticks a) => new(-a.Value);
    public static bool operator <(Ticks a, Ticks b) => a.Value < b.Value;
    public static bool operator >(Ticks a, Ticks b) => a.Value > b.Value;
    public static bool operator <=(Ticks a, Ticks b) => a.Value <= b.Value;
    public static bool operator >=(Ticks a, Ticks b) => a.Value >= b.Value;

    public static Ticks Min(Ticks a, Ticks b) => a.Value <= b.Value ? a : b;
    public static Ticks Max(Ticks a, Ticks b) => a.Value >= b.Value ? a : b;

    public int CompareTo(Ticks other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
