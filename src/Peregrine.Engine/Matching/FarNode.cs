namespace Peregrine.Engine.Matching;

/// <summary>A level outside the window, as a node of its ladder's tree.</summary>
internal struct FarNode : ISlot<FarNode>
{
    public Level Level;
    public long Key;
    public int Left;
    public int Right;
    /// <summary>A leaf has height 1; 0 marks a free slot.</summary>
    public int Height;

    static int ISlot<FarNode>.NextFree(in FarNode slot) => slot.Left;
    static bool ISlot<FarNode>.IsFree(in FarNode slot) => slot.Height == 0;

    static void ISlot<FarNode>.Free(ref FarNode slot, int nextFree)
    {
        slot.Height = 0;
        slot.Left = nextFree;
    }
}
