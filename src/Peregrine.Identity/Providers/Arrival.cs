namespace Peregrine.Identity.Providers;

/// <summary>How a browser comes back from a provider.</summary>
/// <param name="Provider">From which, by the address it came back to.</param>
/// <param name="State">What it was sent away with.</param>
/// <param name="Code">What the provider gave it; empty when it gave none.</param>
/// <param name="Error">What the provider says went wrong; empty when nothing did.</param>
/// <param name="Issuer">Who says he sent it back, where the provider tells (RFC 9207).</param>
/// <param name="Browser">The secret of its cookie.</param>
public sealed record Arrival(string Provider, string State, string Code, string Error, string Issuer, string Browser);
