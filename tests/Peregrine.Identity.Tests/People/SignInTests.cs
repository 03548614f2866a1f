using System.Net;
using System.Text;
using Peregrine.Identity.Audit;
using Peregrine.Identity.People;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.People;

public class SignInTests
{
    private const string Wrong = "not the password";
    private static readonly Caller Stranger = new(IPAddress.Parse("198.51.100.66"), "stranger");

    [Fact]
    public async Task Who_signed_up_comes_in_under_any_spelling_of_his_address()
    {
        using var home = new Home();
        SignedIn ada = await home.Join("Ada@Example.ORG");
        Assert.Equal((Home.Email, Role.Trader), (ada.Person.Email, ada.Person.Role));
        Result<SignedIn> again = await home.Registry.People.SignIn(" ADA@example.org ", Home.Password, Home.Caller);
        Assert.Equal(ada.Person.Id, again.Value!.Person.Id);
    }

    [Theory]
    [InlineData(1)]
    // Hashed with a third of the work that is asked since.
    [InlineData(3)]
    public async Task A_known_and_an_unknown_address_get_the_same_answers_for_the_same_work(int times)
    {
        using var home = new Home();
        await home.Join();
        home.Restart(Home.Quick with { PasswordIterations = times * Home.Quick.PasswordIterations });
        var known = await Story(Home.Email);
        var unknown = await Story("nobody@example.org");
        Assert.Equal(unknown, known);
        Assert.Equal(IdentityCode.WrongCredentials, known.SignIn.Code);
        Assert.Equal(2 * times * Home.Quick.PasswordIterations, known.Hashing);

        async Task<(Refusal? SignUp, Refusal SignIn, int Commits, long Hashing)> Story(string email)
        {
            int commits = 0;
            long hashed = home.Registry.Hasher.Work;
            home.Registry.Database.AfterCommit = () => commits++;
            Refusal? signUp = await home.Registry.People.SignUp(email, "another fine password", Stranger);
            Refusal signIn = (await home.Registry.People.SignIn(email, Wrong, Stranger)).Refusal!;
            home.Registry.Database.AfterCommit = null;
            return (signUp, signIn, commits, home.Registry.Hasher.Work - hashed);
        }
    }

