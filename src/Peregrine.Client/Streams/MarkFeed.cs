using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Client.Streams;

/// <summary>Mark and index of a market, whenever one of them changes.</summary>
public sealed class MarkFeed(MarketTerms market) : StreamFeed
{
    /// <summary>Called on the stream's thread.</summary>
    public Action<MarkPrice>? Changed { get; set; }

    internal override bool IsPrivate => false;

    internal override void WriteName(JsonOut json) => json.Name("ch"u8).Plain("mark"u8).Name("market"u8).Plain(market.Utf8);

    internal override bool Owns(in FrameName name) => name.Channel.SequenceEqual("mark"u8) && name.Market.SequenceEqual(market.Utf8);

    internal override bool Take(ref Utf8JsonReader frame)
    {
        Changed?.Invoke(MarkPrice.Read(ref frame, market));
        return true;
    }
}
