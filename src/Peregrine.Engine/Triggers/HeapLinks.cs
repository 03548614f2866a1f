namespace Peregrine.Engine.Triggers;

/// <summary>The links of a node in a <see cref="MeldHeap{T}"/>.</summary>
/// <remarks>A trigger is in one structure at a time, so lists use them too: left is the one before, right the one after.</remarks>
internal struct HeapLinks
{
    public int Left;
    public int Right;
    public int Parent;
    /// <summary>Nodes on the shortest way down to a missing child; 0 in slot 0, which stands for one.</summary>
    public int Rank;
}
