namespace Peregrine.Core;

/// <summary>Orders that ask makers for better prices now. Answered with <see cref="OpenAuctions"/>.</summary>
/// <param name="Account">Who asks: his own quotes and orders are told to him alone; 0 is nobody.</param>
public readonly record struct AskAuctions(int Account);

/// <param name="Auction">Its name.</param>
/// <param name="Market">Where.</param>
/// <param name="Side">Of the order.</param>
/// <param name="SizeBucket">At least its size, less than twice of it.</param>
/// <param name="Limit">Of the order.</param>
/// <param name="Touch">A quote must be better than this.</param>
/// <param name="EndsAtNs">When book and quotes fill it.</param>
/// <param name="Order">The asker's own order; none for everybody else.</param>
/// <param name="QuotePrice">The asker's quote; 0 when he has none.</param>
/// <param name="QuoteQty">Of that quote.</param>
public readonly record struct AuctionFigures(
    long Auction, ushort Market, Side Side, Lots SizeBucket, Ticks Limit, Ticks Touch, long EndsAtNs, OrderId Order, Ticks QuotePrice, Lots QuoteQty);

/// <param name="Auctions">The oldest first.</param>
public readonly record struct OpenAuctions(IReadOnlyList<AuctionFigures> Auctions);
