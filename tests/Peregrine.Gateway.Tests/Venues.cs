using Peregrine.Core;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Tests;

internal static class Venues
{
    public static readonly VenueTerms Two = new()
    {
        Markets = [Market(1, "BTC-PERP", 100_000_000, 10_000), Market(2, "SOL-PERP", 10_000_000, 10_000_000)],
        Assets = [new AssetTerms(1, new ListAsset { Symbol = Symbol.Parse("USDC"), Decimals = 6 })],
    };

    private static MarketTerms Market(ushort id, string name, long tickE9, long lotE9) =>
        new(id, new ListMarket { Symbol = Symbol.Parse(name), TickE9 = tickE9, LotE9 = lotE9 });
}
