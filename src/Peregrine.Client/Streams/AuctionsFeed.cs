using System.Text.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Client.Streams;

/// <summary>Auctions of a market's orders from now on: a maker has a moment to quote.</summary>
public sealed class AuctionsFeed(MarketTerms market) : TapeFeed(market)
{
    /// <summary>One opened or ended. Called on the stream's thread.</summary>
    public Action<AuctionNews>? Heard { get; set; }

    private protected override ReadOnlySpan<byte> Channel => "auctions"u8;

    private protected override void TakeEntry(ref Utf8JsonReader entry) => Heard?.Invoke(AuctionNews.Read(ref entry, Market));
}
