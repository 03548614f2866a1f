using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Markets;

/// <summary>A collateral asset and how its amounts are written.</summary>
internal sealed record AssetTerms(ushort Id, ListAsset Terms)
{
    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    public string Name { get; } = Terms.Symbol.ToString();

    public byte[] Utf8 { get; } = Encoding.ASCII.GetBytes(Terms.Symbol.ToString());

    public Scale Scale { get; } = new(1, Terms.Decimals);

    /// <summary>Its smallest unit in billionths.</summary>
    public long UnitE9 { get; } = Powers[9 - Terms.Decimals];

    public Micros Index { get; init; }

    public PriceState PriceState { get; init; } = PriceState.Dead;
}
