using Peregrine.Core;
using Peregrine.Identity.Links;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.Links;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.SecondFactors;

/// <summary>A wallet's signature does what a code of an app does, and whoever has neither moves nothing.</summary>
public class WalletFactorTests
{
    private static readonly Wallet Own = new(1);

    [Fact]
    public async Task A_withdrawal_takes_a_signature_that_names_it_and_takes_it_once()
    {
        using var home = new Home();
        (SignedIn ada, PayoutAddress address) = await Joined(home);
        Payout first = Of(address, 5, 1), second = Of(address, 5, 2);
        Assert.Equal(IdentityCode.WalletNeeded, Reserve(home, ada, first, null)!.Code);
        WalletMessage text = home.Registry.WalletFactor.InviteToWithdraw(ada.Person.Id, first, "5", address.Address);
        Assert.Contains($"Withdraw 5 USDC from account 1 at Peregrine to {address.Address}", text.TextFor(Own.Address), StringComparison.Ordinal);
        SignedText signed = Own.Sign(text);
        home.Restart();
        Assert.Null(Reserve(home, ada, first, signed));
        // The same withdrawal again is the same, whether its answer was lost or not.
        Assert.Null(Reserve(home, ada, first, null));
        Assert.Equal("nonce", Reserve(home, ada, second, signed)!.Field);
    }

    [Fact]
    public async Task A_signature_for_one_withdrawal_is_none_for_another_and_is_used_up_by_the_attempt()
    {
        using var home = new Home();
        (SignedIn ada, PayoutAddress address) = await Joined(home);
        foreach (Payout other in (Payout[])[Of(address, 6, 1), Of(address, 5, 2), Of(address, 5, 1) with { Account = 2 }, Of(address, 5, 1) with { Asset = "SOL" }])
        {
            SignedText signed = Own.Sign(home.Registry.WalletFactor.InviteToWithdraw(ada.Person.Id, Of(address, 5, 1), "5", address.Address));
            Assert.Equal(IdentityCode.WrongCredentials, Reserve(home, ada, other, signed)!.Code);
            Assert.Equal(IdentityCode.TokenInvalid, Reserve(home, ada, Of(address, 5, 1), signed)!.Code);
        }
        SignedText late = Own.Sign(home.Registry.WalletFactor.InviteToWithdraw(ada.Person.Id, Of(address, 5, 1), "5", address.Address));
        home.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(IdentityCode.TokenInvalid, Reserve(home, ada, Of(address, 5, 1), late)!.Code);
        SignedText signIn = Own.Sign(home.Registry.Wallets.Invite());
        Assert.Equal(IdentityCode.TokenInvalid, Reserve(home, ada, Of(address, 5, 1), signIn)!.Code);
    }

