using System.Text.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Client.Streams;

/// <summary>A market's trades from now on.</summary>
public sealed class TradesFeed(MarketTerms market) : TapeFeed(market)
{
    /// <summary>A trade happened. Called on the stream's thread.</summary>
    public Action<PublicTrade>? Traded { get; set; }

    private protected override ReadOnlySpan<byte> Channel => "trades"u8;

    private protected override void TakeEntry(ref Utf8JsonReader entry) => Traded?.Invoke(PublicTrade.Read(ref entry, Market));
}
