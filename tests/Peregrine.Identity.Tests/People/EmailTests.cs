using System.Net;
using System.Text;
using Peregrine.Core;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Keys;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.Links;
using Peregrine.Identity.Tests.SecondFactors;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.People;

public class EmailTests
{
    private const string New = "a new fine password";
    private static readonly Caller Stranger = new(IPAddress.Parse("198.51.100.66"), "stranger");

    [Fact]
    public async Task An_address_is_confirmed_by_whoever_reads_its_letter_once()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        Assert.Equal(IdentityCode.EmailNotConfirmed, home.Registry.Emails.RequireConfirmed(ada.Person.Id)!.Code);
        string ticket = await home.Box!.Ticket(home);
        Assert.Equal(Home.Email, Assert.Single(home.Box.Letters).To);
        home.Restart();
        Assert.Null(home.Registry.Emails.Confirm(ticket, Stranger));
        Assert.Null(home.Registry.Emails.RequireConfirmed(ada.Person.Id));
        Assert.True(home.Registry.People.Find(ada.Person.Id)!.IsEmailConfirmed);
        Assert.Equal("ticket", home.Registry.Emails.Confirm(ticket, Stranger)!.Field);
        Assert.Equal(IdentityCode.NotNow, home.Registry.Emails.SendConfirmation(ada.Person.Id, Home.Caller)!.Code);
    }

    [Fact]
    public async Task Without_mail_nobody_is_asked_for_what_he_cannot_have()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Assert.Null(home.Registry.Emails.RequireConfirmed(ada.Person.Id));
        Assert.Equal(0, home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM letters")));
    }

    [Fact]
    public async Task A_lost_password_is_replaced_by_letter_and_all_sessions_end()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        Assert.Null(home.Registry.Emails.Forgot("ADA@example.org", Stranger));
        string ticket = await home.Box!.Ticket(home);
        Assert.Equal("newPassword", (await home.Registry.Emails.Reset(ticket, "short", Stranger))!.Field);
        Assert.Null(await home.Registry.Emails.Reset(ticket, New, Stranger));
        Assert.Equal(IdentityCode.SessionEnded, home.Registry.Tokens.Check(Encoding.ASCII.GetBytes(ada.Tokens.AccessToken), out _));
        Assert.False((await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).IsOk);
        Assert.True((await home.Registry.People.SignIn(Home.Email, New, Home.Caller)).IsOk);
        Assert.True(home.Registry.People.Find(ada.Person.Id)!.IsEmailConfirmed);
        Assert.Equal("ticket", (await home.Registry.Emails.Reset(ticket, "yet another password", Stranger))!.Field);
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains("was changed", home.Box.Letters[^1].Subject);
    }

    [Fact]
    public async Task A_letter_is_good_for_half_an_hour_and_the_next_one_ends_it()
    {
        using var home = new Home(box: new PostBox());
        await home.Join();
        home.Registry.Emails.Forgot(Home.Email, Stranger);
        string first = await home.Box!.Ticket(home);
        home.Registry.Emails.Forgot(Home.Email, Stranger);
        string second = await home.Box.Ticket(home);
        Assert.NotNull(await home.Registry.Emails.Reset(first, New, Stranger));
        home.Time.Pass(TimeSpan.FromMinutes(30));
        Assert.NotNull(await home.Registry.Emails.Reset(second, New, Stranger));
        Assert.True((await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).IsOk);
    }

    [Fact]
    public async Task One_letter_used_many_times_at_once_sets_one_password()
    {
        using var home = new Home(Home.Quick with { HashesAtOnce = 8 }, box: new PostBox());
        await home.Join();
        home.Registry.Emails.Forgot(Home.Email, Stranger);
        string ticket = await home.Box!.Ticket(home);
        Refusal?[] all = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () => await home.Registry.Emails.Reset(ticket, $"{New} {i}", Stranger))));
        Assert.Single(all, static r => r is null);
    }

    [Fact]
    public async Task A_new_password_does_not_go_around_the_second_factor()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        Assert.Null(home.Registry.Emails.Confirm(await home.Box!.Ticket(home), Home.Caller));
        (App app, _) = App.TurnOn(home, ada);
        home.Registry.Emails.Forgot(Home.Email, Stranger);
        Assert.Null(await home.Registry.Emails.Reset(await home.Box!.Ticket(home), New, Stranger));
        Refusal half = (await home.Registry.People.SignIn(Home.Email, New, Stranger)).Refusal!;
        Assert.Equal(IdentityCode.SecondFactorNeeded, half.Code);
        Assert.True((await home.Registry.Entrance.SignInByCode(half.Challenge!, app.Code(), Stranger)).IsOk);
    }

    [Fact]
    public async Task A_second_factor_on_an_address_that_was_never_confirmed_does_not_keep_its_owner_out()
    {
        using var home = new Home(box: new PostBox());
        App.TurnOn(home, await home.Join());
        home.Registry.Emails.Forgot(Home.Email, Stranger);
        Assert.Null(await home.Registry.Emails.Reset(await home.Box!.Ticket(home), New, Stranger));
        Assert.True((await home.Registry.People.SignIn(Home.Email, New, Stranger)).IsOk);
    }

    [Fact]
    public async Task A_reset_by_letter_takes_every_key_away_and_a_change_of_a_known_password_none()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join(), bob = await home.Join("bob@example.org");
        Id128[] keys = [(await home.NewKey(ada)).Key.Info.Name, (await home.NewKey(ada, Home.Terms(Scopes.Read))).Key.Info.Name], others = [(await home.NewKey(bob)).Key.Info.Name];
        Assert.Null(await home.Registry.People.ChangePassword(ada.Person.Id, ada.Tokens.Session, Home.Password, "another fine password", Home.Caller));
        Assert.All(keys, name => Assert.Equal(IdentityCode.None, Find(name)));

        home.Registry.Emails.Forgot(Home.Email, Stranger);
        Assert.Null(await home.Registry.Emails.Reset(await home.Box!.Ticket(home), New, Stranger));
        Assert.All(keys, name => Assert.NotEqual(IdentityCode.None, Find(name)));
        Assert.All(home.Registry.Keys.Of(ada.Person.Id, ada.Account), static k => Assert.Equal(KeyState.Revoked, k.State));
        Assert.All(others, name => Assert.Equal(IdentityCode.None, Find(name)));
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains("all API keys", home.Box.Letters[^1].Text);
        home.Restart();
        Assert.All(keys, name => Assert.NotEqual(IdentityCode.None, Find(name)));

        IdentityCode Find(Id128 name) => home.Registry.Requests.Find(Encoding.ASCII.GetBytes(name.ToString()), Home.Address, out _);
    }

    [Fact]
    public async Task A_key_opens_nothing_after_a_reset_that_the_engine_has_no_time_for_yet()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        Id128 name = (await home.NewKey(ada)).Key.Info.Name;
        home.Registry.Emails.Forgot(Home.Email, Stranger);
        home.Port.Answers = RejectCode.Busy;
        Assert.Null(await home.Registry.Emails.Reset(await home.Box!.Ticket(home), New, Stranger));
        Assert.NotEqual(IdentityCode.None, home.Registry.Requests.Find(Encoding.ASCII.GetBytes(name.ToString()), Home.Address, out _));
        Assert.Equal(KeyState.Revoking, Assert.Single(home.Registry.Keys.Of(ada.Person.Id, ada.Account)).State);
        home.Restart();
        Assert.NotEqual(IdentityCode.None, home.Registry.Requests.Find(Encoding.ASCII.GetBytes(name.ToString()), Home.Address, out _));
        home.Port.Answers = null;
        Assert.Equal(0, await home.Registry.Resume());
        Assert.Equal(KeyState.Revoked, Assert.Single(home.Registry.Keys.Of(ada.Person.Id, ada.Account)).State);
    }

    [Fact]
    public async Task The_owner_hears_of_every_way_in_that_is_added_or_taken_away()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        Assert.Null(home.Registry.Emails.Confirm(await home.Box!.Ticket(home), Home.Caller));
        var wallet = new Wallet(1);
        long link = home.Registry.Wallets.Link(ada.Person.Id, wallet.Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).Value!.Id;
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains("new way into", home.Box.Letters[^1].Subject);
        Assert.Contains("Wallet: ", home.Box.Letters[^1].Text);
        Assert.Null(home.Registry.Links.Unlink(ada.Person.Id, ada.Tokens.Session, link, Home.Caller));
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains("taken away", home.Box.Letters[^1].Subject);
        Assert.Contains("Wallet: ", home.Box.Letters[^1].Text);
    }

    [Fact]
    public async Task Whoever_asks_about_an_address_learns_nothing_and_the_work_is_the_same()
    {
        using var home = new Home(box: new PostBox());
        await home.Join();
        await home.Registry.Mail.Deliver(CancellationToken.None);
        int letters = home.Box!.Letters.Count;
        var known = await Story(Home.Email);
        Assert.Equal(letters + 2, home.Box.Letters.Count);
        var unknown = await Story("nobody@example.org");
        Assert.Equal(unknown, known);
        Assert.DoesNotContain(home.Box.Letters, static l => l.Subject.Contains("new password", StringComparison.Ordinal) && l.To == "nobody@example.org");

        async Task<(Refusal? Forgot, Refusal? SignUp, int Commits, long Letters)> Story(string email)
        {
            int commits = 0;
            home.Registry.Database.AfterCommit = () => commits++;
            Refusal? forgot = home.Registry.Emails.Forgot(email, Stranger);
            Refusal? signUp = await home.Registry.People.SignUp(email, New, Stranger);
            home.Registry.Database.AfterCommit = null;
            long written = home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM letters"));
            await home.Registry.Mail.Deliver(CancellationToken.None);
            return (forgot, signUp, commits, written);
        }
    }

    [Fact]
    public async Task Nobodys_box_is_filled_by_strangers()
    {
        using var home = new Home(box: new PostBox());
        int sent = 0;
        while (home.Registry.Emails.Forgot("victim@example.org", new Caller(new IPAddress([10, 0, 0, (byte)sent]), "bot")) is null) sent++;
        Assert.Equal(6, sent);
        for (int i = 0; i < 5; i++) Assert.Null(await home.Registry.People.SignUp("victim@example.org", New, new Caller(new IPAddress([10, 0, 1, (byte)i]), "bot")));
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Empty(home.Box!.Letters);
    }

    [Fact]
    public async Task Letters_that_nobody_takes_wait_through_a_restart_and_are_given_up_after_a_day()
    {
        using var home = new Home(box: new PostBox { IsClosed = true });
        List<string> troubles = [];
        home.Registry.Mail.OnTrouble = troubles.Add;
        await home.Join();
        Assert.Equal(1, await home.Registry.Mail.Deliver(CancellationToken.None));
        Assert.Equal(1, await home.Registry.Mail.Deliver(CancellationToken.None));
        Assert.Equal(["The box is closed."], troubles);
        home.Restart();
        home.Box!.IsClosed = false;
        home.Time.PassSeconds(10);
        Assert.Equal(0, await home.Registry.Mail.Deliver(CancellationToken.None));
        Assert.Single(home.Box.Letters);
        home.Box.IsClosed = true;
        home.Registry.Emails.SendConfirmation(new(1), Home.Caller);
        home.Time.Pass(TimeSpan.FromHours(25));
        Assert.Equal(0, await home.Registry.Mail.Deliver(CancellationToken.None));
        Assert.Single(home.Box.Letters);
    }

    [Fact]
    public async Task The_trail_tells_it_and_the_file_shows_no_ticket()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        home.Registry.Emails.Forgot(Home.Email, Stranger);
        string ticket = await home.Box!.Ticket(home);
        byte[] file = await File.ReadAllBytesAsync(home.FilePath + "-wal");
        Assert.True(file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(ticket)) < 0);
        await home.Registry.Emails.Reset(ticket, New, Stranger);
        Act[] acts = [.. home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 3).Select(static e => e.Act)];
        Assert.Equal([Act.SessionEnded, Act.PasswordReset, Act.ResetAsked], acts);
    }

    [Fact]
    public async Task A_sandboxs_box_gives_each_address_its_own_letters()
    {
        using var home = new Home(Home.Quick with { HasMailbox = true });
        await home.Join();
        await home.Join("bob@example.org");
        await home.Registry.Mail.Deliver(CancellationToken.None);
        home.Restart();
        Assert.Equal("bob@example.org", Assert.Single(home.Registry.Mailbox!.Of("bob@example.org")).Letter.To);
        home.Time.Pass(TimeSpan.FromDays(8));
        home.Registry.Tend();
        Assert.Empty(home.Registry.Mailbox.Of("bob@example.org"));
    }
}
