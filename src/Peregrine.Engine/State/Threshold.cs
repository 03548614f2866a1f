using Peregrine.Engine.Matching;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.State;

/// <summary>The price of one position or collateral up to which its account surely needs no test.</summary>
internal struct Threshold : IHeapSlot<Threshold>
{
    /// <summary>Prices that are always past it: the account is tested at every update.</summary>
    public const long Always = long.MinValue;

    /// <summary>The price of a short, the negative price of what loses by falling: who is reached first comes first.</summary>
    public long Key;
    private HeapLinks _links;
    /// <summary>0 marks a free slot.</summary>
    public int Account;
    public bool IsShort;
    /// <summary>The line it was computed for.</summary>
    public byte Line;

    public readonly HeapLinks Links => _links;

    static ref HeapLinks IHeapSlot<Threshold>.LinksOf(ref Threshold slot) => ref slot._links;
    static bool IHeapSlot<Threshold>.IsBefore(in Threshold a, in Threshold b) => a.Key < b.Key;
    static int ISlot<Threshold>.NextFree(in Threshold slot) => slot._links.Right;
    static bool ISlot<Threshold>.IsFree(in Threshold slot) => slot.Account == 0;
    static void ISlot<Threshold>.Free(ref Threshold slot, int nextFree) => slot = new Threshold { _links = new HeapLinks { Right = nextFree } };
}
