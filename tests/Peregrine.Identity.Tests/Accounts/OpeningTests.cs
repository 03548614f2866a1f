using Peregrine.Core;
using Peregrine.Identity.Accounts;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Accounts;

public class OpeningTests
{
    [Fact]
    public async Task A_first_sign_in_opens_the_account_with_the_engines_number()
    {
        using var home = new Home();
        home.Port.Apply(Command.Of(new CreateAccount { Request = new(9, 9) }));
        SignedIn ada = await home.Join();
        Assert.Equal(2, ada.Account);
        AccountInfo account = Assert.Single(home.Registry.Accounts.Of(ada.Person.Id));
        Assert.Equal((2, true, AccountState.Active), (account.Account, account.IsRoot, account.State));
        Assert.Equal(ada.Person.Id, home.Registry.Accounts.OwnerOf(2));
        Assert.Equal(PersonId.Venue, home.Registry.Accounts.OwnerOf(1));
        Assert.Equal(PersonId.Venue, home.Registry.Accounts.OwnerOf(int.MaxValue));
        Assert.Equal(PersonId.Venue, home.Registry.Accounts.OwnerOf(-1));
        home.Restart();
        Assert.Equal(ada.Person.Id, home.Registry.Accounts.OwnerOf(2));
    }

    [Theory]
    [InlineData(RejectCode.Busy)]
    [InlineData(RejectCode.ReadOnly)]
    [InlineData(RejectCode.InDoubt)]
    public async Task While_the_engine_does_not_answer_people_come_in_and_their_account_waits(RejectCode code)
    {
        using var home = new Home();
        home.Port.Answers = code;
        SignedIn ada = await home.Join();
        Assert.Equal(0, ada.Account);
        Assert.Equal(AccountState.Pending, Assert.Single(home.Registry.Accounts.Of(ada.Person.Id)).State);
        Assert.Equal(1, await home.Registry.Resume());
        home.Port.Answers = null;
        Assert.Equal(0, await home.Registry.Resume());
        Assert.Equal(1, (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Account);
        Assert.Single(home.Port.Accounts);
    }

    [Fact]
    public async Task An_answer_that_was_lost_opens_no_second_account()
    {
        using var home = new Home();
        home.Port.LosesAnswers = true;
        SignedIn ada = await home.Join();
        Assert.Equal(0, ada.Account);
        Assert.Single(home.Port.Accounts);
        home.Port.LosesAnswers = false;
        home.Restart();
        Assert.Equal(0, await home.Registry.Resume());
        Assert.Equal(1, Assert.Single(home.Registry.Accounts.Of(ada.Person.Id)).Account);
        Assert.Single(home.Port.Accounts);
    }

    [Fact]
    public async Task A_crash_anywhere_between_sign_up_and_open_account_leaves_one_person_with_one_account_and_one_welcome()
    {
        var welcome = new PaperMoney();
        int places = await CrashEverywhere.Run(
            before: home =>
            {
                welcome.Port = home.Port;
                return Task.CompletedTask;
            },
            story: async home =>
            {
                await home.Registry.People.SignUp(Home.Email, Home.Password, Home.Caller);
                await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller);
            },
            after: async home =>
            {
                SignedIn ada = await home.Join();
                AccountInfo account = Assert.Single(home.Registry.Accounts.Of(ada.Person.Id));
                Assert.Equal((ada.Account, AccountState.Active), (account.Account, account.State));
                Assert.Equal([ada.Account], home.Port.Accounts.Keys);
                Assert.Equal(5_000_000_000, home.Port.Balances[ada.Account]);
            },
            welcome);
        // Sign-up counted and written, sign-in counted and admitted, command, row, deposit, row, and the key that signs the first token.
        Assert.Equal(9, places);
    }

