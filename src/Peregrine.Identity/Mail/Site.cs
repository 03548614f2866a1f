namespace Peregrine.Identity.Mail;

/// <summary>Where people find the venue: what letters link to, what wallets sign in to, where providers send browsers back.</summary>
/// <remarks>A venue that takes any free port knows its own address only when its doors open.</remarks>
public sealed class Site
{
    /// <summary>Scheme, host and port; nothing behind them.</summary>
    public Uri Url { get; set; } = new("http://localhost");

    /// <summary>Host and port, as a browser's address line has them.</summary>
    public string Authority => Url.Authority;

    /// <summary>The address of one of the terminal's pages.</summary>
    public string Page(string path) => new Uri(Url, path).AbsoluteUri;
}
