using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>What few orders have: iceberg, expiry, label, session, builder, group.</summary>
internal struct OrderExtra : ISlot<OrderExtra>
{
    public Lots Display;
    public long ExpireAtNs;
    public uint Label;
    public int Session;
    public int Builder;
    public int BuilderPpb;
    /// <summary>Bracket, OCO pair or scale it belongs to.</summary>
    public int Group;
    /// <summary>Its place there.</summary>
    public int GroupIndex;
    public int Key;
    /// <summary>Handle of the expiry timer; derived, not part of the state that is told.</summary>
    public int Timer;
    /// <summary>Set by whoever rents the slot.</summary>
    public bool InUse;
    private int _next;

    public readonly bool IsPlain =>
        Display.Value == 0 && ExpireAtNs == 0 && Label == 0 && Session == 0 && Builder == 0 && Group == 0 && Key == 0;

    static int ISlot<OrderExtra>.NextFree(in OrderExtra slot) => slot._next;
    static bool ISlot<OrderExtra>.IsFree(in OrderExtra slot) => !slot.InUse;
    static void ISlot<OrderExtra>.Free(ref OrderExtra slot, int nextFree) => slot = new OrderExtra { _next = nextFree };
}
