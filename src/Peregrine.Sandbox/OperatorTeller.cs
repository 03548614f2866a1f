using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox;

/// <summary>As an operator sets prices by hand, through the public API.</summary>
public sealed class OperatorTeller(VenueClient venueOperator) : IPriceTeller
{
    public async ValueTask<bool> Tell(MarketTerms market, Subticks price, CancellationToken stop) =>
        (await venueOperator.Operator.SetPrices(market, price, price, stop).ConfigureAwait(false)).IsOk;
}
