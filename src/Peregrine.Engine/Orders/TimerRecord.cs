using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Orders;

/// <summary>The part of a waiting timer that the heap does not compare first.</summary>
internal struct TimerRecord : ISlot<TimerRecord>
{
    public long Id;
    public long Tie;
    public int Payload;
    /// <summary>Place in the heap; threads the free list.</summary>
    public int Position;
    /// <summary>0 marks a free slot.</summary>
    public TimerKind Kind;

    static int ISlot<TimerRecord>.NextFree(in TimerRecord slot) => slot.Position;
    static bool ISlot<TimerRecord>.IsFree(in TimerRecord slot) => slot.Kind == 0;
    static void ISlot<TimerRecord>.Free(ref TimerRecord slot, int nextFree) => slot = new TimerRecord { Position = nextFree };
}
