using Peregrine.Core;
using Peregrine.Identity.Keys;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Keys;

public class ApiKeyDeskTests
{
    [Theory]
    [InlineData(Scopes.Read, AllowedActions.Read)]
    [InlineData(Scopes.Trade, AllowedActions.Read | AllowedActions.Trade | AllowedActions.ReduceOnly | AllowedActions.Cancel)]
    [InlineData(Scopes.ReduceOnly, AllowedActions.Read | AllowedActions.ReduceOnly | AllowedActions.Cancel)]
    [InlineData(Scopes.Read | Scopes.Transfer, AllowedActions.Read | AllowedActions.Transfer)]
    [InlineData(Scopes.Withdraw, AllowedActions.Read | AllowedActions.Withdraw)]
    public async Task The_engine_enforces_what_the_scopes_say(Scopes scopes, AllowedActions expected)
    {
        using var home = new Home();
        (NewApiKey key, _) = await home.NewKey(await home.Join(), Home.Terms(scopes) with { Limits = new Limits { Actions = AllowedActions.All, LeverageMax = 3 } });
        Assert.Equal((expected, (ushort)3), (home.Port.Keys[key.Info.Key].Limits.Actions, home.Port.Keys[key.Info.Key].Limits.LeverageMax));
    }

    [Fact]
    public async Task A_read_only_key_cannot_trade_even_when_a_gateway_lets_it()
    {
        using var home = new Home();
        (NewApiKey key, _) = await home.NewKey(await home.Join(), Home.Terms(Scopes.Read));
        var transfer = Command.Of(new Transfer { Request = new(1, 1), Amount = 1, ToAccount = 1, Asset = 1 }, key.Info.Account, key.Info.Key);
        Assert.Equal(RejectCode.NotPermitted, home.Port.Apply(transfer).Code);
    }

    [Fact]
    public async Task The_secret_is_told_once_and_lies_sealed_in_the_file()
    {
        using var home = new Home();
        (_, byte[] secret) = await home.NewKey(await home.Join());
        home.Registry.Dispose();
        foreach (string path in Directory.EnumerateFiles(home.Folder))
            Assert.True(File.ReadAllBytes(path).AsSpan().IndexOf(secret) < 0, path);
        home.Restart();
    }

    [Fact]
    public async Task A_crash_anywhere_in_making_a_key_leaves_none_or_one_that_is_made()
    {
        int places = await CrashEverywhere.Run(
            before: home => home.Join(),
            story: async home => await home.Registry.Keys.CreateHmac(new(1), 1, Home.Terms(), Home.Caller),
            after: home =>
            {
                ApiKeyInfo key = Assert.Single(home.Registry.Keys.Of(new(1), 1));
                Assert.Equal((KeyState.Active, key.Key), (key.State, Assert.Single(home.Port.Keys).Key));
                return Task.CompletedTask;
            });
        Assert.Equal(3, places);
    }

    [Fact]
    public async Task A_crash_anywhere_in_changing_a_key_leaves_file_and_engine_of_one_mind()
    {
        KeyTerms tighter = Home.Terms(Scopes.Read) with { Label = "tighter", Limits = new Limits { LeverageMax = 2 } };
        int places = await CrashEverywhere.Run(
            before: async home => await home.NewKey(await home.Join()),
            story: async home => await home.Registry.Keys.Change(new(1), home.Registry.Keys.Of(new(1), 1)[0].Name, tighter, Home.Caller),
            after: home =>
            {
                ApiKeyInfo key = Assert.Single(home.Registry.Keys.Of(new(1), 1));
                Assert.Equal((KeyState.Active, "tighter", Scopes.Read), (key.State, key.Terms.Label, key.Terms.Scopes));
                Assert.Equal((AllowedActions.Read, (ushort)2), (home.Port.Keys[key.Key].Limits.Actions, home.Port.Keys[key.Key].Limits.LeverageMax));
                return Task.CompletedTask;
            });
        Assert.Equal(3, places);
    }

    [Fact]
    public async Task A_crash_anywhere_in_revoking_a_key_leaves_it_revoked_in_both()
    {
        int places = await CrashEverywhere.Run(
            before: async home => await home.NewKey(await home.Join()),
            story: async home => await home.Registry.Keys.Revoke(new(1), home.Registry.Keys.Of(new(1), 1)[0].Name, Home.Caller),
            after: home =>
            {
                ApiKeyInfo key = Assert.Single(home.Registry.Keys.Of(new(1), 1));
                Assert.Equal((KeyState.Revoked, true), (key.State, home.Port.Keys[key.Key].IsRevoked));
                return Task.CompletedTask;
            });
        Assert.Equal(3, places);
    }

