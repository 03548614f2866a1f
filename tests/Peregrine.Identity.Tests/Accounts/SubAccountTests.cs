using Peregrine.Core;
using Peregrine.Identity.Accounts;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Accounts;

public class SubAccountTests
{
    [Fact]
    public async Task A_sub_account_stands_below_its_owners_root()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Result<AccountInfo> sub = await home.Registry.Accounts.OpenSub(ada.Person.Id, "grid", Home.Caller);
        Assert.Equal((2, false, "grid"), (sub.Value!.Account, sub.Value.IsRoot, sub.Value.Label));
        Assert.Equal(ada.Account, home.Port.Accounts[2]);
        Assert.Equal(ada.Person.Id, home.Registry.Accounts.OwnerOf(2));
    }

    [Fact]
    public async Task Fifty_are_opened_and_the_next_is_refused_before_the_engine_is_asked()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        for (int i = 0; i < AccountDesk.SubsMax; i++) Assert.True((await home.Registry.Accounts.OpenSub(ada.Person.Id, $"s{i}", Home.Caller)).IsOk);
        int delivered = home.Port.Delivered.Count;
        Assert.Equal(IdentityCode.TooManySubAccounts, (await home.Registry.Accounts.OpenSub(ada.Person.Id, "more", Home.Caller)).Refusal!.Code);
        Assert.Equal(delivered, home.Port.Delivered.Count);
        Assert.Equal(51, home.Registry.Accounts.Of(ada.Person.Id).Count);
    }

    [Fact]
    public async Task A_crash_anywhere_leaves_no_sub_account_or_one_that_is_open()
    {
        int places = await CrashEverywhere.Run(
            before: home => home.Join(),
            story: async home => await home.Registry.Accounts.OpenSub(new(1), "grid", Home.Caller),
            after: home =>
            {
                IReadOnlyList<AccountInfo> accounts = home.Registry.Accounts.Of(new(1));
                Assert.Equal(2, accounts.Count);
                Assert.Equal(accounts.Select(static a => a.Account), home.Port.Accounts.Keys.Order());
                Assert.All(accounts, static a => Assert.Equal(AccountState.Active, a.State));
                return Task.CompletedTask;
            });
        Assert.Equal(3, places);
    }

    [Fact]
    public async Task The_engines_no_is_told_and_kept()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        home.Port.Apply(Command.Of(new SetAccountStatus { Target = ada.Account, Status = AccountStatus.Closed }));
        Result<AccountInfo> sub = await home.Registry.Accounts.OpenSub(ada.Person.Id, "grid", Home.Caller);
        Assert.Equal((IdentityCode.EngineRefused, RejectCode.AccountState), (sub.Refusal!.Code, sub.Refusal.Engine));
        Assert.Equal(AccountState.Refused, home.Registry.Accounts.Of(ada.Person.Id)[1].State);
        Assert.Equal(0, await home.Registry.Resume());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("line\nbreak")]
    [InlineData("a label of more than forty characters, which is too long")]
    public async Task A_label_that_does_not_do_is_named(string label)
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Assert.Equal("label", (await home.Registry.Accounts.OpenSub(ada.Person.Id, label, Home.Caller)).Refusal!.Field);
    }
}
