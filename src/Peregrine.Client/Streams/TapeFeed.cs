using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Client.Streams;

/// <summary>What happens in a market from now on, in a channel whose frames are lists.</summary>
public abstract class TapeFeed(MarketTerms market) : StreamFeed
{
    /// <summary>Some were missed: the reader was too slow, or the connection was lost.</summary>
    public Action? Missed { get; set; }

    internal override bool IsPrivate => false;

    private protected MarketTerms Market => market;

    /// <summary>The channel's name, which is that of the list, too.</summary>
    private protected abstract ReadOnlySpan<byte> Channel { get; }

    internal override void WriteName(JsonOut json) => json.Name("ch"u8).Plain(Channel).Name("market"u8).Plain(market.Utf8);

    internal override bool Owns(in FrameName name) => name.Channel.SequenceEqual(Channel) && name.Market.SequenceEqual(market.Utf8);

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
            else if (frame.ValueTextEquals(Channel))
            {
                JsonIn.Begin(ref frame, JsonTokenType.StartArray);
                while (JsonIn.NextItem(ref frame)) TakeEntry(ref frame);
            }
            else
            {
                JsonIn.Skip(ref frame);
            }
        }
        return true;
    }

    private protected abstract void TakeEntry(ref Utf8JsonReader entry);
}
