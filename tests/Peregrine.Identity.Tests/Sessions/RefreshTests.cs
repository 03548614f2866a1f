using System.Net;
using System.Text;
using Peregrine.Identity.Audit;
using Peregrine.Identity.People;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Sessions;

public class RefreshTests
{
    private static readonly Caller Elsewhere = new(IPAddress.Parse("198.51.100.9"), "elsewhere");

    [Fact]
    public async Task A_refresh_token_gives_the_next_pair_of_the_same_session()
    {
        using var home = new Home();
        TokenPair first = (await home.Join()).Tokens;
        home.Time.PassSeconds(60);
        TokenPair second = home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller).Value!;
        Assert.Equal(first.Session, second.Session);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal(IdentityCode.None, Check(home, second));
        home.Restart();
        Assert.True(home.Registry.Sessions.Refresh(second.RefreshToken, Home.Caller).IsOk);
    }

    [Fact]
    public async Task A_token_that_is_used_twice_ends_the_session_for_whoever_holds_it()
    {
        using var home = new Home();
        List<Id128> ended = [];
        home.Registry.Sessions.OnEnded = ended.Add;
        TokenPair first = (await home.Join()).Tokens;
        TokenPair second = home.Registry.Sessions.Refresh(first.RefreshToken, Elsewhere).Value!;
        home.Time.PassSeconds(11);
        Assert.Equal(IdentityCode.TokenReused, home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller).Refusal!.Code);
        Assert.Equal([first.Session], ended);
        Assert.Equal(IdentityCode.SessionEnded, Check(home, second));
        Assert.Equal(IdentityCode.SessionEnded, home.Registry.Sessions.Refresh(second.RefreshToken, Elsewhere).Refusal!.Code);
        Assert.Empty(home.Registry.Sessions.Of(new(1)));
        Assert.Contains(home.Registry.Audit.Of(new(1), long.MaxValue, 10), static e => e.Act == Act.RefreshReused);
        home.Restart();
        Assert.Equal(IdentityCode.SessionEnded, Check(home, second));
        Assert.Equal(IdentityCode.SessionEnded, Check(home, first));
    }

    [Fact]
    public async Task Whose_answer_was_lost_gets_the_same_again_for_some_seconds()
    {
        using var home = new Home();
        TokenPair first = (await home.Join()).Tokens;
        TokenPair lost = home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller).Value!;
        home.Time.PassSeconds(10);
        TokenPair again = home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller).Value!;
        Assert.Equal(lost.RefreshToken, again.RefreshToken);
        Assert.True(home.Registry.Sessions.Refresh(again.RefreshToken, Home.Caller).IsOk);
        // Two steps back is no lost answer, however soon.
        Assert.Equal(IdentityCode.TokenReused, home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller).Refusal!.Code);
    }

    [Fact]
    public async Task Asking_again_does_not_prolong_the_grace()
    {
        using var home = new Home();
        TokenPair first = (await home.Join()).Tokens;
        home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller);
        home.Time.PassSeconds(9);
        Assert.True(home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller).IsOk);
        home.Time.PassSeconds(9);
        Assert.Equal(IdentityCode.TokenReused, home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller).Refusal!.Code);
    }

    [Fact]
    public async Task Of_many_at_once_all_get_the_same_next_token()
    {
        using var home = new Home();
        TokenPair first = (await home.Join()).Tokens;
        Result<TokenPair>[] all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller))));
        Assert.Single(all.Select(static r => r.Value!.RefreshToken).Distinct());
        Assert.True(home.Registry.Sessions.Refresh(all[0].Value!.RefreshToken, Home.Caller).IsOk);
    }

    [Fact]
    public async Task Every_cut_and_every_changed_character_is_refused_and_ends_nothing()
    {
        using var home = new Home();
        string token = (await home.Join()).Tokens.RefreshToken;
        for (int i = 0; i < token.Length; i++)
        {
            Invalid(token[..i]);
            foreach (char other in "A_b=") if (other != token[i]) Invalid(token.Remove(i, 1).Insert(i, other.ToString()));
            Invalid(token.Insert(i, " "));
        }
        Invalid(token + "=");
        Invalid("");
        Assert.True(home.Registry.Sessions.Refresh(token, Home.Caller).IsOk);

        void Invalid(string spoiled) => Assert.Equal(IdentityCode.TokenInvalid, home.Registry.Sessions.Refresh(spoiled, Home.Caller).Refusal!.Code);
    }

    [Fact]
    public async Task A_token_of_a_generation_that_never_was_ends_nothing()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        string left = Directory.CreateTempSubdirectory("peregrine-identity-old-").FullName;
        home.CopyTo(left);
        TokenPair second = home.Registry.Sessions.Refresh(ada.Tokens.RefreshToken, Home.Caller).Value!;
        // Somebody put yesterday's file back.
        using var older = new Home(port: home.Port, time: home.Time, folder: left);
        Assert.Equal(IdentityCode.TokenInvalid, older.Registry.Sessions.Refresh(second.RefreshToken, Home.Caller).Refusal!.Code);
        Assert.Single(older.Registry.Sessions.Of(ada.Person.Id));
    }

    [Fact]
    public async Task A_session_ends_after_idle_days_and_after_its_life_however_busy()
    {
        using var home = new Home();
        string token = (await home.Join()).Tokens.RefreshToken;
        for (int day = 6; day <= 24; day += 6)
        {
            home.Time.Pass(TimeSpan.FromDays(6));
            token = home.Registry.Sessions.Refresh(token, Home.Caller).Value!.RefreshToken;
        }
        home.Time.Pass(TimeSpan.FromDays(6));
        Assert.Equal(IdentityCode.TokenExpired, home.Registry.Sessions.Refresh(token, Home.Caller).Refusal!.Code);
        string idle = (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Tokens.RefreshToken;
        home.Time.Pass(TimeSpan.FromDays(7));
        Assert.Equal(IdentityCode.TokenExpired, home.Registry.Sessions.Refresh(idle, Home.Caller).Refusal!.Code);
        Assert.Empty(home.Registry.Sessions.Of(new(1)));
    }

    [Fact]
    public async Task A_crash_anywhere_in_refreshing_leaves_a_client_that_can_go_on()
    {
        string given = "";
        int places = await CrashEverywhere.Run(
            before: async home => given = (await home.Join()).Tokens.RefreshToken,
            story: home =>
            {
                home.Registry.Sessions.Refresh(given, Home.Caller);
                return Task.CompletedTask;
            },
            after: home =>
            {
                Assert.True(home.Registry.Sessions.Refresh(given, Home.Caller).IsOk);
                return Task.CompletedTask;
            });
        Assert.Equal(1, places);
    }

    [Fact]
    public async Task Sessions_are_listed_with_device_address_and_last_use()
    {
        using var home = new Home();
        TokenPair first = (await home.Join()).Tokens;
        home.Time.PassSeconds(5);
        TokenPair second = (await home.Registry.People.SignIn(Home.Email, Home.Password, Elsewhere)).Value!.Tokens;
        Assert.Equal([second.Session, first.Session], home.Registry.Sessions.Of(new(1)).Select(static s => s.Id));
        home.Time.PassSeconds(5);
        home.Registry.Sessions.Refresh(first.RefreshToken, new Caller(IPAddress.Parse("::ffff:192.0.2.1"), "phone\u001b[31m\n" + new string('x', 200)));
        SessionInfo info = home.Registry.Sessions.Of(new(1))[0];
        Assert.Equal((first.Session, "192.0.2.1", home.Time.Ms), (info.Id, info.Address, info.LastUsedAtMs));
        Assert.Equal("phone?[31m?" + new string('x', 109), info.Device);
    }

    [Fact]
    public async Task One_session_or_all_others_or_all_can_be_ended_and_nobody_elses()
    {
        using var home = new Home();
        TokenPair[] pairs = [(await home.Join()).Tokens, await In(), await In(), await In()];
        SignedIn eve = await home.Join("eve@example.org");
        Assert.Equal(IdentityCode.UnknownSession, home.Registry.Sessions.End(eve.Person.Id, pairs[0].Session, eve.Person.Id, SessionEnd.Revoked, Home.Caller)!.Code);
        Assert.Null(home.Registry.Sessions.End(new(1), pairs[0].Session, new(1), SessionEnd.SignedOut, Home.Caller));
        Assert.Equal([IdentityCode.SessionEnded, IdentityCode.None, IdentityCode.None, IdentityCode.None], pairs.Select(p => Check(home, p)));
        Assert.Equal(2, home.Registry.Sessions.EndAll(new(1), pairs[2].Session, new(1), SessionEnd.Revoked, Home.Caller));
        Assert.Equal(pairs[2].Session, Assert.Single(home.Registry.Sessions.Of(new(1))).Id);
        Assert.Equal(1, home.Registry.Sessions.EndAll(new(1), except: null, new(1), SessionEnd.Revoked, Home.Caller));
        Assert.All(pairs, p => Assert.Equal(IdentityCode.SessionEnded, Check(home, p)));
        Assert.All(pairs, p => Assert.Equal(IdentityCode.SessionEnded, home.Registry.Sessions.Refresh(p.RefreshToken, Home.Caller).Refusal!.Code));
        Assert.Equal(IdentityCode.None, Check(home, eve.Tokens));

        async Task<TokenPair> In() => (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Tokens;
    }

    [Fact]
    public async Task A_full_list_of_sessions_drops_the_one_used_longest_ago()
    {
        using var home = new Home(Home.Quick with { SessionsMax = 2 });
        TokenPair first = (await home.Join()).Tokens;
        home.Time.PassSeconds(1);
        TokenPair second = (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Tokens;
        home.Time.PassSeconds(1);
        first = home.Registry.Sessions.Refresh(first.RefreshToken, Home.Caller).Value!;
        home.Time.PassSeconds(1);
        TokenPair third = (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Tokens;
        Assert.Equal([IdentityCode.None, IdentityCode.SessionEnded, IdentityCode.None], new[] { first, second, third }.Select(p => Check(home, p)));
    }

    [Fact]
    public async Task What_is_long_over_is_dropped_and_the_trail_stays()
    {
        using var home = new Home();
        await home.Join();
        int before = home.Registry.Audit.After(0, 100).Count;
        home.Time.Pass(TimeSpan.FromDays(121));
        home.Registry.Tend();
        Assert.Equal(0, home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM sessions")));
        Assert.Equal(0, home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM attempts")));
        Assert.Equal(before, home.Registry.Audit.After(0, 100).Count);
    }

    private static IdentityCode Check(Home home, TokenPair pair) => home.Registry.Tokens.Check(Encoding.ASCII.GetBytes(pair.AccessToken), out _);
}