    [Fact]
    public async Task Signing_up_again_changes_nothing()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Assert.Null(await home.Registry.People.SignUp(Home.Email, "another fine password", Stranger));
        Assert.Equal(IdentityCode.WrongCredentials, (await home.Registry.People.SignIn(Home.Email, "another fine password", Stranger)).Refusal!.Code);
        Assert.Equal(ada.Person.Id, (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Person.Id);
        Assert.Contains(home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 10), static e => e.Act == Act.SignedUpAgain && e.Address == "198.51.100.66");
    }

    [Fact]
    public async Task Guessing_gets_slower_and_slower_and_a_restart_forgets_nothing()
    {
        using var home = new Home();
        Assert.Null(await home.Registry.People.SignUp(Home.Email, Home.Password, Home.Caller));
        List<long> waits = [];
        for (int i = 0; i < 20; i++)
        {
            Refusal refusal = (await home.Registry.People.SignIn(Home.Email, Wrong, Stranger)).Refusal!;
            if (refusal.Code == IdentityCode.WrongCredentials) continue;
            Assert.Equal(IdentityCode.TooManyAttempts, refusal.Code);
            waits.Add(refusal.RetryAfterMs);
            home.Restart();
            Assert.Equal(refusal.RetryAfterMs, (await home.Registry.People.SignIn(Home.Email, Home.Password, Stranger)).Refusal!.RetryAfterMs);
            home.Time.Pass(TimeSpan.FromMilliseconds(refusal.RetryAfterMs));
        }
        Assert.Equal([1000, 2000, 4000, 8000, 16000, 32000, 64000], waits);
        home.Time.Pass(TimeSpan.FromHours(2));
        for (int i = 0; i < 5; i++) Assert.Equal(IdentityCode.WrongCredentials, (await home.Registry.People.SignIn(Home.Email, Wrong, Stranger)).Refusal!.Code);
    }

    [Fact]
    public async Task A_stranger_who_guesses_does_not_keep_the_owner_out_of_his_own_place()
    {
        using var home = new Home();
        await home.Join();
        while ((await home.Registry.People.SignIn(Home.Email, Wrong, Stranger)).Refusal!.Code != IdentityCode.TooManyAttempts)
        {
        }
        Assert.True((await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).IsOk);
        // From a place we do not know the owner waits with everybody else.
        Caller hotel = new(IPAddress.Parse("192.0.2.99"), "hotel");
        Assert.Equal(IdentityCode.TooManyAttempts, (await home.Registry.People.SignIn(Home.Email, Home.Password, hotel)).Refusal!.Code);
    }

    [Fact]
    public async Task Spraying_one_password_over_many_people_is_slowed_by_address_and_by_network()
    {
        using var home = new Home();
        int tried = 0;
        for (; tried < 100; tried++)
        {
            Caller next = new(IPAddress.Parse($"2001:db8::{tried + 1:x}"), "bot");
            if ((await home.Registry.People.SignIn($"p{tried}@example.org", Wrong, next)).Refusal!.Code == IdentityCode.TooManyAttempts) break;
        }
        Assert.Equal(31, tried);
        Caller other = new(IPAddress.Parse("2001:db8:0:1::1"), "bot");
        Assert.Equal(IdentityCode.WrongCredentials, (await home.Registry.People.SignIn("p1@example.org", Wrong, other)).Refusal!.Code);
    }

    [Fact]
    public async Task An_account_of_ones_own_does_not_wash_an_address_clean()
    {
        using var home = new Home();
        await home.Join("eve@example.org", Home.Password, Stranger);
        int guesses = 0;
        for (int i = 0; i < 200; i++)
        {
            await home.Registry.People.SignIn("eve@example.org", Home.Password, Stranger);
            if ((await home.Registry.People.SignIn($"victim{i}@example.org", Wrong, Stranger)).Refusal!.Code == IdentityCode.WrongCredentials) guesses++;
        }
        Assert.Equal(31, guesses);
    }

    [Fact]
    public async Task A_hundred_guesses_at_once_are_a_hundred()
    {
        using var home = new Home(Home.Quick with { HashesWaiting = 1000 });
        Assert.Null(await home.Registry.People.SignUp(Home.Email, Home.Password, Home.Caller));
        Refusal[] all = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => (await home.Registry.People.SignIn(Home.Email, Wrong, Stranger)).Refusal!)));
        Assert.Equal(6, all.Count(static r => r.Code == IdentityCode.WrongCredentials));
        Assert.Equal(94, all.Count(static r => r.Code == IdentityCode.TooManyAttempts));
    }

    [Fact]
    public async Task Sign_ups_from_one_address_are_slowed()
    {
        using var home = new Home();
        for (int i = 0; i < 11; i++) Assert.Null(await home.Registry.People.SignUp($"p{i}@example.org", Home.Password, Stranger));
        Refusal? refusal = await home.Registry.People.SignUp("p11@example.org", Home.Password, Stranger);
        Assert.Equal((IdentityCode.TooManyAttempts, 60_000), (refusal!.Code, refusal.RetryAfterMs));
        Assert.Null(await home.Registry.People.SignUp("p11@example.org", Home.Password, Home.Caller));
    }

    [Fact]
    public async Task A_hash_made_with_less_work_is_made_again_at_the_next_sign_in_and_no_other()
    {
        using var home = new Home();
        await home.Join();
        string weak = Hash(home);
        home.Restart(Home.Quick with { PasswordIterations = 20 });
        Assert.False((await home.Registry.People.SignIn(Home.Email, Wrong, Home.Caller)).IsOk);
        Assert.Equal(weak, Hash(home));
        Assert.True((await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).IsOk);
        string strong = Hash(home);
        Assert.StartsWith("pbkdf2-sha512$10$", weak);
        Assert.StartsWith("pbkdf2-sha512$20$", strong);
        Assert.True((await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).IsOk);
        Assert.Equal(strong, Hash(home));
        home.Restart();
        Assert.True((await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).IsOk);
        Assert.Equal(strong, Hash(home));

        static string Hash(Home home) => home.Registry.Database.Read(static s => s.First("SELECT password_hash FROM people", static r => r.Text(0)))!;
    }

    [Fact]
    public async Task More_than_may_wait_are_told_to_come_back()
    {
        using var gate = new HashGate(runningMax: 1, waitingMax: 1);
        using var hold = new ManualResetEventSlim();
        HashGate.Place first = gate.TryEnter()!, second = gate.TryEnter()!;
        Assert.Null(gate.TryEnter());
        int running = 0, runningMost = 0;
        Task<int> one = first.Run(Slow).AsTask(), other = second.Run(Slow).AsTask();
        Assert.Null(gate.TryEnter());
        hold.Set();
        await Task.WhenAll(one, other);
        Assert.Equal(1, runningMost);
        first.Dispose();
        using HashGate.Place? third = gate.TryEnter();
        Assert.NotNull(third);
        second.Dispose();

        int Slow()
        {
            runningMost = Math.Max(runningMost, Interlocked.Increment(ref running));
            hold.Wait();
            return Interlocked.Decrement(ref running);
        }
    }

    [Fact]
    public async Task Who_is_told_to_come_back_is_not_counted()
    {
        using var home = new Home(Home.Quick with { HashesAtOnce = 1, HashesWaiting = 0 });
        await home.Join();
        Refusal[] all = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () => (await home.Registry.People.SignIn($"p{i}@example.org", Wrong, Stranger)).Refusal!)));
        int hashed = all.Count(static r => r.Code == IdentityCode.WrongCredentials);
        Assert.Equal(50, hashed + all.Count(static r => r is { Code: IdentityCode.Busy, RetryAfterMs: > 0 } or { Code: IdentityCode.TooManyAttempts }));
        Assert.Equal(hashed, home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM attempts WHERE scope = 1")));
    }

    [Fact]
    public async Task A_changed_password_ends_every_other_session()
    {
        using var home = new Home();
        SignedIn here = await home.Join();
        SignedIn there = (await home.Registry.People.SignIn(Home.Email, Home.Password, Stranger)).Value!;
        Refusal? wrong = await home.Registry.People.ChangePassword(here.Person.Id, here.Tokens.Session, Wrong, "a new fine password", Home.Caller);
        Assert.Equal((IdentityCode.WrongCredentials, "password"), (wrong!.Code, wrong.Field));
        Assert.Equal("newPassword", (await home.Registry.People.ChangePassword(here.Person.Id, here.Tokens.Session, Home.Password, "short", Home.Caller))!.Field);
        Assert.Null(await home.Registry.People.ChangePassword(here.Person.Id, here.Tokens.Session, Home.Password, "a new fine password", Home.Caller));
        Assert.Equal(IdentityCode.None, Check(home, here));
        Assert.Equal(IdentityCode.SessionEnded, Check(home, there));
        Assert.False((await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).IsOk);
        Assert.True((await home.Registry.People.SignIn(Home.Email, "a new fine password", Home.Caller)).IsOk);
    }

    [Fact]
    public async Task Two_changes_of_one_password_at_once_are_one()
    {
        using var home = new Home(Home.Quick with { HashesAtOnce = 8 });
        SignedIn ada = await home.Join();
        Refusal?[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
            await home.Registry.People.ChangePassword(ada.Person.Id, ada.Tokens.Session, Home.Password, $"a new fine password {i}", Home.Caller))));
        Assert.Single(all, static r => r is null);
    }

    [Fact]
    public async Task Roles_are_given_by_security_officers_and_never_to_oneself()
    {
        using var home = new Home();
        SignedIn ada = await home.Join(), bob = await home.Join("bob@example.org");
        Assert.Equal(IdentityCode.NotAllowed, home.Registry.People.SetRole(ada.Person.Id, bob.Person.Id, Role.Auditor, Home.Caller)!.Code);
        Assert.Null(home.Registry.People.SetRole(PersonId.Venue, ada.Person.Id, Role.SecurityOfficer, caller: null));
        Assert.Equal(IdentityCode.SessionEnded, Check(home, ada));
        Assert.Equal(IdentityCode.NotAllowed, home.Registry.People.SetRole(ada.Person.Id, ada.Person.Id, Role.Operator, Home.Caller)!.Code);
        Assert.Null(home.Registry.People.SetRole(ada.Person.Id, bob.Person.Id, Role.Auditor, Home.Caller));
        Assert.Equal(Role.Auditor, home.Registry.People.Find(bob.Person.Id)!.Role);
        Assert.Equal(IdentityCode.UnknownPerson, home.Registry.People.SetRole(ada.Person.Id, new(99), Role.Auditor, Home.Caller)!.Code);
        Assert.Equal("role", home.Registry.People.SetRole(ada.Person.Id, bob.Person.Id, 0, Home.Caller)!.Field);
        SignedIn again = (await home.Registry.People.SignIn("bob@example.org", Home.Password, Home.Caller)).Value!;
        home.Registry.Tokens.Check(Encoding.ASCII.GetBytes(again.Tokens.AccessToken), out var claims);
        Assert.Equal(Role.Auditor, claims.Role);
    }

    [Fact]
    public async Task What_does_not_do_names_its_field()
    {
        using var home = new Home();
        Assert.Equal("email", (await home.Registry.People.SignUp("nobody", Home.Password, Home.Caller))!.Field);
        Assert.Equal("password", (await home.Registry.People.SignUp(Home.Email, "short", Home.Caller))!.Field);
        Assert.Equal("email", (await home.Registry.People.SignIn("nobody", Home.Password, Home.Caller)).Refusal!.Field);
        Assert.Equal("password", (await home.Registry.People.SignIn(Home.Email, new string('x', 201), Home.Caller)).Refusal!.Field);
    }

    [Fact]
    public async Task The_trail_tells_who_did_what_from_where_and_no_secret()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        await home.NewKey(ada);
        await home.Registry.People.SignIn(Home.Email, Wrong, Stranger);
        await home.Registry.People.SignIn("stranger@example.org", Wrong, Stranger);
        IReadOnlyList<AuditEntry> trail = home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 100);
        Assert.Equal([Act.SignInFailed, Act.KeyMade, Act.KeyAsked, Act.AccountOpened, Act.SignedIn, Act.AccountAsked, Act.SignedUp], trail.Select(static e => e.Act));
        Assert.Equal(("198.51.100.66", "stranger", PersonId.Venue), (trail[0].Address, trail[0].Device, trail[0].Actor));
        Assert.Equal(trail.Select(static e => e.Id).Order(), home.Registry.Audit.After(trail[^1].Id - 1, 100).Where(static e => e.Person.Value == 1).Select(static e => e.Id));
        string everything = string.Join('\n', home.Registry.Audit.After(0, 1000));
        Assert.DoesNotContain("stranger@example.org", everything);
        Assert.DoesNotContain(Home.Password, everything);
    }

    private static IdentityCode Check(Home home, SignedIn person) => home.Registry.Tokens.Check(Encoding.ASCII.GetBytes(person.Tokens.AccessToken), out _);
}
