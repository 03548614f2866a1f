using System.Globalization;

namespace Peregrine.Core;

/// <summary>A quantity in lots of its market. Order quantities are positive; a position is signed.</summary>
public readonly record struct Lots(long Value) : IComparable<Lots>
{
    public static readonly Lots Zero;

    public static Lots operator +(Lots a, Lots b) => new(a.Value + b.Value);
    public static Lots operator -(Lots a, Lots b) => new(a.Value - b.Value);
    public static Lots operator -(Lots a) => new(-a.Value);
    public static bool operator <(Lots a, Lots b) => a.Value < b.Value;
    public static bool operator >(Lots a, Lots b) => a.Value > b.Value;
    public static bool operator <=(Lots a, Lots b) => a.Value <= b.Value;
    public static bool operator >=(Lots a, Lots b) => a.Value >= b.Value;

    public static Lots Min(Lots a, Lots b) => a.Value <= b.Value ? a : b;
    public static Lots Max(Lots a, Lots b) => a.Value >= b.Value ? a : b;

    public int CompareTo(Lots other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
