using Peregrine.Identity.People;
using Peregrine.Identity.Providers;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Tests.World;
using Peregrine.Providers;

namespace Peregrine.Identity.Tests.Providers;

/// <summary>A registry, the providers it knows, and a browser between them.</summary>
internal sealed class Elsewhere : IAsyncDisposable
{
    private readonly Browser _browser = new();

    private Elsewhere(LookAlikes servers, Home home) => (Servers, Home) = (servers, home);

    public LookAlikes Servers { get; }

    public Home Home { get; }

    public static async Task<Elsewhere> Start(TimeSpan? patience = null, PostBox? box = null)
    {
        var time = new ManualTime();
        LookAlikes servers = await LookAlikes.Start(time);
        IdentityOptions options = Home.Quick with
        {
            ProviderPatience = patience ?? TimeSpan.FromSeconds(30),
            Providers =
            [
                Options(servers, SignInMethod.Google, "google", "keys") with { Issuer = servers.Google.Issuer },
                Options(servers, SignInMethod.GitHub, "github", "api"),
            ],
        };
        return new Elsewhere(servers, new Home(options, time: time, box: box));
    }

    public ITwisted At(string provider) => provider == "google" ? Servers.Google : Servers.GitHub;

    /// <summary>Goes to the provider and comes back, as a page of ours would bring it.</summary>
    public Task<Arrival> Travel(string provider, PersonId person = default) => Travel(provider, Home.Registry.Providers.Begin(provider, person, null).Value!);

    /// <summary>The same for who is to show anew whose his session is.</summary>
    public Task<Arrival> TravelAfresh(string provider, SignedIn who) => Travel(provider, Home.Registry.Providers.BeginFresh(provider, who.Person.Id, who.Tokens.Session, null).Value!);

    public async Task<Result<SignedIn>> SignIn(string provider) => await Home.Registry.Providers.SignIn(await Travel(provider), Home.Caller);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        Home.Dispose();
        await Servers.DisposeAsync();
    }

    private async Task<Arrival> Travel(string provider, Departure departure)
    {
        Back back = await _browser.Visit(departure.Url);
        return new Arrival(provider, back.State, back.Code, back.Error, "", departure.Browser);
    }

    private static ProviderOptions Options(LookAlikes servers, SignInMethod method, string name, string facts) => new()
    {
        Method = method,
        ClientId = LookAlikes.ClientId,
        ClientSecret = LookAlikes.ClientSecret,
        AuthorizeUrl = new Uri(servers.Url, $"/{name}/authorize"),
        TokenUrl = new Uri(servers.Url, $"/{name}/token"),
        FactsUrl = new Uri(servers.Url, $"/{name}/{facts}"),
    };
}
