using System.Net;
using System.Text;
using Peregrine.Identity.Links;
using Peregrine.Identity.People;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Tests.SecondFactors;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Links;

public class WalletTests
{
    private static readonly Caller Stranger = new(IPAddress.Parse("198.51.100.66"), "stranger");

    [Fact]
    public void The_text_is_that_of_the_standard()
    {
        var message = new WalletMessage("venue.example:8443", "https://venue.example:8443/", "Sign in.", "mainnet", "abcdef0123456789", "2026-03-01T12:00:00.000Z", "2026-03-01T12:05:00.000Z");
        Assert.Equal("""
            venue.example:8443 wants you to sign in with your Solana account:
            TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA

            Sign in.

            URI: https://venue.example:8443/
            Version: 1
            Chain ID: mainnet
            Nonce: abcdef0123456789
            Issued At: 2026-03-01T12:00:00.000Z
            Expiration Time: 2026-03-01T12:05:00.000Z
            """, message.TextFor("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"));
    }

    [Fact]
    public async Task A_wallet_opens_an_account_and_finds_it_again_after_a_restart()
    {
        using var home = new Home();
        home.Registry.Site.Url = new Uri("https://venue.example");
        var wallet = new Wallet(1);
        SignedIn first = (await SignIn(home, wallet)).Value!;
        Assert.Equal((null, 1), (first.Person.Email, first.Account));
        home.Restart();
        SignedIn again = (await SignIn(home, wallet)).Value!;
        Assert.Equal(first.Person.Id, again.Person.Id);
        Assert.NotEqual(first.Person.Id, (await SignIn(home, new Wallet(2))).Value!.Person.Id);
        Assert.All(home.Registry.Sessions.Of(first.Person.Id), static s => Assert.Equal(SignInMethod.Wallet, s.Method));
    }

    [Fact]
    public async Task A_text_is_good_once_and_for_five_minutes()
    {
        using var home = new Home();
        var wallet = new Wallet(1);
        WalletMessage message = home.Registry.Wallets.Invite();
        Assert.True((await home.Registry.Wallets.SignIn(wallet.Sign(message), Home.Caller)).IsOk);
        Assert.Equal("nonce", (await home.Registry.Wallets.SignIn(wallet.Sign(message), Home.Caller)).Refusal!.Field);
        WalletMessage late = home.Registry.Wallets.Invite();
        home.Time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal("nonce", (await home.Registry.Wallets.SignIn(wallet.Sign(late), Home.Caller)).Refusal!.Field);
    }

