using Peregrine.Identity.Keys;
using Peregrine.Identity.People;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Tests.SecondFactors;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Mail;

/// <summary>Whoever changes what opens an account, or where its money may go, has its owner told.</summary>
public class LetterTests
{
    [Fact]
    public async Task Every_change_of_the_second_factor_is_told()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        await Told(home);
        (App app, IReadOnlyList<string> codes) = App.TurnOn(home, ada);
        Assert.Equal(["The second factor of your account at Peregrine is on"], await Told(home));
        Assert.Null(home.Registry.SecondFactors.StepUp(ada.Person.Id, ada.Tokens.Session, codes[0], Home.Caller));
        Assert.Equal(["A recovery code of your account at Peregrine was used"], await Told(home));
        Assert.Contains("9 are left", home.Box!.Letters[^1].Text, StringComparison.Ordinal);
        Assert.True(home.Registry.SecondFactors.RenewCodes(ada.Person.Id, app.Code(), Home.Caller).IsOk);
        Assert.Equal(["New recovery codes for your account at Peregrine"], await Told(home));
        home.Time.PassSeconds(Totp.StepSeconds);
        Assert.NotNull(home.Registry.SecondFactors.TurnOff(ada.Person.Id, app.Wrong(), Home.Caller));
        Assert.Empty(await Told(home));
        Assert.Null(home.Registry.SecondFactors.TurnOff(ada.Person.Id, app.Code(), Home.Caller));
        Assert.Equal(["The second factor of your account at Peregrine is off"], await Told(home));
    }

    [Fact]
    public async Task A_key_is_told_when_it_may_withdraw_and_once()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        await Told(home);
        (NewApiKey trades, _) = await home.NewKey(ada);
        Assert.Empty(await Told(home));
        Assert.True((await home.Registry.Keys.Change(ada.Person.Id, trades.Info.Name, Home.Terms(Scopes.Read | Scopes.Withdraw), Home.Caller)).IsOk);
        Assert.Equal(["An API key of yours at Peregrine may withdraw"], await Told(home));
        Assert.Contains(trades.Info.Name.ToString(), home.Box!.Letters[^1].Text, StringComparison.Ordinal);
        Assert.True((await home.Registry.Keys.Change(ada.Person.Id, trades.Info.Name, Home.Terms(Scopes.Withdraw), Home.Caller)).IsOk);
        Assert.Empty(await Told(home));
        await home.NewKey(ada, Home.Terms(Scopes.Withdraw));
        Assert.Single(await Told(home));
    }

    private static async Task<string[]> Told(Home home)
    {
        int before = home.Box!.Letters.Count;
        await home.Registry.Mail.Deliver(CancellationToken.None);
        return [.. home.Box.Letters[before..].Select(static l => l.Subject)];
    }
}
