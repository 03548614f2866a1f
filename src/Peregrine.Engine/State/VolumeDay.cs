using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>What a group traded on one UTC day. Only days with trades have one.</summary>
internal struct VolumeDay : ISlot<VolumeDay>
{
    public int Root;
    public int Day;
    public Micros Volume;
    public int Next;

    static int ISlot<VolumeDay>.NextFree(in VolumeDay slot) => slot.Next;
    static bool ISlot<VolumeDay>.IsFree(in VolumeDay slot) => slot.Root == 0;
    static void ISlot<VolumeDay>.Free(ref VolumeDay slot, int nextFree) => slot = new VolumeDay { Next = nextFree };
}