    [Fact]
    public async Task A_log_torn_at_any_byte_leaves_a_person_with_an_account_or_nobody()
    {
        using var home = new Home();
        string left = Directory.CreateTempSubdirectory("peregrine-identity-torn-").FullName;
        long start = new FileInfo(home.FilePath + "-wal").Length;
        SignedIn ada = await home.Join();
        long end = new FileInfo(home.FilePath + "-wal").Length;
        Assert.True(end > start);
        int people = 0, nobody = 0;
        for (long cut = start; cut <= end; cut += 1111)
        {
            home.CopyTo(left, cut);
            using var torn = new Home(port: home.Port, time: home.Time, folder: left);
            await torn.Registry.Resume();
            if (torn.Registry.People.Find(ada.Person.Id) is null)
            {
                nobody++;
                Assert.Empty(torn.Registry.Accounts.Of(ada.Person.Id));
                Assert.Empty(torn.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 10));
                continue;
            }
            people++;
            Assert.Equal(1, Assert.Single(torn.Registry.Accounts.Of(ada.Person.Id)).Account);
        }
        Assert.True(people > 0 && nobody > 0, $"{people} {nobody}");
        Assert.Single(home.Port.Accounts);
    }

    [Fact]
    public async Task Many_first_sign_ins_at_once_open_one_account_give_one_welcome_and_make_one_signing_key()
    {
        var welcome = new PaperMoney();
        using var home = new Home(welcome: welcome);
        welcome.Port = home.Port;
        Assert.Null(await home.Registry.People.SignUp(Home.Email, Home.Password, Home.Caller));
        Result<SignedIn>[] all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () => await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller))));
        Assert.All(all, static r => Assert.Equal(1, r.Value!.Account));
        Assert.Equal(5, all.Select(static r => r.Value!.Tokens.Session).Distinct().Count());
        Assert.Equal([1], home.Port.Accounts.Keys);
        Assert.Equal(5_000_000_000, home.Port.Balances[1]);
        Assert.Equal(1, home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM signing_keys")));
    }

    [Fact]
    public async Task A_full_engine_keeps_a_root_waiting_and_opens_it_when_there_is_room()
    {
        using var home = new Home();
        for (ulong i = 1; i <= 128; i++) home.Port.Apply(Command.Of(new CreateAccount { Request = new(5, i) }));
        SignedIn ada = await home.Join();
        Assert.Equal(0, ada.Account);
        Assert.Equal(AccountState.Pending, Assert.Single(home.Registry.Accounts.Of(ada.Person.Id)).State);
    }

    [Fact]
    public async Task A_venue_without_a_welcome_owes_none_when_it_gets_one()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        home.Registry.Dispose();
        var welcome = new PaperMoney { Port = home.Port };
        using var later = Registry.Open(home.Folder, home.Port, Home.Quick, home.Time, welcome);
        Assert.Equal(0, await later.Resume());
        Assert.Equal(0, welcome.Calls);
        Assert.NotEqual(0, ada.Account);
    }

    [Fact]
    public async Task A_welcome_that_could_not_be_given_is_given_later_and_once()
    {
        var welcome = new PaperMoney { IsClosed = true };
        using var home = new Home(welcome: welcome);
        welcome.Port = home.Port;
        SignedIn ada = await home.Join();
        Assert.NotEqual(0, ada.Account);
        Assert.Equal(1, await home.Registry.Resume());
        welcome.IsClosed = false;
        Assert.Equal(0, await home.Registry.Resume());
        int calls = welcome.Calls;
        Assert.Equal(0, await home.Registry.Resume());
        Assert.Equal(calls, welcome.Calls);
        Assert.Equal(5_000_000_000, home.Port.Balances[ada.Account]);
    }
}

/// <summary>Five thousand, once, by the engine's own memory of deposits.</summary>
internal sealed class PaperMoney : IWelcome
{
    public EnginePort? Port { get; set; }

    public bool IsClosed { get; set; }

    public int Calls { get; private set; }

    public async ValueTask<bool> Welcome(int account, RequestKey once)
    {
        Calls++;
        if (IsClosed) return false;
        CommandReceipt receipt = await Port!.Submit([Command.Of(new Deposit { Source = once, Amount = 5_000_000_000, Asset = 1 }, account)]);
        return receipt.Code == RejectCode.None;
    }
}
