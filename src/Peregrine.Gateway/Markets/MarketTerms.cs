using System.Collections.Immutable;
using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Markets;

/// <summary>What is fixed about a market between two changes of its terms, with what codecs ask of it made once.</summary>
internal sealed record MarketTerms(ushort Id, ListMarket Terms)
{
    public string Name { get; } = Terms.Symbol.ToString();

    public byte[] Utf8 { get; } = Encoding.ASCII.GetBytes(Terms.Symbol.ToString());

    public Scale Tick { get; } = new(Terms.TickE9, 9);

    public Scale Lot { get; } = new(Terms.LotE9, 9);

    public string TickText { get; } = TextOf(Terms.TickE9);

    public string LotText { get; } = TextOf(Terms.LotE9);

    public MarketState State { get; init; } = MarketState.Draft;

    public ImmutableArray<MarginTier> Tiers { get; init; } = [];

    private static string TextOf(long e9)
    {
        Span<byte> bytes = stackalloc byte[Scale.LengthMax];
        return Encoding.ASCII.GetString(bytes[..Scale.Ppb.Write(bytes, e9)]);
    }
}

internal readonly record struct MarginTier(Micros Floor, int ImrPpb, int MmrPpb);
