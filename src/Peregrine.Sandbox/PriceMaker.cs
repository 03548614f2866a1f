using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox;

/// <summary>Tells each market's next price, one market after the other, so that no second is busier than the others.</summary>
internal sealed class PriceMaker(SandboxOptions options, IReadOnlyList<MarketTerms> markets, IPriceTeller teller, TimeProvider time)
{
    private const int SubticksPerTick = 1000;

    public async Task Run(IReadOnlyList<Subticks> from, CancellationToken stop)
    {
        var walk = new PriceWalk(options, [.. from.Select(static p => (double)p.Value)]);
        TimeSpan pause = options.PriceEvery / markets.Count;
        while (true)
        {
            walk.Step();
            for (int i = 0; i < markets.Count; i++)
            {
                await Task.Delay(pause, time, stop).ConfigureAwait(false);
                long most = markets[i].MaxPrice.Value * SubticksPerTick;
                await teller.Tell(markets[i], new Subticks(Math.Clamp((long)walk[i], SubticksPerTick, Math.Max(most, SubticksPerTick))), stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Where the walk begins: at the prices the venue has now, so that a restart is no jump.</summary>
    public static async ValueTask<IReadOnlyList<Subticks>> Now(VenueClient client, IReadOnlyList<MarketTerms> markets, CancellationToken stop)
    {
        List<Subticks> prices = [];
        foreach (MarketTerms market in markets) prices.Add((await client.Markets.Mark(market, stop).ConfigureAwait(false)).Value.Index);
        return prices;
    }
}
