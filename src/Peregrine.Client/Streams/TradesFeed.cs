using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Client.Streams;

/// <summary>A market's trades from now on.</summary>
public sealed class TradesFeed(MarketTerms market) : StreamFeed
{
    /// <summary>A trade happened. Called on the stream's thread.</summary>
    public Action<PublicTrade>? Traded { get; set; }

    /// <summary>Some were missed: the reader was too slow, or the connection was lost.</summary>
    public Action? Missed { get; set; }

    internal override bool IsPrivate => false;

    internal override void WriteName(JsonOut json) => json.Name("ch"u8).Plain("trades"u8).Name("market"u8).Plain(market.Utf8);

    internal override bool Owns(in FrameName name) => name.Channel.SequenceEqual("trades"u8) && name.Market.SequenceEqual(market.Utf8);

    internal override void Lose() => Missed?.Invoke();

    internal override bool Take(ref Utf8JsonReader frame)
    {
        while (JsonIn.NextField(ref frame))
        {
            if (frame.ValueTextEquals("type"u8))
            {
                JsonIn.Text(ref frame);
                Missed?.Invoke();
            }
            else if (frame.ValueTextEquals("trades"u8))
            {
                JsonIn.Begin(ref frame, JsonTokenType.StartArray);
                while (JsonIn.NextItem(ref frame)) Traded?.Invoke(PublicTrade.Read(ref frame, market));
            }
            else
            {
                JsonIn.Skip(ref frame);
            }
        }
        return true;
    }
}
