using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;

namespace Peregrine.Engine.State;

/// <summary>Orders that belong together. Members have consecutive public ids, so a group needs no list of them.</summary>
internal struct OrderGroup : ISlot<OrderGroup>
{
    /// <summary>The id of its entry, of the first of its pair, or of the scale itself; none marks a free slot.</summary>
    public OrderId Id;
    public int Account;
    /// <summary>Slot of the owner's position in this market.</summary>
    public int Position;
    public ushort Market;
    public GroupKind Kind;
    /// <summary>Of the entry, the pair or the ladder.</summary>
    public Side Side;
    /// <summary>Exits of a bracket, children of a scale.</summary>
    public byte Count;
    /// <summary>Members that have not ended; with the last of them the group goes.</summary>
    public byte Alive;
    public bool EntryAlive;
    /// <summary>A scale's client id; other groups' ids belong to their orders.</summary>
    public int Client;
    /// <summary>What the entry or the whole scale asks for, and what it filled.</summary>
    public Lots Qty;
    public Lots Filled;

    // What a bracket's exits take over from their entry.
    public uint Label;
    public int Session;
    public int Key;
    public int Builder;
    public int BuilderPpb;
    public OrderFlags Flags;
    public StpMode Stp;
    public BracketExits Exits;
    private int _next;

    public readonly OrderId Member(int index) => new(Id.Value + index);

    static int ISlot<OrderGroup>.NextFree(in OrderGroup slot) => slot._next;
    static bool ISlot<OrderGroup>.IsFree(in OrderGroup slot) => slot.Id.IsNone;
    static void ISlot<OrderGroup>.Free(ref OrderGroup slot, int nextFree) => slot = new OrderGroup { _next = nextFree };
}
