using System.Globalization;

namespace Peregrine.Core;

/// <summary>A price a thousand times finer than the grid: index, mark, impact.</summary>
public readonly record struct Subticks(long Value) : IComparable<Subticks>
{
    public const int PerTick = 1000;

    public static readonly Subticks Zero;

    public static Subticks operator +(Subticks a, Subticks b) => new(a.Value + b.Value);
    public static Subticks operator -(Subticks a, Subticks b) => new(a.Value - b.Value);
    public static Subticks operator -(Subticks a) => new(-a.Value);
    public static bool operator <(Subticks a, Subticks b) => a.Value < b.Value;
    public static bool operator >(Subticks a, Subticks b) => a.Value > b.Value;
    public static bool operator <=(Subticks a, Subticks b) => a.Value <= b.Value;
    public static bool operator >=(Subticks a, Subticks b) => a.Value >= b.Value;

    public static Subticks Min(Subticks a, Subticks b) => a.Value <= b.Value ? a : b;
    public static Subticks Max(Subticks a, Subticks b) => a.Value >= b.Value ? a : b;

    public int CompareTo(Subticks other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
