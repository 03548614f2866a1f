using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>An order asks makers for better prices. Whose it is stays unsaid; its size is told to the next power of two.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AuctionOpened : IEventBody
{
    public static EventKind Kind => EventKind.AuctionOpened;

    public long Auction;
    public long EndsAtNs;
    public Ticks Limit;
    /// <summary>A quote must be better than this: where the book alone would fill the last lot now. Where it does not reach that is the limit, and the limit is good enough.</summary>
    public Ticks Touch;
    /// <summary>At least the size, less than twice of it.</summary>
    public Lots SizeBucket;
    public Side Side;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>To the quoting account alone: its firm quote stands.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AuctionQuoted : IEventBody
{
    public static EventKind Kind => EventKind.AuctionQuoted;

    public long Auction;
    public OrderId Quote;
    public Ticks Price;
    public Lots Qty;
}

[StructLayout(LayoutKind.Sequential)]
public struct AuctionEnded : IEventBody
{
    public static EventKind Kind => EventKind.AuctionEnded;

    public long Auction;
    public OrderId Order;
    /// <summary>Filled by quotes, and by everything.</summary>
    public Lots FromQuotes;
    public Lots Filled;
    /// <summary>How much the book alone could have filled at the end, and at what notional.</summary>
    public Lots BookFilled;
    public Micros BookNotional;
    public int Quotes;
    public CancelReason Reason;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}
