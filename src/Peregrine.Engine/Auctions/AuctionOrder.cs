using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Auctions;

/// <summary>An order that makers are asked about before it meets the book. It rests nowhere; its margin is reserved as if it did.</summary>
internal struct AuctionOrder : ISlot<AuctionOrder>
{
    /// <summary>Most that are open at once; what comes above goes straight to the book.</summary>
    public const int Most = 256;

    /// <summary>None marks a free slot.</summary>
    public OrderId Id;
    public int Account;
    public int Position;
    public ushort Market;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public OrderFlags Flags;
    public Ticks Price;
    /// <summary>Where the book alone filled the last lot when the auction began, or the price.</summary>
    public Ticks Touch;
    public Lots Qty;
    public Lots Display;
    public long ExpireAtNs;
    public long EndsAtNs;
    public uint Label;
    public int Session;
    public int Key;
    public int Builder;
    public int BuilderPpb;
    public int Client;
    public int Timer;
    /// <summary>It meets book and quotes now and reserves nothing any more, as any taker.</summary>
    public bool Runs;
    /// <summary>Quotes in order of arrival.</summary>
    public int FirstQuote;
    public int LastQuote;
    public int QuoteCount;
    private int _next;

    /// <summary>Its rest may go to the book: a place there is promised to it.</summary>
    public readonly bool MayRest => Tif is TimeInForce.Gtc or TimeInForce.Gtd;

    /// <summary>Part of a liquidation: the engine's own order, which reserves nothing.</summary>
    public readonly bool IsForced => Id.IsEngines;

    public readonly long Auction => Id.Auction;

    static int ISlot<AuctionOrder>.NextFree(in AuctionOrder slot) => slot._next;
    static bool ISlot<AuctionOrder>.IsFree(in AuctionOrder slot) => slot.Id.IsNone;
    static void ISlot<AuctionOrder>.Free(ref AuctionOrder slot, int nextFree) => slot = new AuctionOrder { _next = nextFree };
}
