using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>A switch that cancels when nothing is heard: one for each market, label and session that an account names, 0 standing for all.</summary>
internal struct DeadManSwitch : ISlot<DeadManSwitch>
{
    /// <summary>0 marks a free slot.</summary>
    public int Account;
    public ushort Market;
    public bool DropProtective;
    public bool Flatten;
    public uint Label;
    public int Session;
    public long DueNs;
    /// <summary>Handle of its timer; derived, not part of the state that is told.</summary>
    public int Timer;
    /// <summary>Next switch of the account, by market, label and session; threads the free list.</summary>
    public int Next;

    public readonly bool IsBefore(int market, uint label, int session)
    {
        if (Market != market) return Market < market;
        return Label != label ? Label < label : Session < session;
    }

    public readonly bool IsFor(int market, uint label, int session) => Market == market && Label == label && Session == session;

    static int ISlot<DeadManSwitch>.NextFree(in DeadManSwitch slot) => slot.Next;
    static bool ISlot<DeadManSwitch>.IsFree(in DeadManSwitch slot) => slot.Account == 0;
    static void ISlot<DeadManSwitch>.Free(ref DeadManSwitch slot, int nextFree) => slot = new DeadManSwitch { Next = nextFree };
}
