using System.Globalization;

namespace Peregrine.Core;

/// <summary>The public id of an order: the placing command's sequence number and a place among what that command made.</summary>
/// <remarks>Index 0 is the order or the parent; 1 to 1023 its children. A triggered order keeps the id it was placed with.</remarks>
public readonly record struct OrderId(long Value) : IComparable<OrderId>
{
    public const int IndexCount = 1024;
    /// <summary>Orders that the engine sends by itself are numbered from here.</summary>
    public const int FirstEngineIndex = IndexCount / 2;
    public static readonly OrderId None;

    public static OrderId Of(long seq, int index) => new(seq * IndexCount + index);

    public long Seq => Value / IndexCount;
    public int Index => (int)(Value % IndexCount);
    public bool IsNone => Value == 0;
    public bool IsEngines => Index >= FirstEngineIndex;

    /// <summary>What the auction of this order is called: the number of its command, or, as the engine may send several with one, its own.</summary>
    public long Auction => IsEngines ? Value : Seq;

    public int CompareTo(OrderId other) => Value.CompareTo(other.Value);
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seq}.{Index}");

    public static bool operator <(OrderId a, OrderId b) => a.Value < b.Value;
    public static bool operator >(OrderId a, OrderId b) => a.Value > b.Value;
    public static bool operator <=(OrderId a, OrderId b) => a.Value <= b.Value;
    public static bool operator >=(OrderId a, OrderId b) => a.Value >= b.Value;
}
