using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>Market-maker protection of one position: its settings, one counter, one window, one freeze.</summary>
internal struct MmpState : ISlot<MmpState>
{
    public Lots Qty;
    public long WindowNs;
    public long FreezeNs;
    public Lots Filled;
    public long WindowStartNs;
    public long FrozenUntilNs;
    private int _next;

    static int ISlot<MmpState>.NextFree(in MmpState slot) => slot._next;
    static bool ISlot<MmpState>.IsFree(in MmpState slot) => slot.Qty.Value == 0;
    static void ISlot<MmpState>.Free(ref MmpState slot, int nextFree) => slot = new MmpState { _next = nextFree };
}
