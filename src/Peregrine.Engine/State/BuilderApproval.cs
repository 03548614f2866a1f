using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>The most an account lets one builder charge.</summary>
internal struct BuilderApproval : ISlot<BuilderApproval>
{
    public int Account;
    public int Builder;
    public int MaxPpb;
    public int Next;

    static int ISlot<BuilderApproval>.NextFree(in BuilderApproval slot) => slot.Next;
    static bool ISlot<BuilderApproval>.IsFree(in BuilderApproval slot) => slot.Account == 0;
    static void ISlot<BuilderApproval>.Free(ref BuilderApproval slot, int nextFree) => slot = new BuilderApproval { Next = nextFree };
}