    [Fact]
    public async Task A_key_that_is_revoked_opens_nothing_before_the_engine_has_heard_and_its_sockets_end_after()
    {
        using var home = new Home();
        (NewApiKey key, byte[] secret) = await home.NewKey(await home.Join());
        List<int> ended = [];
        home.Registry.Keys.OnEnded = ended.Add;
        home.Port.Answers = RejectCode.Busy;
        Assert.Equal(IdentityCode.EnginePending, (await home.Registry.Keys.Revoke(new(1), key.Info.Name, Home.Caller))!.Code);
        Assert.Equal(IdentityCode.SignatureInvalid, Request(home, key).Sign(secret).Check(home.Registry));
        Assert.Empty(ended);
        home.Restart();
        home.Registry.Keys.OnEnded = ended.Add;
        Assert.Equal(IdentityCode.SignatureInvalid, Request(home, key).Sign(secret).Check(home.Registry));
        home.Port.Answers = null;
        Assert.Equal(0, await home.Registry.Resume());
        Assert.Equal([key.Info.Key], ended);
        Assert.True(home.Port.Keys[key.Info.Key].IsRevoked);
        Assert.Null(await home.Registry.Keys.Revoke(new(1), key.Info.Name, Home.Caller));
    }

    [Fact]
    public async Task A_key_whose_making_is_in_doubt_can_be_revoked_all_the_same()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        home.Port.LosesAnswers = true;
        Result<NewApiKey> key = await home.Registry.Keys.CreateHmac(ada.Person.Id, ada.Account, Home.Terms(), Home.Caller);
        Assert.Equal((KeyState.Pending, 0), (key.Value!.Info.State, key.Value.Info.Key));
        Assert.Equal(IdentityCode.EnginePending, (await home.Registry.Keys.Revoke(ada.Person.Id, key.Value.Info.Name, Home.Caller))!.Code);
        home.Port.LosesAnswers = false;
        Assert.Equal(0, await home.Registry.Resume());
        Assert.True(Assert.Single(home.Port.Keys).Value.IsRevoked);
        Assert.Equal(KeyState.Revoked, Assert.Single(home.Registry.Keys.Of(ada.Person.Id, ada.Account)).State);
    }

    [Fact]
    public async Task While_terms_change_only_what_old_and_new_allow_is_allowed()
    {
        using var home = new Home();
        (NewApiKey key, byte[] secret) = await home.NewKey(await home.Join(), Home.Terms(Scopes.Read | Scopes.Trade));
        home.Port.Answers = RejectCode.Busy;
        Result<ApiKeyInfo> change = await home.Registry.Keys.Change(new(1), key.Info.Name, Home.Terms(Scopes.Read | Scopes.Transfer), Home.Caller);
        Assert.Equal(IdentityCode.EnginePending, change.Refusal!.Code);
        Assert.Equal(Scopes.Read, ScopesNow());
        home.Restart();
        Assert.Equal(Scopes.Read, ScopesNow());
        Assert.Equal(IdentityCode.NotNow, (await home.Registry.Keys.Change(new(1), key.Info.Name, Home.Terms(), Home.Caller)).Refusal!.Code);
        home.Port.Answers = null;
        Assert.Equal(0, await home.Registry.Resume());
        Assert.Equal(Scopes.Read | Scopes.Transfer, ScopesNow());

        Scopes ScopesNow()
        {
            Assert.Equal(IdentityCode.None, Request(home, key).Sign(secret).Check(home.Registry, out KeyUse use));
            return use.Scopes;
        }
    }

    [Fact]
    public async Task A_trader_who_becomes_a_reducer_may_reduce_all_the_while()
    {
        using var home = new Home();
        (NewApiKey key, byte[] secret) = await home.NewKey(await home.Join(), Home.Terms(Scopes.Trade));
        home.Port.Answers = RejectCode.Busy;
        await home.Registry.Keys.Change(new(1), key.Info.Name, Home.Terms(Scopes.ReduceOnly), Home.Caller);
        Assert.Equal(IdentityCode.None, Request(home, key).Sign(secret).Check(home.Registry, out KeyUse use));
        Assert.Equal(Scopes.ReduceOnly, use.Scopes);
    }

    [Fact]
    public async Task A_change_that_the_engine_refuses_leaves_the_old_terms()
    {
        using var home = new Home();
        (NewApiKey key, byte[] secret) = await home.NewKey(await home.Join());
        Limits unknown = default;
        unknown.Markets[0] = 9;
        Result<ApiKeyInfo> change = await home.Registry.Keys.Change(new(1), key.Info.Name, Home.Terms(Scopes.Read) with { Limits = unknown }, Home.Caller);
        Assert.Equal((IdentityCode.EngineRefused, RejectCode.UnknownMarket), (change.Refusal!.Code, change.Refusal.Engine));
        Assert.Equal(IdentityCode.None, Request(home, key).Sign(secret).Check(home.Registry, out KeyUse use));
        Assert.Equal(Scopes.Read | Scopes.Trade, use.Scopes);
        ApiKeyInfo info = Assert.Single(home.Registry.Keys.Of(new(1), 1));
        Assert.Equal((KeyState.Active, RejectCode.UnknownMarket), (info.State, info.Refused));
        Assert.Null(info.Wanted);
    }

    [Fact]
    public async Task A_key_that_the_engine_refuses_opens_nothing_and_takes_no_place()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Limits unknown = default;
        unknown.Markets[0] = 9;
        Result<NewApiKey> key = await home.Registry.Keys.CreateHmac(ada.Person.Id, ada.Account, Home.Terms() with { Limits = unknown }, Home.Caller);
        Assert.Equal(RejectCode.UnknownMarket, key.Refusal!.Engine);
        Assert.Equal(KeyState.Refused, Assert.Single(home.Registry.Keys.Of(ada.Person.Id, ada.Account)).State);
        for (int i = 0; i < ApiKeyDesk.PerAccountMax; i++) await home.NewKey(ada);
        Assert.Equal(IdentityCode.TooManyKeys, (await home.Registry.Keys.CreateHmac(ada.Person.Id, ada.Account, Home.Terms(), Home.Caller)).Refusal!.Code);
    }

    [Fact]
    public async Task Nobody_makes_changes_or_revokes_a_key_of_somebody_else()
    {
        using var home = new Home();
        (NewApiKey key, _) = await home.NewKey(await home.Join());
        SignedIn eve = await home.Join("eve@example.org");
        Assert.Equal(IdentityCode.UnknownAccount, (await home.Registry.Keys.CreateHmac(eve.Person.Id, key.Info.Account, Home.Terms(), Home.Caller)).Refusal!.Code);
        Assert.Equal(IdentityCode.UnknownKey, (await home.Registry.Keys.Change(eve.Person.Id, key.Info.Name, Home.Terms(), Home.Caller)).Refusal!.Code);
        Assert.Equal(IdentityCode.UnknownKey, (await home.Registry.Keys.Revoke(eve.Person.Id, key.Info.Name, Home.Caller))!.Code);
        Assert.Empty(home.Registry.Keys.Of(eve.Person.Id, key.Info.Account));
        Assert.Equal(KeyState.Active, Assert.Single(home.Registry.Keys.Of(new(1), 1)).State);
    }

    [Fact]
    public async Task Terms_come_back_from_the_file_as_they_went_in()
    {
        using var home = new Home();
        Limits limits = new()
        {
            OrderNotionalMax = new(1),
            PositionNotionalMax = new(2),
            TotalNotionalMax = new(3),
            DayLossMax = new(4),
            DrawdownMax = new(5),
            OrdersPerSecondMax = 6,
            LeverageMax = 7,
            OnBreach = BreachAction.Flatten,
        };
        Assert.True(KeyTerms.TryParseNetwork("10.0.0.0/8", out System.Net.IPNetwork network));
        KeyTerms terms = Home.Terms(Scopes.ReduceOnly) with { Limits = limits, Networks = [network], ExpiresAtMs = home.Time.Ms + 5 };
        limits.Markets[3] = 12;
        string text = TermsText.Write(terms with { Limits = limits });
        Assert.Equal(text, TermsText.Write(TermsText.Read(text)));
        KeyTerms read = TermsText.Read(text);
        Assert.Equal(limits, read.Limits);
        Assert.Equal((terms.Label, terms.Scopes, terms.ExpiresAtMs, network), (read.Label, read.Scopes, read.ExpiresAtMs, Assert.Single(read.Networks)));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("label")]
    [InlineData("scopes")]
    [InlineData("expiresAt")]
    [InlineData("networks")]
    public async Task Terms_that_do_not_do_name_their_field(string field)
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        KeyTerms terms = field switch
        {
            "label" => Home.Terms() with { Label = "" },
            "scopes" => Home.Terms(Scopes.None),
            "expiresAt" => Home.Terms() with { ExpiresAtMs = home.Time.Ms },
            _ => Home.Terms() with { Networks = new System.Net.IPNetwork[33] },
        };
        Assert.Equal(field, (await home.Registry.Keys.CreateHmac(ada.Person.Id, ada.Account, terms, Home.Caller)).Refusal!.Field);
    }

    [Fact]
    public async Task Changes_and_revocations_at_once_end_in_one_state_that_both_sides_share()
    {
        using var home = new Home();
        (NewApiKey key, _) = await home.NewKey(await home.Join());
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            if (i == 9) await home.Registry.Keys.Revoke(new(1), key.Info.Name, Home.Caller);
            else if (i % 4 == 3) await home.Registry.Resume();
            else await home.Registry.Keys.Change(new(1), key.Info.Name, Home.Terms() with { Limits = new Limits { LeverageMax = (ushort)(i + 1) } }, Home.Caller);
        })));
        Assert.Equal(0, await home.Registry.Resume());
        Assert.Equal(KeyState.Revoked, Assert.Single(home.Registry.Keys.Of(new(1), 1)).State);
        Assert.True(home.Port.Keys[key.Info.Key].IsRevoked);
        Assert.Equal(IdentityCode.SignatureInvalid, Request(home, key).Sign([1]).Check(home.Registry));
    }

    private static Signed Request(Home home, NewApiKey key) => new() { Key = key.Info.Name.ToString(), Timestamp = home.Time.Ms.ToString() };
}
