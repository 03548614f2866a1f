namespace Peregrine.Identity.Providers;

/// <summary>How a browser leaves for a provider.</summary>
/// <param name="Url">Where it goes.</param>
/// <param name="Browser">The secret that its cookie keeps until it is back.</param>
public sealed record Departure(string Url, string Browser);
