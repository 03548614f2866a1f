using System.Collections.Immutable;
using Peregrine.Core;

namespace Peregrine.Gateway.Markets;

/// <summary>Markets, assets and fees as they stand; never changed, only replaced, so that a request reads one state of them.</summary>
internal sealed record VenueTerms
{
    public static readonly VenueTerms Empty = new();

    /// <summary>By id; ids are dense from 1.</summary>
    public ImmutableArray<MarketTerms> Markets { get; init; } = [];

    public ImmutableArray<AssetTerms> Assets { get; init; } = [];

    public ImmutableArray<SetFeeTier> FeeTiers { get; init; } = [];

    public MarketTerms? Find(ReadOnlySpan<byte> name)
    {
        foreach (MarketTerms market in Markets)
        {
            if (name.SequenceEqual(market.Utf8)) return market;
        }
        return null;
    }

    public MarketTerms? Find(ushort id) => id > 0 && id <= Markets.Length ? Markets[id - 1] : null;

    public AssetTerms? FindAsset(ReadOnlySpan<byte> name)
    {
        foreach (AssetTerms asset in Assets)
        {
            if (name.SequenceEqual(asset.Utf8)) return asset;
        }
        return null;
    }

    public AssetTerms? FindAsset(ushort id) => id > 0 && id <= Assets.Length ? Assets[id - 1] : null;
}
