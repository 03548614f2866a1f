using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Orders;

/// <summary>One remembered client order id: exactly one cache line.</summary>
/// <remarks>
/// The first 40 bytes are the text while the order lives and what is left to say about it afterwards. The first byte tells which: a length of
/// 1 to 36, a final state with the high bit set, or 0 in a free slot.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct ClientIdEntry : ISlot<ClientIdEntry>
{
    private const byte FinishedBit = 0x80;
    /// <summary>A sequence number shares its word with the state: 56 bits where 53 are needed.</summary>
    private const int SeqShift = 8;

    [FieldOffset(0)] public ClientOrderId Text;
    [FieldOffset(0)] private readonly byte _first;
    [FieldOffset(0)] private ulong _ending;
    [FieldOffset(8)] public ClientIdHash Hash;
    [FieldOffset(24)] public Lots Filled;
    /// <summary>Neighbours in the queue of all finished ids.</summary>
    [FieldOffset(32)] public int Older;
    [FieldOffset(36)] public int Newer;

    [FieldOffset(40)] public OrderId Order;
    [FieldOffset(48)] public ulong Terms;
    [FieldOffset(56)] public int Account;
    /// <summary>Next of its hash bucket; threads the free list.</summary>
    [FieldOffset(60)] public int NextInBucket;

    public readonly bool IsLive => _first is > 0 and < FinishedBit;
    public readonly bool IsFinished => _first >= FinishedBit;
    public readonly OrderState State => (OrderState)(_first & ~FinishedBit);
    public readonly long FinishedSeq => (long)(_ending >> SeqShift);

    /// <summary>Writes over every byte of the text but the neighbours, which the queue sets.</summary>
    public void End(OrderState state, long seq, in ClientIdHash hash, Lots filled)
    {
        _ending = ((ulong)seq << SeqShift) | (byte)state | FinishedBit;
        Hash = hash;
        Filled = filled;
    }

    static int ISlot<ClientIdEntry>.NextFree(in ClientIdEntry slot) => slot.NextInBucket;
    static bool ISlot<ClientIdEntry>.IsFree(in ClientIdEntry slot) => slot._first == 0;
    static void ISlot<ClientIdEntry>.Free(ref ClientIdEntry slot, int nextFree) => slot = new ClientIdEntry { NextInBucket = nextFree };
}
