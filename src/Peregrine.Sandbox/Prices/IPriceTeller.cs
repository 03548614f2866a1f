namespace Peregrine.Sandbox.Prices;

/// <summary>How simulated prices reach the venue. A feed is no client of the public API: whoever hosts the sandbox says where they go in.</summary>
public interface IPriceTeller
{
    /// <summary>One update of one price.</summary>
    /// <returns>False when the venue did not take it; the next one comes soon.</returns>
    ValueTask<bool> Tell(PriceSubject subject, IReadOnlyList<SourceQuote> quotes);
}
