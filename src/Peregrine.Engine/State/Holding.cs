using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>An account's balance of one collateral asset.</summary>
internal struct Holding : ISlot<Holding>
{
    public int Account;
    public ushort Asset;
    public long Amount;
    /// <summary>The part below the caps; what lies above counts 0 for whoever brought it.</summary>
    public long Counted;
    public int Next;
    /// <summary>Its place among the thresholds of its asset; a cache.</summary>
    public int Threshold;

    static int ISlot<Holding>.NextFree(in Holding slot) => slot.Next;
    static bool ISlot<Holding>.IsFree(in Holding slot) => slot.Account == 0;
    static void ISlot<Holding>.Free(ref Holding slot, int nextFree) => slot = new Holding { Next = nextFree };
}
