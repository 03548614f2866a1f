using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox;

/// <summary>Prices that move and two makers in each market, so that whoever tries a venue finds somebody to trade with.</summary>
public sealed class SandboxVenue(Uri venue, SandboxOptions options, byte[] secret, IPriceTeller teller)
{
    /// <summary>Runs until it is cancelled. The secret makes the makers' passwords: with the same one they find their accounts again.</summary>
    /// <exception cref="RefusedException">The venue does not let the sandbox in.</exception>
    public async Task Run(CancellationToken stop)
    {
        List<SandboxPerson> people = [];
        try
        {
            using var visitor = new VenueClient(venue, Client.Signing.Credentials.None);
            MarketBoard markets = (await visitor.Markets.List(stop).ConfigureAwait(false)).Value;
            MarketTerms[] open = [.. markets.All.Where(static m => m.State == MarketState.Open)];
            IReadOnlyList<Subticks> from = await PriceMaker.Now(visitor, open, stop).ConfigureAwait(false);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            people.Add(await SandboxPerson.Enter(venue, "first-maker", secret, options.MakerDollars, stop).ConfigureAwait(false));
            people.Add(await SandboxPerson.Enter(venue, "second-maker", secret, options.MakerDollars, stop).ConfigureAwait(false));
            List<Task> running = [];
            // The second stands half a level behind the first.
            foreach (MarketTerms market in open) running.AddRange([Make(people[0], markets, market, 0, over.Token), Make(people[1], markets, market, 0.5, over.Token)]);
            running.Add(new PriceMaker(options, open, teller, TimeProvider.System).Run(from, over.Token));
            // One that ends takes the others with it: half a sandbox would pass for a broken venue.
            Task first = await Task.WhenAny(running).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
        finally
        {
            people.ForEach(static p => p.Dispose());
        }
    }

    private async Task Make(SandboxPerson person, MarketBoard markets, MarketTerms market, double shift, CancellationToken stop) =>
        throw new RefusedException(await new Maker(options, person.Client, markets, market, shift).Run(stop).ConfigureAwait(false));
}
