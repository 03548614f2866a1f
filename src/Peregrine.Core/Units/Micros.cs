using System.Globalization;

namespace Peregrine.Core;

/// <summary>Money: millionths of the settle asset. Signed.</summary>
public readonly record struct Micros(long Value) : IComparable<Micros>
{
    public static readonly Micros Zero;

    public static Micros operator +(Micros a, Micros b) => new(a.Value + b.Value);
    public static Micros operator -(Micros a, Micros b) => new(a.Value - b.Value);
    public static Micros operator -(Micros a) => new(-a.Value);
    public static bool operator <(Micros a, Micros b) => a.Value < b.Value;
    public static bool operator >(Micros a, Micros b) => a.Value > b.Value;
    public static bool operator <=(Micros a, Micros b) => a.Value <= b.Value;
    public static bool operator >=(Micros a, Micros b) => a.Value >= b.Value;

    public static Micros Min(Micros a, Micros b) => a.Value <= b.Value ? a : b;
    public static Micros Max(Micros a, Micros b) => a.Value >= b.Value ? a : b;

    public int CompareTo(Micros other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
