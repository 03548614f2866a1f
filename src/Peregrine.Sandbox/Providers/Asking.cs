namespace Peregrine.Sandbox.Providers;

/// <summary>With what a site sends a browser to a provider (RFC 6749, RFC 7636).</summary>
public sealed record Asking(string Client, string Redirect, string State, string Nonce, string Challenge, string Method);
