using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Auctions;

/// <summary>What everybody may know of an order's auction, when it opens and when it ends. Whose order it is stays unsaid, and quotes stay sealed.</summary>
/// <param name="Number">Counts them in the market since the fold began, from 1.</param>
/// <param name="Seq">The command that made it.</param>
/// <param name="TimeNs">That command's time.</param>
/// <param name="Auction">Its name.</param>
public readonly record struct PublicAuction(long Number, long Seq, long TimeNs, long Auction) : IDated
{
    /// <summary>It opened; else it ended.</summary>
    public bool IsOpening { get; init; }

    /// <summary>Of the order; quotes are of the other.</summary>
    public Side Side { get; init; }

    /// <summary>At least the order's size, less than twice of it.</summary>
    public Lots SizeBucket { get; init; }

    public Ticks Limit { get; init; }

    /// <summary>A quote must be better than this.</summary>
    public Ticks Touch { get; init; }

    public long EndsAtNs { get; init; }

    /// <summary>How many quotes there were.</summary>
    public int Quotes { get; init; }

    /// <summary>What quotes filled.</summary>
    public Lots FromQuotes { get; init; }

    /// <summary>What was filled in all.</summary>
    public Lots Filled { get; init; }

    internal static PublicAuction Of(long number, in EventHeader header, in AuctionOpened opened) => new(number, header.Seq, header.TimeNs, opened.Auction)
    {
        IsOpening = true,
        Side = opened.Side,
        SizeBucket = opened.SizeBucket,
        Limit = opened.Limit,
        Touch = opened.Touch,
        EndsAtNs = opened.EndsAtNs,
    };

    internal static PublicAuction Of(long number, in EventHeader header, in AuctionEnded ended) => new(number, header.Seq, header.TimeNs, ended.Auction)
    {
        Quotes = ended.Quotes,
        FromQuotes = ended.FromQuotes,
        Filled = ended.Filled,
    };

    /// <summary>One that was open when the fold began.</summary>
    internal static PublicAuction Of(long number, in EventHeader header, in StateAuction open) => new(number, header.Seq, header.TimeNs, open.Order.Auction)
    {
        IsOpening = true,
        Side = open.Side,
        SizeBucket = new((long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)open.Qty.Value)),
        Limit = open.Price,
        Touch = open.Touch,
        EndsAtNs = open.EndsAtNs,
    };
}
