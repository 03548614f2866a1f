using Peregrine.Core;

namespace Peregrine.MarketData.Depth;

/// <summary>What a price holds at the end of a frame; 0 lots mean that the level is gone.</summary>
public readonly record struct LevelChange(Ticks Price, Lots Total, int Count, Side Side) : IComparable<LevelChange>
{
    public int CompareTo(LevelChange other) => Price != other.Price ? Price.CompareTo(other.Price) : Side.CompareTo(other.Side);

    public static bool operator <(LevelChange a, LevelChange b) => a.CompareTo(b) < 0;
    public static bool operator >(LevelChange a, LevelChange b) => a.CompareTo(b) > 0;
    public static bool operator <=(LevelChange a, LevelChange b) => a.CompareTo(b) <= 0;
    public static bool operator >=(LevelChange a, LevelChange b) => a.CompareTo(b) >= 0;
}
