using Peregrine.Core;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.People;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Tests.Links;
using Peregrine.Identity.Tests.Providers;
using Peregrine.Identity.Tests.World;
using Peregrine.Sandbox.Providers;

namespace Peregrine.Identity.Tests.SecondFactors;

/// <summary>Whoever lost his wallet, or GitHub, gets in again; nobody does so in his place before he had a day to say no.</summary>
public class WayBackTests
{
    private const string New = "ada.again@example.org", NewPassword = "a battery that was correct";
    private static readonly PersonId Officer = new(101), Operator = new(102);
    private static readonly Wallet Own = new(1);

    [Fact]
    public async Task Two_people_open_an_account_that_has_no_address_by_one_after_a_day_and_no_money_leaves()
    {
        using var home = new Home(box: new PostBox());
        (SignedIn ada, PayoutAddress address) = await WithWallet(home);
        Allow(home, ada);
        Assert.Equal((New, Now(home) + 24 * 3600 * 1000), (Desk(home).Of(ada.Person.Id)!.Email, Desk(home).Of(ada.Person.Id)!.DueAtMs));
        home.Time.Pass(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        home.Registry.Tend();
        Assert.True((await SignIn(home, Own)).IsOk, "the wallet opens it while it waits");
        home.Restart();
        home.Time.Pass(TimeSpan.FromMilliseconds(1));
        home.Registry.Tend();
        Assert.Empty(home.Registry.Links.Of(ada.Person.Id));
        Assert.Empty(home.Registry.Sessions.Of(ada.Person.Id));
        Assert.NotEqual(ada.Person.Id, (await SignIn(home, Own)).Value!.Person.Id);
        Assert.Null(await home.Registry.Emails.Reset(await home.Box!.Ticket(home), NewPassword, Home.Caller));
        SignedIn back = (await home.Registry.People.SignIn(New, NewPassword, Home.Caller)).Value!;
        Assert.Equal((ada.Person.Id, ada.Account, true), (back.Person.Id, back.Account, back.Person.IsEmailConfirmed));
        Assert.Equal(IdentityCode.PayoutsWait, home.Registry.Payouts.Reserve(ada.Person.Id, Payout(address), Home.Caller)!.Code);
        Act[] acts = [.. home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 50).Where(static e => e.Act is Act.WayBackAllowed or Act.WayBackOpened or Act.Unlinked).Select(static e => e.Act)];
        Assert.Equal([Act.WayBackOpened, Act.Unlinked, Act.WayBackAllowed], acts);
    }

