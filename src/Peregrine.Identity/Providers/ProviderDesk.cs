using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Peregrine.Identity.Links;
using Peregrine.Identity.Mail;
using Peregrine.Identity.People;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.Providers;

/// <summary>Lets people in by accounts elsewhere (OAuth 2: authorization code with PKCE, state and nonce).</summary>
/// <remarks>
/// A code that was not asked for by this browser, of this provider, for this purpose, a moment ago and once, opens nothing: the state is a ticket that says which provider,
/// whose session and which browser, and it is used up before the provider is asked.
/// </remarks>
public sealed class ProviderDesk : IDisposable
{
    private const int BrowserLength = 64;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10), ProvidersSkew = TimeSpan.FromSeconds(60);

    private readonly Database _database;
    private readonly TicketOffice _tickets;
    private readonly LinkDesk _links;
    private readonly Site _site;
    private readonly StandingLinks _standing;
    private readonly FreshSignIns _fresh;
    private readonly TimeProvider _time;
    private readonly ProviderLine _line;
    private readonly List<KeySet> _keys = [];
    private readonly SortedDictionary<string, IProvider> _providers = new(StringComparer.Ordinal);

    internal ProviderDesk(Database database, TicketOffice tickets, LinkDesk links, StandingLinks standing, FreshSignIns fresh, Site site, IdentityOptions options, TimeProvider time)
    {
        (_database, _tickets, _links, _site, _line) = (database, tickets, links, site, new ProviderLine(options.ProviderPatience));
        (_standing, _fresh, _time) = (standing, fresh, time);
        foreach (ProviderOptions provider in options.Providers) _providers.Add(provider.Method.ToString().ToLowerInvariant(), Make(provider, time));
    }

    /// <summary>Those at which people may sign in, by the names they have in addresses.</summary>
    public IReadOnlyCollection<string> Names => _providers.Keys;

    /// <summary>This one is the venue itself.</summary>
    public bool IsPlayed(string name) => _providers.TryGetValue(name, out IProvider? provider) && provider.Options.IsPlayed;

    /// <summary>Where a provider sends browsers back to.</summary>
    public string ReturnTo(string provider) => _site.Page($"/sign-in/{provider}");

    /// <summary>Sends a browser away to sign in, or, with a person, to link.</summary>
    /// <param name="provider">Where to.</param>
    /// <param name="person">Whose session asks for a link; the venue for a sign-in.</param>
    /// <param name="browser">The secret its cookie has from another journey, perhaps in another tab; another is drawn when it has none.</param>
    public Result<Departure> Begin(string provider, PersonId person, string? browser) => Depart(provider, TicketPurpose.ProviderJourney, person, "", browser);

    /// <summary>Sends a browser away to show anew whose a session is.</summary>
    public Result<Departure> BeginFresh(string provider, PersonId person, Id128 session, string? browser) => Depart(provider, TicketPurpose.FreshSignIn, person, session.ToString(), browser);

    /// <summary>Lets in whoever comes back, unless he owes his second factor, or has an account that must be linked first.</summary>
    public async Task<Result<SignedIn>> SignIn(Arrival arrival, Caller caller)
    {
        Result<Identified> who = await Identify(arrival, TicketPurpose.ProviderJourney, PersonId.Venue, "");
        return who.IsOk ? await _links.Enter(who.Value.Claim, static _ => null, caller) : who.Refusal;
    }

    /// <summary>Gives the person who is signed in another way in.</summary>
    public async Task<Result<LinkInfo>> Link(PersonId person, Arrival arrival, Caller caller)
    {
        Result<Identified> who = await Identify(arrival, TicketPurpose.ProviderJourney, person, "");
        return who.IsOk ? _links.Link(person, who.Value.Claim, static _ => null, caller) : who.Refusal;
    }

    /// <summary>Marks a session whose owner came back from where he signs in: as fresh where the provider says that he signed in there since he left, else as there.</summary>
    public async Task<Result<FreshSignIn>> FinishFresh(PersonId person, Id128 session, Arrival arrival, Caller caller)
    {
        Result<Identified> who = await Identify(arrival, TicketPurpose.FreshSignIn, person, session.ToString());
        if (!who.IsOk) return who.Refusal;
        (Claim claim, Journey journey) = who.Value;
        bool isFresh = claim.SignedInAtMs >= journey.BeganAtMs - (long)ProvidersSkew.TotalMilliseconds;
        return _database.Write<Result<FreshSignIn>>(s =>
        {
            // Of somebody else, or linked by whoever has the session now: it speaks for nobody.
            if (!_standing.Speaks(s, person, claim.Method, claim.Subject))
                return new Refusal(IdentityCode.WrongCredentials, "This is not how you come in, or it is linked to your account for too short a time.") { Field = "provider" };
            _fresh.Mark(s, person, session, isFresh ? Freshness.Fresh : Freshness.Present, claim.Method, caller);
            return new FreshSignIn(isFresh);
        });
    }

    public void Dispose()
    {
        foreach (KeySet keys in _keys) keys.Dispose();
        _line.Dispose();
    }

    private Result<Departure> Depart(string provider, TicketPurpose purpose, PersonId person, string session, string? browser)
    {
        if (!_providers.TryGetValue(provider, out IProvider? found)) return Unknown();
        if (browser?.Length != BrowserLength) browser = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(BrowserLength / 2));
        string verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var journey = new Journey(provider, verifier, nonce, Hash(browser), ReturnTo(provider)) { Session = session, BeganAtMs = _time.NowMs() };
        string state = _database.Write(s => _tickets.Issue(s, purpose, person, JsonSerializer.Serialize(journey), Life));
        return new Departure(Address(found, journey, state), browser);
    }

    private async Task<Result<Identified>> Identify(Arrival arrival, TicketPurpose purpose, PersonId person, string session)
    {
        if (!_providers.TryGetValue(arrival.Provider, out IProvider? provider)) return Unknown();
        Ticket? ticket = _database.Write(s => _tickets.Take(s, purpose, arrival.State));
        Journey? journey = ticket is null ? null : JsonSerializer.Deserialize<Journey>(ticket.Data);
        bool isTheirs = journey is not null && ticket!.Person == person && journey.Provider == arrival.Provider && journey.Session == session
            && CryptographicOperations.FixedTimeEquals(Hash(arrival.Browser), journey.BrowserHash)
            && (arrival.Issuer.Length == 0 || provider.Options.Issuer.Length == 0 || arrival.Issuer == provider.Options.Issuer);
        if (!isTheirs) return new Refusal(IdentityCode.TokenInvalid, "This browser did not ask for that, or too long ago; begin again.") { Field = "state" };
        if (arrival.Error.Length > 0 || arrival.Code.Length == 0) return new Refusal(IdentityCode.ProviderRefused, "The provider did not let you through; nothing was changed.");
        try
        {
            return new Identified(await provider.Identify(journey!, arrival.Code), journey!);
        }
        catch (ProviderException e)
        {
            return new Refusal(e.IsUnreachable ? IdentityCode.ProviderUnreachable : IdentityCode.ProviderRefused, e.Message);
        }
    }

    private IProvider Make(ProviderOptions options, TimeProvider time)
    {
        if (options.Method == Sessions.SignInMethod.GitHub) return new GitHubProvider(options, _line);
        var keys = new KeySet(_line, options.FactsUrl, time);
        _keys.Add(keys);
        return new GoogleProvider(options, _line, keys, time);
    }

    private string Address(IProvider provider, Journey journey, string state)
    {
        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(journey.Verifier)));
        (string Name, string Value)[] fields =
        [
            ("client_id", provider.Options.ClientId), ("redirect_uri", journey.RedirectUri), ("response_type", "code"), ("scope", provider.Scope), ("state", state),
            ("nonce", journey.Nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ];
        string query = string.Join('&', fields.Concat(journey.Session.Length == 0 ? [] : provider.Afresh).Select(static f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"));
        return $"{new Uri(_site.Url, provider.Options.AuthorizeUrl).AbsoluteUri}?{query}";
    }

    private static byte[] Hash(string browser) => SHA256.HashData(Encoding.UTF8.GetBytes(browser));

    private static Refusal Unknown() => new(IdentityCode.UnknownLink, "This venue does not know that provider.");

    private sealed record Identified(Claim Claim, Journey Journey);
}