    [Fact]
    public async Task One_text_shown_many_times_at_once_opens_once()
    {
        using var home = new Home();
        SignedText signed = new Wallet(1).Sign(home.Registry.Wallets.Invite());
        Result<SignedIn>[] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await home.Registry.Wallets.SignIn(signed, Home.Caller))));
        Assert.Single(all, static r => r.IsOk);
    }

    // Each is a text that a wallet could be brought to sign: for another site, time, key, or with something added.
    [Theory]
    [InlineData("localhost wants", "evil.example wants")]
    [InlineData("URI: http://localhost/", "URI: https://evil.example/")]
    [InlineData("Version: 1", "Version: 2")]
    [InlineData("Chain ID: mainnet", "Chain ID: devnet")]
    [InlineData("2026-03-01T12:05", "2027-03-01T12:05")]
    [InlineData("\n\nURI", "\r\n\r\nURI")]
    [InlineData("Expiration Time", "Not Before: 2026-03-01T12:00:00.000Z\nExpiration Time")]
    [InlineData("This costs nothing", "I send you everything. This costs nothing")]
    public async Task A_signature_of_any_other_text_opens_nothing(string part, string other)
    {
        using var home = new Home();
        var wallet = new Wallet(1);
        foreach (bool saysSo in (bool[])[false, true])
        {
            WalletMessage message = home.Registry.Wallets.Invite();
            string text = message.TextFor(wallet.Address);
            Assert.Contains(part, text);
            SignedText signed = wallet.SignText(message, text.Replace(part, other, StringComparison.Ordinal), saysSo);
            Refusal refusal = (await home.Registry.Wallets.SignIn(signed, Home.Caller)).Refusal!;
            Assert.Equal((IdentityCode.WrongCredentials, saysSo ? "message" : "signature"), (refusal.Code, refusal.Field));
        }
    }

    [Fact]
    public async Task Another_wallets_signature_a_bent_one_and_no_address_at_all_open_nothing()
    {
        using var home = new Home();
        var mine = new Wallet(1);
        WalletMessage message = home.Registry.Wallets.Invite();
        SignedText theirs = new Wallet(2).SignText(message, message.TextFor(mine.Address));
        Assert.Equal("signature", (await home.Registry.Wallets.SignIn(theirs with { Address = mine.Address }, Home.Caller)).Refusal!.Field);
        Assert.Equal("signature", (await home.Registry.Wallets.SignIn(Bent(mine.Sign(home.Registry.Wallets.Invite())), Home.Caller)).Refusal!.Field);
        SignedText good = mine.Sign(home.Registry.Wallets.Invite());
        Assert.Equal("signature", (await home.Registry.Wallets.SignIn(good with { Signature = good.Signature[..63] }, Home.Caller)).Refusal!.Field);
        Assert.Equal("address", (await home.Registry.Wallets.SignIn(good with { Address = "nobody" }, Home.Caller)).Refusal!.Field);
        // All zeros is a key for which anybody can sign.
        Assert.Equal("address", (await home.Registry.Wallets.SignIn(good with { Address = new string('1', 32) }, Home.Caller)).Refusal!.Field);
        Assert.True((await home.Registry.Wallets.SignIn(good, Home.Caller)).IsOk);

        static SignedText Bent(SignedText signed)
        {
            // S + L: the same signature under a verifier that does not insist on the smallest.
            byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
            byte[] bent = [.. signed.Signature];
            int carry = 0;
            for (int i = 0; i < 32; i++)
            {
                carry += bent[32 + i] + order[i];
                bent[32 + i] = (byte)(carry & 255);
                carry >>= 8;
            }
            return signed with { Signature = bent };
        }
    }

    [Fact]
    public async Task A_linked_wallet_comes_in_as_its_owner_and_asks_for_his_second_factor()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        var wallet = new Wallet(1);
        LinkInfo link = home.Registry.Wallets.Link(ada.Person.Id, wallet.Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).Value!;
        Assert.Equal([link.Id], home.Registry.Links.Of(ada.Person.Id).Select(static l => l.Id));
        Assert.Equal(ada.Person.Id, (await SignIn(home, wallet)).Value!.Person.Id);
        (App app, _) = App.TurnOn(home, ada);
        Refusal half = (await SignIn(home, wallet)).Refusal!;
        Assert.Equal(IdentityCode.SecondFactorNeeded, half.Code);
        SignedIn whole = (await home.Registry.Entrance.SignInByCode(half.Challenge!, app.Code(), Home.Caller)).Value!;
        Assert.Equal(SignInMethod.Wallet, home.Registry.Sessions.Of(ada.Person.Id).Single(s => s.Id == whole.Tokens.Session).Method);
    }

    [Fact]
    public async Task A_text_for_one_purpose_or_person_is_good_for_no_other()
    {
        using var home = new Home();
        SignedIn ada = await home.Join(), bob = await home.Join("bob@example.org");
        var wallet = new Wallet(1);
        SignedText toSignIn = wallet.Sign(home.Registry.Wallets.Invite());
        Assert.Equal("nonce", home.Registry.Wallets.Link(ada.Person.Id, toSignIn, Home.Caller).Refusal!.Field);
        SignedText toLink = wallet.Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id));
        Assert.Equal("nonce", home.Registry.Wallets.Link(bob.Person.Id, toLink, Home.Caller).Refusal!.Field);
        SignedText another = wallet.Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id));
        Assert.Equal("nonce", (await home.Registry.Wallets.SignIn(another, Stranger)).Refusal!.Field);
        Assert.Empty(home.Registry.Links.Of(ada.Person.Id));
    }

    [Fact]
    public async Task A_wallet_is_one_persons_and_the_last_way_in_stays()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        var wallet = new Wallet(1);
        SignedIn own = (await SignIn(home, wallet)).Value!;
        Assert.Contains("another account", home.Registry.Wallets.Link(ada.Person.Id, wallet.Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).Refusal!.Text);
        long id = home.Registry.Links.Of(own.Person.Id)[0].Id;
        Assert.Equal(IdentityCode.NotNow, home.Registry.Links.Unlink(own.Person.Id, own.Tokens.Session, id, Home.Caller)!.Code);
        Assert.Equal(IdentityCode.UnknownLink, home.Registry.Links.Unlink(ada.Person.Id, ada.Tokens.Session, id, Home.Caller)!.Code);
        var second = new Wallet(2);
        Assert.True(home.Registry.Wallets.Link(own.Person.Id, second.Sign(home.Registry.Wallets.InviteToLink(own.Person.Id)), Home.Caller).IsOk);
        SignedIn there = (await SignIn(home, wallet)).Value!;
        Assert.Null(home.Registry.Links.Unlink(own.Person.Id, own.Tokens.Session, id, Home.Caller));
        Assert.Equal(IdentityCode.SessionEnded, home.Registry.Tokens.Check(Encoding.ASCII.GetBytes(there.Tokens.AccessToken), out _));
        Assert.Equal(IdentityCode.None, home.Registry.Tokens.Check(Encoding.ASCII.GetBytes(own.Tokens.AccessToken), out _));
        // The wallet is nobody's now, so it opens an account of its own.
        Assert.NotEqual(own.Person.Id, (await SignIn(home, wallet)).Value!.Person.Id);
    }

    [Fact]
    public async Task Nobody_links_to_an_account_whose_address_he_never_confirmed()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        Refusal refusal = home.Registry.Wallets.Link(ada.Person.Id, new Wallet(1).Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).Refusal!;
        Assert.Equal(IdentityCode.EmailNotConfirmed, refusal.Code);
        Assert.Null(home.Registry.Emails.Confirm(await home.Box!.Ticket(home), Home.Caller));
        Assert.True(home.Registry.Wallets.Link(ada.Person.Id, new Wallet(1).Sign(home.Registry.Wallets.InviteToLink(ada.Person.Id)), Home.Caller).IsOk);
    }

    [Fact]
    public async Task Accounts_by_wallets_are_slowed_like_any_sign_up()
    {
        using var home = new Home();
        byte opened = 0;
        while ((await SignIn(home, new Wallet((byte)(opened + 1)), Stranger)).IsOk) opened++;
        Assert.Equal(11, opened);
        Assert.Equal(IdentityCode.TooManyAttempts, (await SignIn(home, new Wallet(200), Stranger)).Refusal!.Code);
        Assert.True((await SignIn(home, new Wallet(1), Stranger)).IsOk);
    }

    private static ValueTask<Result<SignedIn>> SignIn(Home home, Wallet wallet, Caller? caller = null) =>
        home.Registry.Wallets.SignIn(wallet.Sign(home.Registry.Wallets.Invite()), caller ?? Home.Caller);
}
