using Peregrine.Gateway;
using Peregrine.Identity.Providers;
using Peregrine.Identity.Sessions;
using Peregrine.Sandbox.Providers;
using Peregrine.Server.Settings;

namespace Peregrine.Server.Run;

/// <summary>Signing in at Google and GitHub where nobody has registered the venue there: it plays both, on its own page and to itself.</summary>
internal sealed class PlayedSignIn : IPlayedProviders, IAsyncDisposable
{
    private readonly PlayedProviders _providers;

    private PlayedSignIn(PlayedProviders providers, IReadOnlyList<ProviderOptions> options) => (_providers, Options) = (providers, options);

    /// <summary>What of them identity is told.</summary>
    public IReadOnlyList<ProviderOptions> Options { get; }

    /// <summary>None where there is no sandbox, where money is real, or where both providers are the real ones.</summary>
    public static async Task<PlayedSignIn?> Start(ServerSettings settings)
    {
        SignInMethod[] missing = [.. ((SignInMethod[])[SignInMethod.Google, SignInMethod.GitHub]).Except(settings.Providers.Select(static p => p.Method))];
        if (!settings.IsSandbox || !settings.IsPaper || missing.Length == 0) return null;
        PlayedProviders providers = await PlayedProviders.Start(TimeProvider.System);
        return new PlayedSignIn(providers, [.. missing.Select(method => OptionsOf(providers, method))]);
    }

    public string? SendBack(string provider, PlayedVisit visit)
    {
        var asked = new Asking(visit.Client, visit.Redirect, visit.State, visit.Nonce, visit.Challenge, visit.Method);
        Visitor? visitor = visit.Visitor is { } who ? PlayedProviders.VisitorOf(provider, who.Secret, who.Name.Trim(), who.HasEmail) : null;
        return _providers.SendBack(provider, asked, visitor);
    }

    public ValueTask DisposeAsync() => _providers.DisposeAsync();

    private static ProviderOptions OptionsOf(PlayedProviders providers, SignInMethod method)
    {
        bool isGoogle = method == SignInMethod.Google;
        string name = isGoogle ? PlayedProviders.GoogleName : PlayedProviders.GitHubName;
        return new ProviderOptions
        {
            Method = method,
            IsPlayed = true,
            ClientId = providers.Client.Id,
            ClientSecret = providers.Client.Secret,
            AuthorizeUrl = new Uri($"/sandbox/{name}", UriKind.Relative),
            TokenUrl = new Uri(providers.Url, $"/{name}/token"),
            FactsUrl = new Uri(providers.Url, isGoogle ? $"/{name}/keys" : $"/{name}/api"),
            Issuer = isGoogle ? providers.GoogleIssuer : "",
        };
    }
}
