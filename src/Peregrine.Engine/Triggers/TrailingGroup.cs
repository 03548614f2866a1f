using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Triggers;

/// <summary>Trailing stops of one side that share a best price: a heap by callback, a heap by offset, and the level that fires first.</summary>
/// <remarks>Prices are signed so that better is greater: a sell's as they are, a buy's negative.</remarks>
internal struct TrailingGroup : IHeapSlot<TrailingGroup>
{
    public long Peak;
    public long NextLevel;
    /// <summary>Its place among all groups by <see cref="NextLevel"/>.</summary>
    public HeapLinks Links;
    /// <summary>Roots; the first threads the free list.</summary>
    public int ByCallback;
    public int ByOffset;
    /// <summary>0 marks a free slot.</summary>
    public int Count;

    static ref HeapLinks IHeapSlot<TrailingGroup>.LinksOf(ref TrailingGroup slot) => ref slot.Links;

    static bool IHeapSlot<TrailingGroup>.IsBefore(in TrailingGroup a, in TrailingGroup b) =>
        a.NextLevel != b.NextLevel ? a.NextLevel > b.NextLevel : a.Peak > b.Peak;

    static int ISlot<TrailingGroup>.NextFree(in TrailingGroup slot) => slot.ByCallback;
    static bool ISlot<TrailingGroup>.IsFree(in TrailingGroup slot) => slot.Count == 0;
    static void ISlot<TrailingGroup>.Free(ref TrailingGroup slot, int nextFree) => slot = new TrailingGroup { ByCallback = nextFree };
}
