namespace Peregrine.Identity.Providers;

/// <summary>What is remembered of a browser that went to a provider.</summary>
/// <param name="Provider">Which; one provider's answer is not taken for another's.</param>
/// <param name="Verifier">The secret half of PKCE: the code is worth nothing without it.</param>
/// <param name="Nonce">What a signed token must repeat.</param>
/// <param name="BrowserHash">Of the secret in the browser's cookie: another browser cannot come back in its place.</param>
/// <param name="RedirectUri">To where it comes back; the provider hears it twice.</param>
internal sealed record Journey(string Provider, string Verifier, string Nonce, byte[] BrowserHash, string RedirectUri)
{
    /// <summary>Whose freshness it is to show; none of a sign-in or a link.</summary>
    public string Session { get; init; } = "";

    /// <summary>When it left.</summary>
    public long BeganAtMs { get; init; }
}