    [Fact]
    public async Task One_signature_shown_many_times_at_once_moves_one_withdrawal()
    {
        using var home = new Home();
        (SignedIn ada, PayoutAddress address) = await Joined(home);
        SignedText signed = Own.Sign(home.Registry.WalletFactor.InviteToWithdraw(ada.Person.Id, Of(address, 5, 1), "5", address.Address));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Reserve(home, ada, Of(address, 5, 1), signed))));
        Assert.Equal(1, home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM payouts")));
        Refusal?[] others = await Task.WhenAll(Enumerable.Range(2, 8).Select(i => Task.Run(() => Reserve(home, ada, Of(address, 5, (ulong)i), signed))));
        Assert.All(others, Assert.NotNull);
    }

    [Fact]
    public async Task A_wallet_that_was_linked_later_waits_as_an_address_does_and_a_strangers_never_counts()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Assert.Equal(IdentityCode.SecondFactorMissing, home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.True(home.Registry.Wallets.Link(ada.Person.Id, Own.Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).IsOk);
        Assert.Equal(IdentityCode.SecondFactorMissing, home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.Equal(IdentityCode.WalletNeeded, StepUp(home, ada, Own)!.Code);
        home.Time.Pass(TimeSpan.FromHours(24));
        Assert.Equal(IdentityCode.WalletNeeded, home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.Equal(IdentityCode.WalletNeeded, StepUp(home, ada, new Wallet(2))!.Code);
        Assert.Null(StepUp(home, ada, Own));
        Assert.Null(home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session));
        home.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.NotNull(home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session));
    }

    [Fact]
    public async Task Who_has_an_app_and_a_wallet_chooses_which_he_shows()
    {
        using var home = new Home();
        (SignedIn ada, PayoutAddress address) = await Joined(home);
        Assert.Null(StepUp(home, ada, Own));
        (App app, _) = App.TurnOn(home, ada);
        home.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(IdentityCode.SecondFactorNeeded, Reserve(home, ada, Of(address, 5, 1), null)!.Code);
        SignedText signed = Own.Sign(home.Registry.WalletFactor.InviteToWithdraw(ada.Person.Id, Of(address, 5, 1), "5", address.Address));
        Assert.Null(Reserve(home, ada, Of(address, 5, 1), signed));
        Assert.Null(home.Registry.SecondFactors.StepUp(ada.Person.Id, ada.Tokens.Session, app.Code(), Home.Caller));
        Assert.Null(Reserve(home, ada, Of(address, 5, 2), null));
        home.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(IdentityCode.SecondFactorNeeded, home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.Null(StepUp(home, ada, Own));
        Assert.Null(home.Registry.WalletFactor.Require(ada.Person.Id, ada.Tokens.Session));
        Assert.Null(Reserve(home, ada, Of(address, 5, 3), null));
    }

    [Fact]
    public async Task Whose_only_way_in_is_a_wallet_signs_before_who_gets_in_changes()
    {
        using var home = new Home();
        (SignedIn ada, _) = await Joined(home);
        Assert.Equal(IdentityCode.WalletNeeded, home.Registry.WalletFactor.RequireForWaysIn(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.Null(StepUp(home, ada, Own));
        Assert.Null(home.Registry.WalletFactor.RequireForWaysIn(ada.Person.Id, ada.Tokens.Session));
        Assert.True(home.Registry.Wallets.Link(ada.Person.Id, new Wallet(3).Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).IsOk);
        home.Time.Pass(TimeSpan.FromMinutes(5));
        // A second way in speaks for nobody on its first day: whoever has the session may have brought it.
        Assert.Equal(IdentityCode.WalletNeeded, home.Registry.WalletFactor.RequireForWaysIn(ada.Person.Id, ada.Tokens.Session)!.Code);
        Assert.Equal(IdentityCode.WalletNeeded, StepUp(home, ada, new Wallet(3))!.Code);
        Assert.Equal(IdentityCode.NotNow, Unlink(home, ada)!.Code);
        home.Time.Pass(TimeSpan.FromHours(24));
        // Then the first may have been lost, and its owner can take it away.
        Assert.Null(StepUp(home, ada, new Wallet(3)));
        Assert.Null(Unlink(home, ada));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_app_in_the_place_of_a_wallet_that_was_not_asked_moves_nothing_for_a_day(bool isUnlinked)
    {
        using var home = new Home();
        (SignedIn ada, PayoutAddress address) = await Joined(home);
        Assert.True(home.Registry.Wallets.Link(ada.Person.Id, new Wallet(3).Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).IsOk);
        home.Time.Pass(TimeSpan.FromHours(24));
        // Neither way round it: with the wallet still linked, or taken away before.
        if (isUnlinked) Assert.Null(Unlink(home, ada));
        App.TurnOn(home, ada);
        Assert.Equal(IdentityCode.PayoutsWait, Reserve(home, ada, Of(address, 5, 1), null)!.Code);
        home.Time.Pass(TimeSpan.FromHours(24));
        Assert.Equal(IdentityCode.SecondFactorNeeded, Reserve(home, ada, Of(address, 5, 1), null)!.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_app_beside_a_wallet_that_was_asked_makes_nothing_wait(bool isUnlinked)
    {
        using var home = new Home();
        (SignedIn ada, PayoutAddress address) = await Joined(home);
        Assert.True(home.Registry.Wallets.Link(ada.Person.Id, new Wallet(3).Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).IsOk);
        Assert.Null(StepUp(home, ada, Own));
        if (isUnlinked) Assert.Null(Unlink(home, ada));
        App.TurnOn(home, ada);
        Assert.Null(Reserve(home, ada, Of(address, 5, 1), null));
    }

    [Fact]
    public async Task A_step_up_is_of_one_session()
    {
        using var home = new Home();
        (SignedIn ada, _) = await Joined(home);
        SignedIn there = (await home.Registry.Wallets.SignIn(Own.Sign(home.Registry.Wallets.Invite()), Home.Caller)).Value!;
        SignedText signed = Own.Sign(home.Registry.WalletFactor.InviteToStepUp(ada.Person.Id, ada.Tokens.Session));
        Assert.Equal(IdentityCode.WrongCredentials, home.Registry.WalletFactor.StepUp(ada.Person.Id, there.Tokens.Session, signed, Home.Caller)!.Code);
        Assert.Null(StepUp(home, ada, Own));
        Assert.NotNull(home.Registry.WalletFactor.Require(ada.Person.Id, there.Tokens.Session));
    }

    // Somebody with nothing but a wallet, and an address that has waited.
    private static async Task<(SignedIn Ada, PayoutAddress Address)> Joined(Home home)
    {
        SignedIn ada = (await home.Registry.Wallets.SignIn(Own.Sign(home.Registry.Wallets.Invite()), Home.Caller)).Value!;
        PayoutAddress address = home.Registry.Payouts.Add(ada.Person.Id, new Wallet(9).Address, "cold", Home.Caller).Value!;
        home.Time.Pass(TimeSpan.FromHours(24));
        return (ada, address);
    }

    // The wallet that was there first.
    private static Refusal? Unlink(Home home, SignedIn who) => home.Registry.Links.Unlink(who.Person.Id, who.Tokens.Session, home.Registry.Links.Of(who.Person.Id)[0].Id, Home.Caller);

    private static Refusal? StepUp(Home home, SignedIn who, Wallet wallet) =>
        home.Registry.WalletFactor.StepUp(who.Person.Id, who.Tokens.Session, wallet.Sign(home.Registry.WalletFactor.InviteToStepUp(who.Person.Id, who.Tokens.Session)), Home.Caller);

    private static Refusal? Reserve(Home home, SignedIn who, Payout payout, SignedText? signed) => home.Registry.WalletFactor.Reserve(who.Person.Id, who.Tokens.Session, payout, signed, Home.Caller);

    private static Payout Of(PayoutAddress address, long amount, ulong request) => new(1, new RequestKey(1, request), address.Id, "USDC", amount, new(amount));
}
