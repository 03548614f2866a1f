using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Triggers;

/// <summary>A record that can lie in a <see cref="MeldHeap{T}"/>: it carries the links and knows who comes first.</summary>
internal interface IHeapSlot<TSelf> : ISlot<TSelf> where TSelf : struct, IHeapSlot<TSelf>
{
    static abstract ref HeapLinks LinksOf(ref TSelf slot);

    /// <summary>A strict order of any two records in one heap.</summary>
    static abstract bool IsBefore(in TSelf a, in TSelf b);
}
