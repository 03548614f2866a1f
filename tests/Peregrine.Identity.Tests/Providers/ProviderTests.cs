using Peregrine.Identity.Links;
using Peregrine.Identity.People;
using Peregrine.Identity.Providers;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Tests.SecondFactors;
using Peregrine.Identity.Tests.World;
using Peregrine.Providers;
using Peregrine.Sandbox.Providers;

namespace Peregrine.Identity.Tests.Providers;

public class ProviderTests
{
    public static TheoryData<string> Both => new("google", "github");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Somebody_new_gets_an_account_and_finds_it_again_by_what_never_changes(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn first = (await world.SignIn(provider)).Value!;
        Assert.Equal(("ada@example.org", true, 1), (first.Person.Email, first.Person.IsEmailConfirmed, first.Account));
        world.Home.Restart();
        world.At(provider).Visitor = new Visitor("1001", "renamed", "moved@example.org");
        SignedIn again = (await world.SignIn(provider)).Value!;
        Assert.Equal(first.Person, again.Person);
        world.At(provider).Visitor = new Visitor("1002", "ada", "other@example.org");
        Assert.NotEqual(first.Person.Id, (await world.SignIn(provider)).Value!.Person.Id);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_browser_leaves_with_a_state_a_nonce_and_half_a_secret_for_a_page_of_ours(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        world.Home.Registry.Site.Url = new Uri("https://venue.example");
        await world.Travel(provider);
        IReadOnlyDictionary<string, string> asked = world.At(provider).Asked;
        Assert.Equal(("S256", "code", $"https://venue.example/sign-in/{provider}"), (asked["code_challenge_method"], asked["response_type"], asked["redirect_uri"]));
        Assert.Equal([43, 43, 64], new[] { asked["code_challenge"].Length, asked["nonce"].Length, asked["state"].Length });
        string before = asked["state"];
        await world.Travel(provider);
        Assert.NotEqual(before, world.At(provider).Asked["state"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_return_is_good_once_for_this_browser_this_provider_and_this_purpose(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        ProviderDesk desk = world.Home.Registry.Providers;
        string other = provider == "google" ? "github" : "google";
        Arrival foreign = await world.Travel(provider), good = await world.Travel(provider);
        // A stranger's code in my browser: his state is not mine.
        Assert.Equal("state", (await desk.SignIn(foreign with { Browser = good.Browser }, Home.Caller)).Refusal!.Field);
        Assert.Equal("state", (await desk.SignIn(await world.Travel(provider) with { Browser = "" }, Home.Caller)).Refusal!.Field);
        Assert.Equal("state", (await desk.SignIn(await world.Travel(provider) with { Provider = other }, Home.Caller)).Refusal!.Field);
        Assert.Equal("state", (await desk.Link(new(1), await world.Travel(provider), Home.Caller)).Refusal!.Field);
        Assert.Equal("state", (await desk.SignIn(await world.Travel(provider, new(1)), Home.Caller)).Refusal!.Field);
        Arrival late = await world.Travel(provider);
        world.Home.Time.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal("state", (await desk.SignIn(late, Home.Caller)).Refusal!.Field);
        good = await world.Travel(provider);
        // The code of another return under my state: PKCE says no at the provider.
        Assert.Equal(IdentityCode.ProviderRefused, (await desk.SignIn(good with { Code = (await world.Travel(provider)).Code }, Home.Caller)).Refusal!.Code);
        good = await world.Travel(provider);
        Assert.True((await desk.SignIn(good, Home.Caller)).IsOk);
        Assert.Equal("state", (await desk.SignIn(good, Home.Caller)).Refusal!.Field);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task One_return_brought_many_times_at_once_opens_once(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        Arrival good = await world.Travel(provider);
        Result<SignedIn>[] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await world.Home.Registry.Providers.SignIn(good, Home.Caller))));
        Assert.Single(all, static r => r.IsOk);
        Assert.All(all, static r => Assert.True(r.IsOk || r.Refusal!.Field == "state"));
    }

    [Fact]
    public async Task A_return_from_somebody_else_by_his_own_word_is_refused()
    {
        await using Elsewhere world = await Elsewhere.Start();
        Refusal mixedUp = (await world.Home.Registry.Providers.SignIn(await world.Travel("google") with { Issuer = "https://evil.example" }, Home.Caller)).Refusal!;
        Assert.Equal("state", mixedUp.Field);
        Assert.True((await world.Home.Registry.Providers.SignIn(await world.Travel("google") with { Issuer = world.Servers.Google.Issuer }, Home.Caller)).IsOk);
    }

    [Theory]
    [InlineData("google", Twist.Denies, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.BadState, IdentityCode.TokenInvalid)]
    [InlineData("google", Twist.ExpiredCode, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.Broken, IdentityCode.ProviderUnreachable)]
    [InlineData("google", Twist.NoJson, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.Redirects, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.WrongNonce, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.WrongAudience, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.SecondAudience, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.WrongIssuer, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.OldToken, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.FutureToken, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.NoSignature, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.ForeignKey, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.HmacByPublicKey, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.ChangedClaims, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.ClaimsTwice, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.NoSubject, IdentityCode.ProviderRefused)]
    [InlineData("google", Twist.NoToken, IdentityCode.ProviderRefused)]
    [InlineData("github", Twist.Denies, IdentityCode.ProviderRefused)]
    [InlineData("github", Twist.BadState, IdentityCode.TokenInvalid)]
    [InlineData("github", Twist.ExpiredCode, IdentityCode.ProviderRefused)]
    [InlineData("github", Twist.Broken, IdentityCode.ProviderUnreachable)]
    [InlineData("github", Twist.NoJson, IdentityCode.ProviderRefused)]
    [InlineData("github", Twist.Redirects, IdentityCode.ProviderRefused)]
    [InlineData("github", Twist.NoSubject, IdentityCode.ProviderRefused)]
    [InlineData("github", Twist.NoToken, IdentityCode.ProviderRefused)]
    public async Task Whatever_a_provider_does_wrong_lets_nobody_in(string provider, Twist twist, IdentityCode code)
    {
        await using Elsewhere world = await Elsewhere.Start();
        world.At(provider).Twist = twist;
        Refusal refusal = (await world.SignIn(provider)).Refusal!;
        Assert.Equal(code, refusal.Code);
        Assert.Equal(0, world.Home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM people")));
        world.At(provider).Twist = Twist.None;
        Assert.True((await world.SignIn(provider)).IsOk);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_provider_that_never_answers_is_given_up(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start(patience: TimeSpan.FromMilliseconds(300));
        world.At(provider).Twist = Twist.Silent;
        Assert.Equal(IdentityCode.ProviderUnreachable, (await world.SignIn(provider)).Refusal!.Code);
    }

    [Fact]
    public async Task Keys_are_kept_as_long_as_they_say_and_a_new_one_is_found()
    {
        await using Elsewhere world = await Elsewhere.Start();
        for (int i = 0; i < 3; i++) Assert.True((await world.SignIn("google")).IsOk);
        Assert.Equal(1, world.Servers.Google.KeysFetched);
        world.Servers.Google.RotateKey();
        // Within a minute nobody can make us ask again.
        Assert.False((await world.SignIn("google")).IsOk);
        Assert.Equal(1, world.Servers.Google.KeysFetched);
        world.Home.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.True((await world.SignIn("google")).IsOk);
        Assert.Equal(2, world.Servers.Google.KeysFetched);
        world.Home.Time.Pass(TimeSpan.FromHours(1));
        Assert.True((await world.SignIn("google")).IsOk);
        Assert.Equal(3, world.Servers.Google.KeysFetched);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_address_that_the_provider_has_not_seen_to_be_his_is_nobodys(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        await world.Home.Join("ada@example.org");
        world.At(provider).Visitor = new Visitor("1001", "ada", "ada@example.org", IsVerified: false);
        Assert.Null((await world.SignIn(provider)).Value!.Person.Email);
        world.At(provider).Visitor = new Visitor("1002", "bob", Email: null);
        Assert.Null((await world.SignIn(provider)).Value!.Person.Email);
        world.Servers.GitHub.HidesEmails = true;
        world.Servers.GitHub.Visitor = new Visitor("1003", "carl", "carl@example.org");
        Assert.Null((await world.SignIn("github")).Value!.Person.Email);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_account_with_that_address_shows_its_own_way_in_before_it_is_linked(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = await world.Home.Join("ada@example.org");
        Assert.Equal(IdentityCode.LinkNeeded, (await world.SignIn(provider)).Refusal!.Code);
        LinkInfo link = (await world.Home.Registry.Providers.Link(ada.Person.Id, await world.Travel(provider, ada.Person.Id), Home.Caller)).Value!;
        Assert.Equal(ada.Person.Id, (await world.SignIn(provider)).Value!.Person.Id);
        (App app, _) = App.TurnOn(world.Home, ada);
        Refusal half = (await world.SignIn(provider)).Refusal!;
        Assert.True((await world.Home.Registry.Entrance.SignInByCode(half.Challenge!, app.Code(), Home.Caller)).IsOk);
        Assert.Null(world.Home.Registry.Links.Unlink(ada.Person.Id, ada.Tokens.Session, link.Id, Home.Caller));
        Assert.Equal(IdentityCode.LinkNeeded, (await world.SignIn(provider)).Refusal!.Code);
    }

    [Fact]
    public async Task A_wrong_secret_of_ours_is_a_no_that_does_not_tell_it()
    {
        await using Elsewhere world = await Elsewhere.Start();
        var github = new ProviderOptions
        {
            Method = SignInMethod.GitHub,
            ClientId = LookAlikes.ClientId,
            ClientSecret = "hunter22",
            AuthorizeUrl = new Uri(world.Servers.Url, "/github/authorize"),
            TokenUrl = new Uri(world.Servers.Url, "/github/token"),
            FactsUrl = new Uri(world.Servers.Url, "/github/api"),
        };
        IdentityOptions wrong = Home.Quick with { Providers = [github] };
        world.Home.Restart(wrong);
        Refusal refusal = (await world.SignIn("github")).Refusal!;
        Assert.Equal(IdentityCode.ProviderRefused, refusal.Code);
        Assert.DoesNotContain("hunter22", refusal.ToString());
        Assert.Equal(IdentityCode.UnknownLink, world.Home.Registry.Providers.Begin("google", default, null).Refusal!.Code);
    }
}
