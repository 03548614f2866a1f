using System.Net;
using Peregrine.Identity.Audit;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.SecondFactors;

public class SecondFactorTests
{
    private static readonly Caller Stranger = new(IPAddress.Parse("198.51.100.66"), "stranger");

    [Fact]
    public async Task A_secret_that_no_code_has_confirmed_asks_for_nothing()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        App.Freshen(home, ada);
        App app = App.Enrol(home, ada);
        Assert.Equal("code", home.Registry.SecondFactors.Confirm(ada.Person.Id, ada.Tokens.Session, app.Wrong(), Home.Caller).Refusal!.Field);
        Assert.False(home.Registry.SecondFactors.Of(ada.Person.Id).IsOn);
        Assert.True((await SignIn(home)).IsOk);
    }

    [Fact]
    public async Task A_sign_in_takes_two_steps_and_a_restart_between_them_forgets_nothing()
    {
        using var home = new Home();
        (App app, _) = App.TurnOn(home, await home.Join());
        Refusal first = (await SignIn(home)).Refusal!;
        Assert.Equal(IdentityCode.SecondFactorNeeded, first.Code);
        Assert.Single(home.Registry.Sessions.Of(new(1)));
        home.Restart();
        Assert.Equal("code", (await home.Registry.Entrance.SignInByCode(first.Challenge!, app.Wrong(), Home.Caller)).Refusal!.Field);
        SignedIn ada = (await home.Registry.Entrance.SignInByCode(first.Challenge!, app.Code(), Home.Caller)).Value!;
        Assert.Equal((1, 1), ((int)ada.Person.Id.Value, ada.Account));
        Assert.Equal(2, home.Registry.Sessions.Of(new(1)).Count);
    }

    [Fact]
    public async Task A_code_and_a_challenge_are_each_good_once()
    {
        using var home = new Home();
        (App app, _) = App.TurnOn(home, await home.Join());
        string one = (await SignIn(home)).Refusal!.Challenge!, other = (await SignIn(home)).Refusal!.Challenge!;
        string code = app.Code();
        Assert.True((await home.Registry.Entrance.SignInByCode(one, code, Home.Caller)).IsOk);
        Assert.Equal(IdentityCode.WrongCredentials, (await home.Registry.Entrance.SignInByCode(other, code, Home.Caller)).Refusal!.Code);
        home.Time.PassSeconds(30);
        Assert.Equal(IdentityCode.TokenInvalid, (await home.Registry.Entrance.SignInByCode(one, app.Code(), Home.Caller)).Refusal!.Code);
        Assert.True((await home.Registry.Entrance.SignInByCode(other, app.Code(), Home.Caller)).IsOk);
    }

    [Fact]
    public async Task One_code_shown_many_times_at_once_opens_once()
    {
        using var home = new Home();
        (App app, _) = App.TurnOn(home, await home.Join());
        string[] challenges = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await SignIn(home)).Refusal!.Challenge!))];
        string code = app.Code();
        Result<SignedIn>[] all = await Task.WhenAll(challenges.Select(c => Task.Run(async () => await home.Registry.Entrance.SignInByCode(c, code, Home.Caller))));
        Assert.Single(all, static r => r.IsOk);
    }

    [Fact]
    public async Task One_recovery_code_shown_many_times_at_once_opens_once()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        (_, IReadOnlyList<string> codes) = App.TurnOn(home, ada);
        string[] challenges = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await SignIn(home)).Refusal!.Challenge!))];
        Result<SignedIn>[] all = await Task.WhenAll(challenges.Select(c => Task.Run(async () => await home.Registry.Entrance.SignInByCode(c, codes[0], Home.Caller))));
        Assert.Single(all, static r => r.IsOk);
        Assert.Equal(9, home.Registry.SecondFactors.Of(ada.Person.Id).RecoveryCodesLeft);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_days_of_a_step_ups_minutes()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        (App app, _) = App.TurnOn(home, ada);
        Assert.Null(home.Registry.SecondFactors.StepUp(ada.Person.Id, ada.Tokens.Session, app.Code(), Home.Caller));
        // As much as clocks are corrected by is no matter.
        home.Time.PassSeconds(-1);
        Assert.Null(home.Registry.SecondFactors.Require(ada.Person.Id, ada.Tokens.Session));
        home.Time.Pass(TimeSpan.FromDays(-1));
        Assert.Equal(IdentityCode.SecondFactorNeeded, home.Registry.SecondFactors.Require(ada.Person.Id, ada.Tokens.Session)!.Code);
    }

    [Fact]
    public async Task A_challenge_ends_with_its_time_and_with_the_password_it_was_won_by()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        (App app, _) = App.TurnOn(home, ada);
        string late = (await SignIn(home)).Refusal!.Challenge!;
        home.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(IdentityCode.TokenInvalid, (await home.Registry.Entrance.SignInByCode(late, app.Code(), Home.Caller)).Refusal!.Code);
        string stale = (await SignIn(home)).Refusal!.Challenge!;
        Assert.Null(home.Registry.SecondFactors.StepUp(ada.Person.Id, ada.Tokens.Session, app.Code(), Home.Caller));
        Assert.Null(await home.Registry.People.ChangePassword(ada.Person.Id, ada.Tokens.Session, Home.Password, "a new fine password", Home.Caller));
        home.Time.PassSeconds(30);
        Assert.Equal(IdentityCode.TokenInvalid, (await home.Registry.Entrance.SignInByCode(stale, app.Code(), Home.Caller)).Refusal!.Code);
    }

    [Fact]
    public async Task Guessing_codes_gets_slower_through_restarts_and_leaves_the_owner_his_own_place()
    {
        using var home = new Home();
        (App app, _) = App.TurnOn(home, await home.Join());
        string challenge = (await home.Registry.People.SignIn(Home.Email, Home.Password, Stranger)).Refusal!.Challenge!;
        int guesses = 0;
        for (; guesses < 20; guesses++)
        {
            if ((await home.Registry.Entrance.SignInByCode(challenge, app.Wrong(), Stranger)).Refusal!.Code == IdentityCode.TooManyAttempts) break;
            home.Restart();
        }
        Assert.Equal(6, guesses);
        // A code that is right is not even looked at while the wait lasts.
        Assert.Equal(IdentityCode.TooManyAttempts, (await home.Registry.Entrance.SignInByCode(challenge, app.Code(), Stranger)).Refusal!.Code);
        string own = (await SignIn(home)).Refusal!.Challenge!;
        Assert.True((await home.Registry.Entrance.SignInByCode(own, app.Code(), Home.Caller)).IsOk);
    }

    [Fact]
    public async Task Each_recovery_code_opens_once_and_new_ones_end_the_old()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        (App app, IReadOnlyList<string> codes) = App.TurnOn(home, ada);
        Assert.Equal(10, codes.Distinct().Count());
        Assert.True((await Enter(codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal))).IsOk);
        Assert.False((await Enter(codes[0])).IsOk);
        Assert.Equal(9, home.Registry.SecondFactors.Of(ada.Person.Id).RecoveryCodesLeft);
        IReadOnlyList<string> renewed = home.Registry.SecondFactors.RenewCodes(ada.Person.Id, app.Code(), Home.Caller).Value!;
        Assert.False((await Enter(codes[1])).IsOk);
        home.Restart();
        Assert.True((await Enter(renewed[9])).IsOk);

        async Task<Result<SignedIn>> Enter(string code) => await home.Registry.Entrance.SignInByCode((await SignIn(home)).Refusal!.Challenge!, code, Home.Caller);
    }

    [Fact]
    public async Task Stepping_up_holds_for_one_session_and_some_minutes()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Assert.Null(home.Registry.SecondFactors.Require(ada.Person.Id, ada.Tokens.Session));
        (App app, _) = App.TurnOn(home, ada);
        SignedIn there = (await home.Registry.Entrance.SignInByCode((await SignIn(home)).Refusal!.Challenge!, app.Code(), Home.Caller)).Value!;
        home.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(IdentityCode.SecondFactorNeeded, home.Registry.SecondFactors.Require(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.Equal(
            IdentityCode.SecondFactorNeeded, (await home.Registry.People.ChangePassword(ada.Person.Id, ada.Tokens.Session, Home.Password, "a new fine password", Home.Caller))!.Code);
        Assert.Null(home.Registry.SecondFactors.StepUp(ada.Person.Id, ada.Tokens.Session, app.Code(), Home.Caller));
        home.Restart();
        Assert.Null(home.Registry.SecondFactors.Require(ada.Person.Id, ada.Tokens.Session));
        Assert.NotNull(home.Registry.SecondFactors.Require(ada.Person.Id, there.Tokens.Session));
        home.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.NotNull(home.Registry.SecondFactors.Require(ada.Person.Id, ada.Tokens.Session));
    }

    [Fact]
    public async Task Turning_it_off_takes_a_code_and_leaves_the_password()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        (App app, IReadOnlyList<string> codes) = App.TurnOn(home, ada);
        Assert.Equal(IdentityCode.NotNow, home.Registry.SecondFactors.Enrol(ada.Person.Id, ada.Tokens.Session, Home.Email, Home.Caller).Refusal!.Code);
        Assert.Equal("code", home.Registry.SecondFactors.TurnOff(ada.Person.Id, app.Wrong(), Home.Caller)!.Field);
        Assert.Null(home.Registry.SecondFactors.TurnOff(ada.Person.Id, codes[3], Home.Caller));
        Assert.True((await SignIn(home)).IsOk);
        Assert.Equal(0, home.Registry.SecondFactors.Of(ada.Person.Id).RecoveryCodesLeft);
        Assert.Equal(IdentityCode.NotNow, home.Registry.SecondFactors.StepUp(ada.Person.Id, ada.Tokens.Session, app.Code(), Home.Caller)!.Code);
    }

    [Fact]
    public async Task The_trail_tells_each_step_and_neither_trail_nor_file_holds_a_secret()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        (App app, IReadOnlyList<string> codes) = App.TurnOn(home, ada);
        string challenge = (await SignIn(home)).Refusal!.Challenge!;
        await home.Registry.Entrance.SignInByCode(challenge, app.Wrong(), Home.Caller);
        await home.Registry.Entrance.SignInByCode(challenge, codes[0], Home.Caller);
        Act[] acts = [.. home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 6).Select(static e => e.Act)];
        Assert.Equal([Act.SignedIn, Act.RecoveryCodeUsed, Act.CodeRefused, Act.CodeAsked, Act.SecondFactorOn, Act.SecondFactorAsked], acts);
        byte[] file = await File.ReadAllBytesAsync(home.FilePath + "-wal");
        Assert.True(file.AsSpan().IndexOf("recovery_codes"u8) >= 0);
        foreach (string secret in (string[])[challenge, codes[0], codes[0].Replace("-", "", StringComparison.Ordinal), codes[5]])
            Assert.True(file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)) < 0);
    }

    [Fact]
    public async Task The_password_is_asked_where_there_is_one_and_guesses_at_it_count()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Assert.Equal("password", (await home.Registry.People.ConfirmPassword(ada.Person.Id, ada.Tokens.Session, "", Home.Caller))!.Field);
        Assert.Equal((IdentityCode.WrongCredentials, "password"), await Asked("not the password"));
        Assert.Null(await home.Registry.People.ConfirmPassword(ada.Person.Id, ada.Tokens.Session, Home.Password, Home.Caller));
        int guesses = 0;
        while ((await Asked("not the password")).Code == IdentityCode.WrongCredentials) guesses++;
        Assert.Equal(11, guesses);

        async Task<(IdentityCode Code, string? Field)> Asked(string password) =>
            await home.Registry.People.ConfirmPassword(ada.Person.Id, ada.Tokens.Session, password, Home.Caller) is { } refusal ? (refusal.Code, refusal.Field) : default;
    }

    private static ValueTask<Result<SignedIn>> SignIn(Home home) => home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller);
}
