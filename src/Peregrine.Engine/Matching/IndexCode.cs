using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>Which slab a public id leads to. Two bits wide; 0 is invalid on purpose.</summary>
internal enum IndexKind
{
    Order = 1,
    Trigger = 2,
    Algo = 3,
}

/// <summary>Where an id lives: two bits of kind above thirty bits of slot. The default is "nowhere".</summary>
internal readonly record struct IndexCode(int Raw)
{
    public const int SlotMax = (1 << SlotBits) - 1;
    private const int SlotBits = 30;

    public static IndexCode Of(IndexKind kind, int slot)
    {
        Invariant.That(slot is > 0 and <= SlotMax, "slot fits thirty bits");
        return new(unchecked((int)((uint)kind << SlotBits)) | slot);
    }

    public bool Exists => Raw != 0;
    public IndexKind Kind => (IndexKind)(Raw >>> SlotBits);
    public int Slot => Raw & SlotMax;
}