    [Fact]
    public async Task Its_owner_stops_it_in_a_session_and_the_same_word_again_begins_nothing()
    {
        using var home = new Home(box: new PostBox());
        (SignedIn ada, _) = await WithWallet(home);
        FactorReset allowed = Allow(home, ada);
        Assert.Null(Desk(home).Stop(ada.Person.Id, Home.Caller));
        Desk(home).Allow(allowed, null);
        Later(home);
        Assert.Single(home.Registry.Links.Of(ada.Person.Id));
        Assert.True((await SignIn(home, Own)).IsOk);
        Assert.Equal(IdentityCode.WrongCredentials, (await home.Registry.People.SignIn(New, NewPassword, Home.Caller)).Refusal!.Code);
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains("No other way in was opened", home.Box!.Letters[^1].Subject, StringComparison.Ordinal);
        Assert.Contains(home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 5), static e => e.Act == Act.WayBackStopped && e.Detail == "StoppedByOwner");
    }

    [Fact]
    public async Task The_venue_takes_its_word_back()
    {
        using var home = new Home();
        (SignedIn ada, _) = await WithWallet(home);
        FactorReset allowed = Allow(home, ada);
        Assert.True(Desk(home).TakeBack(allowed.Change, Operator, Home.Caller));
        Later(home);
        Assert.Single(home.Registry.Links.Of(ada.Person.Id));
    }

    [Fact]
    public async Task Nobody_with_a_password_or_a_confirmed_address_gets_another_by_two_peoples_word()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        Assert.Equal("person", Desk(home).CannotOpen(ada.Person.Id, New)!.Field);
        Assert.Equal("person", Desk(home).CannotOpen(new PersonId(999), New)!.Field);
        Assert.Equal("email", Desk(home).CannotOpen(ada.Person.Id, "no address")!.Field);
        Allow(home, ada);
        Assert.Empty(Desk(home).Waiting);
        (SignedIn walt, _) = await WithWallet(home);
        Assert.Null(Desk(home).CannotOpen(walt.Person.Id, New));
        Assert.Equal("email", Desk(home).CannotOpen(walt.Person.Id, Home.Email)!.Field);
    }

    [Fact]
    public async Task Who_has_only_GitHub_and_no_address_comes_back_the_same_way()
    {
        await using Elsewhere world = await Elsewhere.Start(box: new PostBox());
        world.At("github").Visitor = new Visitor("1001", "ada", null);
        SignedIn ada = (await world.SignIn("github")).Value!;
        Allow(world.Home, ada);
        Later(world.Home);
        Assert.Null(await world.Home.Registry.Emails.Reset(await world.Home.Box!.Ticket(world.Home), NewPassword, Home.Caller));
        Assert.Equal(ada.Person.Id, (await world.Home.Registry.People.SignIn(New, NewPassword, Home.Caller)).Value!.Person.Id);
    }

    [Fact]
    public async Task An_app_is_asked_as_ever_so_that_losing_both_takes_two_of_these()
    {
        using var home = new Home(box: new PostBox());
        (SignedIn ada, _) = await WithWallet(home);
        (App app, _) = App.TurnOn(home, ada);
        Allow(home, ada);
        Later(home);
        Assert.Null(await home.Registry.Emails.Reset(await home.Box!.Ticket(home), NewPassword, Home.Caller));
        Assert.True(home.Registry.SecondFactors.Of(ada.Person.Id).IsOn);
        string challenge = (await home.Registry.People.SignIn(New, NewPassword, Home.Caller)).Refusal!.Challenge!;
        Assert.True((await home.Registry.Entrance.SignInByCode(challenge, app.Code(), Home.Caller)).IsOk);
    }

    [Fact]
    public async Task An_address_that_somebody_else_took_meanwhile_opens_nothing()
    {
        using var home = new Home(box: new PostBox());
        (SignedIn ada, _) = await WithWallet(home);
        Allow(home, ada);
        await home.Join(New);
        Later(home);
        Assert.Single(home.Registry.Links.Of(ada.Person.Id));
        Assert.Empty(Desk(home).Waiting);
    }

    [Fact]
    public async Task What_was_taken_down_with_a_proposal_is_never_another_address()
    {
        using var home = new Home();
        (SignedIn ada, _) = await WithWallet(home);
        Desk(home).Propose(9, ada.Person.Id, New, Officer);
        Desk(home).Propose(9, ada.Person.Id, "thief@example.org", Officer);
        home.Restart();
        Assert.Equal(New, Desk(home).EmailOf(9));
        Assert.Null(Desk(home).EmailOf(10));
    }

    [Fact]
    public async Task Whose_wallets_are_all_he_has_waits_a_day_behind_his_own_letter_too()
    {
        await using Elsewhere world = await Elsewhere.Start(box: new PostBox());
        Home home = world.Home;
        SignedIn ada = await WithWalletAndAddress(world);
        string ticket = await Asked(home);
        Assert.Contains("/way-back#", home.Box!.Letters[^1].Text, StringComparison.Ordinal);
        // It chooses no password at once.
        Assert.Equal("ticket", (await home.Registry.Emails.Reset(ticket, NewPassword, Home.Caller))!.Field);
        Assert.Equal("ticket", Desk(home).BeginByLetter(new string('0', ticket.Length), Home.Caller).Refusal!.Field);
        Assert.Equal(Now(home) + 24 * 3600 * 1000, Desk(home).BeginByLetter(ticket, Home.Caller).Value!.DueAtMs);
        Assert.Equal("ticket", Desk(home).BeginByLetter(ticket, Home.Caller).Refusal!.Field);
        Assert.Equal(IdentityCode.NotNow, Desk(home).BeginByLetter(await Asked(home), Home.Caller).Refusal!.Code);
        home.Restart();
        Later(home);
        Assert.Null(await home.Registry.Emails.Reset(await home.Box.Ticket(home), NewPassword, Home.Caller));
        Assert.Equal(ada.Person.Id, (await home.Registry.People.SignIn("ada@example.org", NewPassword, Home.Caller)).Value!.Person.Id);
        Assert.Empty(home.Registry.Links.Of(ada.Person.Id));
    }

    [Fact]
    public async Task Whoever_reads_anothers_letters_is_stopped_by_a_session_or_by_the_letter()
    {
        await using Elsewhere world = await Elsewhere.Start(box: new PostBox());
        Home home = world.Home;
        SignedIn ada = await WithWalletAndAddress(world);
        Assert.True(Desk(home).BeginByLetter(await Asked(home), Home.Caller).IsOk);
        Assert.Null(Desk(home).Stop(ada.Person.Id, Home.Caller));
        Assert.True(Desk(home).BeginByLetter(await Asked(home), Home.Caller).IsOk);
        string stop = await home.Box!.Ticket(home);
        Assert.Null(Desk(home).StopByLetter(stop, Home.Caller));
        Assert.Equal("ticket", Desk(home).StopByLetter(stop, Home.Caller)!.Field);
        Assert.False(Desk(home).TakeBack(0, Operator, Home.Caller));
        Later(home);
        Assert.True((await SignIn(home, Own)).IsOk);
        Assert.Single(home.Registry.Links.Of(ada.Person.Id));
    }

    // Came by Google, which told his address; then a wallet was all he wanted.
    private static async Task<SignedIn> WithWalletAndAddress(Elsewhere world)
    {
        SignedIn ada = (await world.SignIn("google")).Value!;
        Registry registry = world.Home.Registry;
        Assert.True(registry.Wallets.Link(ada.Person.Id, Own.Sign(registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).IsOk);
        world.Home.Time.Pass(TimeSpan.FromHours(24));
        Assert.Null(registry.Links.Unlink(ada.Person.Id, ada.Tokens.Session, registry.Links.Of(ada.Person.Id)[0].Id, Home.Caller));
        return ada;
    }

    private static async Task<(SignedIn Ada, PayoutAddress Address)> WithWallet(Home home)
    {
        SignedIn ada = (await SignIn(home, Own)).Value!;
        PayoutAddress address = home.Registry.Payouts.Add(ada.Person.Id, new Wallet(9).Address, "cold", Home.Caller).Value!;
        home.Time.Pass(TimeSpan.FromHours(24));
        return (ada, address);
    }

    private static async Task<string> Asked(Home home)
    {
        // Letters to one address wait for each other.
        home.Time.Pass(TimeSpan.FromHours(1));
        Assert.Null(home.Registry.Emails.Forgot("ada@example.org", Home.Caller));
        return await home.Box!.Ticket(home);
    }

    private static FactorReset Allow(Home home, SignedIn person)
    {
        var allowed = new FactorReset(Seq: 10, Change: 9, person.Person.Id, Officer, Operator, Now(home)) { Email = New };
        Desk(home).Allow(allowed, Home.Caller);
        return allowed;
    }

    private static void Later(Home home)
    {
        home.Time.Pass(TimeSpan.FromHours(24));
        home.Registry.Tend();
    }

    private static ValueTask<Result<SignedIn>> SignIn(Home home, Wallet wallet) => home.Registry.Wallets.SignIn(wallet.Sign(home.Registry.Wallets.Invite()), Home.Caller);

    private static FactorResetDesk Desk(Home home) => home.Registry.FactorResets;

    private static long Now(Home home) => home.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static Payout Payout(PayoutAddress address) => new(1, new RequestKey(1, 1), address.Id, "USDC", 1, new(1));
}
