using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox;

/// <summary>How simulated prices reach the venue.</summary>
public interface IPriceTeller
{
    /// <returns>False when the venue did not take it; the next one comes soon.</returns>
    ValueTask<bool> Tell(MarketTerms market, Subticks price, CancellationToken stop);
}
