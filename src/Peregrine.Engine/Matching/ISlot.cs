namespace Peregrine.Engine.Matching;

/// <summary>What a record must offer to live in a <see cref="Slab{T}"/>: one int that threads the free list, and a mark that it is free.</summary>
internal interface ISlot<TSelf> where TSelf : struct, ISlot<TSelf>
{
    static abstract int NextFree(in TSelf slot);

    /// <summary>Marks the slot free; only called on a slot that is in use.</summary>
    static abstract void Free(ref TSelf slot, int nextFree);

    static abstract bool IsFree(in TSelf slot);
}
