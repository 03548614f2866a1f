using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>A change that administrators want, from the first one's word to its last step.</summary>
internal struct Proposal : ISlot<Proposal>
{
    /// <summary>Most that are alive at once.</summary>
    public const int Most = 64;

    /// <summary>The sequence number of its command; 0 marks a free slot.</summary>
    public long Id;
    public long Value;
    public long Before;
    public long EffectiveAtNs;
    /// <summary>When it expires, takes effect, or steps next.</summary>
    public long DueNs;
    public ProposedTiers Tiers;
    public int Admin;
    public int Step;
    public int Timer;
    public ushort Subject;
    public byte TierCount;
    public AdminParameter Parameter;
    public ChangeStage Stage;
    private int _next;

    static int ISlot<Proposal>.NextFree(in Proposal slot) => slot._next;
    static bool ISlot<Proposal>.IsFree(in Proposal slot) => slot.Id == 0;
    static void ISlot<Proposal>.Free(ref Proposal slot, int nextFree) => slot = new Proposal { _next = nextFree };
}
