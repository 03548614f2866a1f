using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Auctions;

/// <summary>A sealed, firm quote; its margin is reserved as a resting order's is.</summary>
internal struct AuctionQuote : ISlot<AuctionQuote>
{
    public const int Most = 4096;

    /// <summary>None marks a free slot.</summary>
    public OrderId Id;
    public int Account;
    public int Position;
    public Ticks Price;
    public Lots Qty;
    /// <summary>The next to arrive; threads the free list.</summary>
    public int Next;

    static int ISlot<AuctionQuote>.NextFree(in AuctionQuote slot) => slot.Next;
    static bool ISlot<AuctionQuote>.IsFree(in AuctionQuote slot) => slot.Id.IsNone;
    static void ISlot<AuctionQuote>.Free(ref AuctionQuote slot, int nextFree) => slot = new AuctionQuote { Next = nextFree };
}
