using Peregrine.Core;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.People;
using Peregrine.Identity.Providers;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Tests.Links;
using Peregrine.Identity.Tests.Providers;
using Peregrine.Identity.Tests.World;
using Peregrine.Sandbox.Providers;

namespace Peregrine.Identity.Tests.SecondFactors;

/// <summary>Whoever has only Google or GitHub, and somebody who stole his session: the session alone sets up nothing.</summary>
public class FreshSignInTests
{
    public static TheoryData<string> Both => ProviderTests.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_session_alone_changes_nothing_of_who_gets_in(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn(provider)).Value!;
        // Just signed in is no exception: a session is stolen at any age.
        Assert.Equal(IdentityCode.FreshSignInNeeded, Require(world, ada)!.Code);
        Assert.Equal(IdentityCode.FreshSignInNeeded, Enrol(world, ada).Refusal!.Code);
        Assert.False(Standing(world, ada).IsOn);
        Assert.Equal(IdentityCode.NotNow, world.Home.Registry.SecondFactors.Confirm(ada.Person.Id, ada.Tokens.Session, "000000", Home.Caller).Refusal!.Code);
    }

    [Fact]
    public async Task Who_signs_in_at_a_provider_that_says_when_sets_up_an_app_at_once()
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn("google")).Value!;
        Assert.True((await Freshen(world, ada, "google", Now(world))).Value!.IsFresh);
        Assert.Equal(("select_account", "0"), (world.Servers.Google.Asked["prompt"], world.Servers.Google.Asked["max_age"]));
        App app = App.Enrol(world.Home, ada);
        Assert.Equal(0, Confirm(world, ada, app).WaitsUntilMs);
        Assert.True(Standing(world, ada).IsOn);
    }

    [Theory]
    [InlineData("github", 0)]
    [InlineData("google", 0)]
    [InlineData("google", 61)]
    public async Task Where_a_cookie_may_have_been_all_the_app_waits_a_day_and_opens_nothing_before(string provider, long secondsBefore)
    {
        await using Elsewhere world = await Elsewhere.Start(box: new PostBox());
        SignedIn ada = (await world.SignIn(provider)).Value!;
        Assert.False((await Freshen(world, ada, provider, secondsBefore == 0 ? null : Now(world) - secondsBefore)).Value!.IsFresh);
        App app = App.Enrol(world.Home, ada);
        Confirmation waiting = Confirm(world, ada, app);
        Assert.Equal(Now(world) * 1000 + 24 * 3600 * 1000, waiting.WaitsUntilMs);
        Assert.Equal((false, waiting.WaitsUntilMs), (Standing(world, ada).IsOn, Standing(world, ada).WaitsUntilMs));
        world.Home.Time.PassSeconds(Totp.StepSeconds);
        Assert.Equal(IdentityCode.NotNow, world.Home.Registry.SecondFactors.StepUp(ada.Person.Id, ada.Tokens.Session, app.Code(), Home.Caller)!.Code);
        Assert.Equal(IdentityCode.SecondFactorMissing, world.Home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.True((await world.SignIn(provider)).IsOk, "the owner comes in without the app");
        world.Home.Restart();
        // A clock that is set back makes it wait longer.
        world.Home.Time.Pass(TimeSpan.FromDays(-1));
        world.Home.Registry.Tend();
        Assert.False(Standing(world, ada).IsOn);
        world.Home.Time.Pass(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(Totp.StepSeconds));
        world.Home.Registry.Tend();
        Assert.Equal((true, 0L, 10), (Standing(world, ada).IsOn, Standing(world, ada).WaitsUntilMs, Standing(world, ada).RecoveryCodesLeft));
        Assert.Equal(IdentityCode.SecondFactorNeeded, (await world.SignIn(provider)).Refusal!.Code);
        Act[] acts = [.. world.Home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 50).Select(static e => e.Act).Where(static a => a is Act.SignedInAfresh or Act.SecondFactorWaits or Act.SecondFactorOn)];
        Assert.Equal([Act.SecondFactorOn, Act.SecondFactorWaits, Act.SignedInAfresh], acts);
    }

    [Fact]
    public async Task Its_owner_stops_it_by_the_letter_which_ends_every_session()
    {
        await using Elsewhere world = await Elsewhere.Start(box: new PostBox());
        SignedIn ada = await WithAppWaiting(world);
        string ticket = await world.Home.Box!.Ticket(world.Home);
        SecondFactorDesk desk = world.Home.Registry.SecondFactors;
        Assert.Equal("ticket", desk.StopByLetter(new string('0', ticket.Length), Home.Caller)!.Field);
        Assert.Null(desk.StopByLetter(ticket, Home.Caller));
        Assert.Equal("ticket", desk.StopByLetter(ticket, Home.Caller)!.Field);
        Assert.Empty(world.Home.Registry.Sessions.Of(ada.Person.Id));
        world.Home.Time.Pass(TimeSpan.FromDays(2));
        world.Home.Registry.Tend();
        Assert.Equal(new SecondFactorState(false, 0, 0), Standing(world, ada));
        await world.Home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains("No authenticator app was turned on", world.Home.Box.Letters[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_owner_stops_it_in_a_session_which_ends_the_others()
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn thief = await WithAppWaiting(world), ada = (await world.SignIn("github")).Value!;
        Assert.Null(world.Home.Registry.SecondFactors.Stop(ada.Person.Id, ada.Tokens.Session, Home.Caller));
        Assert.Equal(ada.Tokens.Session, Assert.Single(world.Home.Registry.Sessions.Of(ada.Person.Id)).Id);
        Assert.Equal(IdentityCode.NotNow, world.Home.Registry.SecondFactors.Stop(ada.Person.Id, ada.Tokens.Session, Home.Caller)!.Code);
        Assert.Equal(IdentityCode.FreshSignInNeeded, Enrol(world, thief).Refusal!.Code);
    }

    [Fact]
    public async Task A_new_password_by_letter_forgets_an_app_that_waits()
    {
        await using Elsewhere world = await Elsewhere.Start(box: new PostBox());
        SignedIn ada = await WithAppWaiting(world);
        Assert.Null(world.Home.Registry.Emails.Forgot("ada@example.org", Home.Caller));
        Assert.Null(await world.Home.Registry.Emails.Reset(await world.Home.Box!.Ticket(world.Home), Home.Password, Home.Caller));
        world.Home.Time.Pass(TimeSpan.FromDays(2));
        world.Home.Registry.Tend();
        Assert.Equal(new SecondFactorState(false, 0, 0), Standing(world, ada));
    }

    [Fact]
    public async Task Of_two_that_set_one_up_at_once_nobody_confirms_the_others()
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn("github")).Value!, thief = (await world.SignIn("github")).Value!;
        App.Freshen(world.Home, ada);
        App mine = App.Enrol(world.Home, ada);
        SecondFactorDesk desk = world.Home.Registry.SecondFactors;
        // A session that saw the secret, or guesses on, but did not begin.
        Assert.Equal(IdentityCode.NotNow, desk.Confirm(ada.Person.Id, thief.Tokens.Session, mine.Code(), Home.Caller).Refusal!.Code);
        App.Freshen(world.Home, thief, Freshness.Present);
        App theirs = App.Enrol(world.Home, thief);
        Assert.Equal(IdentityCode.NotNow, desk.Confirm(ada.Person.Id, ada.Tokens.Session, mine.Code(), Home.Caller).Refusal!.Code);
        Result<Confirmation>[] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Confirm(ada.Person.Id, thief.Tokens.Session, theirs.Code(), Home.Caller))));
        Assert.Single(all, static r => r.IsOk);
        // What waits is not swapped for another, by whom ever.
        App.Freshen(world.Home, ada);
        Assert.Equal(IdentityCode.NotNow, Enrol(world, ada).Refusal!.Code);
        Assert.NotEqual(0, Standing(world, ada).WaitsUntilMs);
    }

    [Fact]
    public async Task Set_up_many_times_at_once_the_last_secret_is_the_only_one()
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn("github")).Value!;
        App.Freshen(world.Home, ada);
        App[] apps = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => App.Enrol(world.Home, ada))));
        int good = apps.Count(a => world.Home.Registry.SecondFactors.Confirm(ada.Person.Id, ada.Tokens.Session, a.Code(), Home.Caller).IsOk);
        Assert.InRange(good, 0, 1);
        Assert.Equal(good == 1, Standing(world, ada).IsOn);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_providers_answer_is_good_once_for_this_session_and_for_nothing_else(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        ProviderDesk desk = world.Home.Registry.Providers;
        SignedIn ada = (await world.SignIn(provider)).Value!, other = (await world.SignIn(provider)).Value!;
        Arrival back = await world.TravelAfresh(provider, ada);
        Assert.Equal("state", (await desk.SignIn(back, Home.Caller)).Refusal!.Field);
        back = await world.TravelAfresh(provider, ada);
        Assert.Equal("state", (await desk.Link(ada.Person.Id, back, Home.Caller)).Refusal!.Field);
        back = await world.TravelAfresh(provider, ada);
        Assert.Equal("state", (await desk.FinishFresh(ada.Person.Id, other.Tokens.Session, back, Home.Caller)).Refusal!.Field);
        back = await world.TravelAfresh(provider, ada);
        Assert.Equal("state", (await desk.FinishFresh(ada.Person.Id, ada.Tokens.Session, back with { Browser = "" }, Home.Caller)).Refusal!.Field);
        // A sign-in's and a link's answers do not freshen either.
        Assert.Equal("state", (await desk.FinishFresh(ada.Person.Id, ada.Tokens.Session, await world.Travel(provider), Home.Caller)).Refusal!.Field);
        Assert.Equal("state", (await desk.FinishFresh(ada.Person.Id, ada.Tokens.Session, await world.Travel(provider, ada.Person.Id), Home.Caller)).Refusal!.Field);
        Assert.NotNull(Require(world, ada));
        back = await world.TravelAfresh(provider, ada);
        Assert.True((await desk.FinishFresh(ada.Person.Id, ada.Tokens.Session, back, Home.Caller)).IsOk);
        Assert.Equal("state", (await desk.FinishFresh(ada.Person.Id, ada.Tokens.Session, back, Home.Caller)).Refusal!.Field);
        Assert.Null(Require(world, ada));
        Assert.NotNull(Require(world, other));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Somebody_else_at_the_provider_or_an_account_linked_today_speaks_for_nobody(string provider)
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn(provider)).Value!;
        world.Home.Time.PassSeconds(1);
        string second = provider == "google" ? "github" : "google";
        world.At(provider).Visitor = new Visitor("6666", "thief", null);
        Assert.Equal(IdentityCode.WrongCredentials, (await Freshen(world, ada, provider, Now(world))).Refusal!.Code);
        world.At(second).Visitor = new Visitor("6666", "thief", null);
        ProviderDesk desk = world.Home.Registry.Providers;
        Assert.True((await desk.Link(ada.Person.Id, await world.Travel(second, ada.Person.Id), Home.Caller)).IsOk);
        Assert.Equal(IdentityCode.WrongCredentials, (await Freshen(world, ada, second, Now(world))).Refusal!.Code);
        Assert.Equal(IdentityCode.FreshSignInNeeded, Require(world, ada)!.Code);
        world.Home.Time.Pass(TimeSpan.FromHours(24));
        Assert.True((await Freshen(world, ada, second, Now(world))).IsOk);
    }

    [Fact]
    public async Task Freshness_is_over_after_minutes_and_does_not_outlive_a_clock_set_back()
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn("github")).Value!;
        await Freshen(world, ada, "github", null);
        world.Home.Time.Pass(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Null(Require(world, ada));
        world.Home.Time.Pass(TimeSpan.FromMilliseconds(1));
        Assert.NotNull(Require(world, ada));
        await Freshen(world, ada, "github", null);
        world.Home.Time.Pass(TimeSpan.FromDays(-1));
        Assert.NotNull(Require(world, ada));
    }

    [Fact]
    public async Task A_sign_in_of_the_future_is_no_sign_in()
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn("google")).Value!;
        Assert.Equal(IdentityCode.ProviderRefused, (await Freshen(world, ada, "google", Now(world) + 300)).Refusal!.Code);
        Assert.NotNull(Require(world, ada));
    }

    [Fact]
    public async Task Behind_a_cookie_nobody_takes_the_owners_way_in_away_and_leaves_his_own()
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn("github")).Value!;
        world.Home.Time.PassSeconds(1);
        await Freshen(world, ada, "github", null);
        Registry registry = world.Home.Registry;
        var mine = new Wallet(5);
        Assert.True(registry.Wallets.Link(ada.Person.Id, mine.Sign(registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).IsOk);
        long github = registry.Links.Of(ada.Person.Id)[0].Id;
        Assert.Equal(IdentityCode.NotNow, registry.Links.Unlink(ada.Person.Id, ada.Tokens.Session, github, Home.Caller)!.Code);
        App.Freshen(world.Home, ada);
        Assert.Null(registry.Links.Unlink(ada.Person.Id, ada.Tokens.Session, github, Home.Caller));
    }

    [Fact]
    public async Task Who_has_a_password_shows_it_before_a_link_and_a_wrong_one_counts()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Assert.Equal(IdentityCode.FreshSignInNeeded, home.Registry.WalletFactor.RequireForWaysIn(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.Equal(IdentityCode.WrongCredentials, (await home.Registry.People.ConfirmPassword(ada.Person.Id, ada.Tokens.Session, "not the password", Home.Caller))!.Code);
        Assert.NotNull(home.Registry.WalletFactor.RequireForWaysIn(ada.Person.Id, ada.Tokens.Session));
        Assert.Null(await home.Registry.People.ConfirmPassword(ada.Person.Id, ada.Tokens.Session, Home.Password, Home.Caller));
        Assert.Null(home.Registry.WalletFactor.RequireForWaysIn(ada.Person.Id, ada.Tokens.Session));
        App.TurnOn(home, ada);
        home.Time.Pass(TimeSpan.FromMinutes(5));
        // With an app it is the app that is asked.
        Assert.Null(await home.Registry.People.ConfirmPassword(ada.Person.Id, ada.Tokens.Session, Home.Password, Home.Caller));
        Assert.Equal(IdentityCode.SecondFactorNeeded, home.Registry.WalletFactor.RequireForWaysIn(ada.Person.Id, ada.Tokens.Session)!.Code);
    }

    [Fact]
    public async Task Freshness_is_no_second_factor()
    {
        await using Elsewhere world = await Elsewhere.Start();
        SignedIn ada = (await world.SignIn("google")).Value!;
        await Freshen(world, ada, "google", Now(world));
        Assert.Equal(IdentityCode.SecondFactorMissing, world.Home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session)!.Code);
        PayoutAddress address = world.Home.Registry.Payouts.Add(ada.Person.Id, new Wallet(9).Address, "cold", Home.Caller).Value!;
        world.Home.Time.Pass(TimeSpan.FromHours(24));
        await Freshen(world, ada, "google", Now(world));
        var payout = new Payout(1, new RequestKey(1, 1), address.Id, "USDC", 5, new(5));
        Assert.Equal(IdentityCode.SecondFactorMissing, world.Home.Registry.WalletFactor.Reserve(ada.Person.Id, ada.Tokens.Session, payout, null, Home.Caller)!.Code);
    }

    // What a thief can do who has the session in a browser in which GitHub knows the owner.
    private static async Task<SignedIn> WithAppWaiting(Elsewhere world)
    {
        SignedIn ada = (await world.SignIn("github")).Value!;
        await Freshen(world, ada, "github", null);
        Assert.NotEqual(0, Confirm(world, ada, App.Enrol(world.Home, ada)).WaitsUntilMs);
        return ada;
    }

    private static async Task<Result<FreshSignIn>> Freshen(Elsewhere world, SignedIn who, string provider, long? signedInAt)
    {
        world.Servers.Google.SignedInAt = signedInAt;
        return await world.Home.Registry.Providers.FinishFresh(who.Person.Id, who.Tokens.Session, await world.TravelAfresh(provider, who), Home.Caller);
    }

    private static Confirmation Confirm(Elsewhere world, SignedIn who, App app) => world.Home.Registry.SecondFactors.Confirm(who.Person.Id, who.Tokens.Session, app.Code(), Home.Caller).Value!;

    private static Result<Enrolment> Enrol(Elsewhere world, SignedIn who) => world.Home.Registry.SecondFactors.Enrol(who.Person.Id, who.Tokens.Session, "ada", Home.Caller);

    private static Refusal? Require(Elsewhere world, SignedIn who) => world.Home.Registry.WalletFactor.RequireForWaysIn(who.Person.Id, who.Tokens.Session);

    private static SecondFactorState Standing(Elsewhere world, SignedIn who) => world.Home.Registry.SecondFactors.Of(who.Person.Id);

    private static long Now(Elsewhere world) => world.Home.Time.GetUtcNow().ToUnixTimeSeconds();
}
