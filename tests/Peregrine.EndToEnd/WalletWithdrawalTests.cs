namespace Peregrine.EndToEnd;

/// <summary>Money of somebody who has nothing but a wallet leaves by that wallet's word, for each withdrawal anew.</summary>
public sealed class WalletWithdrawalTests
{
    [Fact]
    public async Task A_wallet_signs_for_the_address_and_for_each_withdrawal_by_its_amount()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--withdrawals.address-delay", "0");
        var wallet = new Wallet(21);
        using ApiClient walt = venue.Client();
        Reply invited = (await walt.Post("/auth/wallet/message", $$"""{"address":"{{wallet.Address}}"}""")).Is(200);
        walt.Token = (await walt.Post("/auth/wallet", wallet.Signed(invited))).Is(200).Text("accessToken");
        string cold = $$"""{"address":"{{new Wallet(22).Address}}","label":"cold"}""";
        (await walt.Post("/withdrawal-addresses", cold)).IsRefused(403, "WALLET_SIGNATURE_NEEDED");
        (await walt.Post("/keys", """{"label":"k","scopes":["withdraw"]}""")).IsRefused(403, "WALLET_SIGNATURE_NEEDED");
        // Nor does anybody get another way in around it: an app of a thief's own would be asked instead.
        (await walt.Post("/auth/second-factor", "{}")).IsRefused(403, "WALLET_SIGNATURE_NEEDED");
        (await walt.Post("/auth/links/wallet", wallet.Signed(invited))).IsRefused(403, "WALLET_SIGNATURE_NEEDED");
        Assert.True((await walt.Get("/auth/second-factor")).Is(200)["wallet"].GetBoolean());
        Reply asked = (await walt.Post("/auth/step-up/message", $$"""{"address":"{{wallet.Address}}"}""")).Is(200);
        (await walt.Post("/auth/step-up/wallet", wallet.Signed(asked))).Is(204);
        string address = (await walt.Post("/withdrawal-addresses", cold)).Is(200).Text("addressId");

        // A step-up is not enough: each withdrawal is signed for by its amount and its address.
        (await walt.Post("/withdrawals", Of("5", address, "a"))).IsRefused(403, "WALLET_SIGNATURE_NEEDED");
        Reply text = (await walt.Post("/withdrawals/message", Of("5", address, "a", $",\"wallet\":\"{wallet.Address}\""))).Is(200);
        Assert.Contains($"Withdraw 5 USDC from account", text.Text("message"), StringComparison.Ordinal);
        Assert.Contains(new Wallet(22).Address, text.Text("message"), StringComparison.Ordinal);
        string signed = $",\"signed\":{wallet.Signed(text)}";
        (await walt.Post("/withdrawals", Of("500", address, "a", signed))).IsRefused(401, "WRONG_CREDENTIALS");
        (await walt.Post("/withdrawals", Of("5", address, "a", signed))).IsRefused(401, "UNAUTHENTICATED");
        text = (await walt.Post("/withdrawals/message", Of("5", address, "a", $",\"wallet\":\"{wallet.Address}\""))).Is(200);
        signed = $",\"signed\":{wallet.Signed(text)}";
        string id = (await walt.Post("/withdrawals", Of("5", address, "a", signed))).Is(200).Text("withdrawalId");
        Assert.Equal(id, (await walt.Post("/withdrawals", Of("5", address, "a", signed))).Is(200).Text("withdrawalId"));
        (await walt.Post("/withdrawals", Of("5", address, "b", signed))).IsRefused(401, "UNAUTHENTICATED");
        Assert.Equal("signed.nonce", (await walt.Post("/withdrawals", Of("5", address, "b", ",\"signed\":{}"))).Is(400).Field);
    }

    private static string Of(string amount, string address, string request, string more = "") => $$"""{"asset":"USDC","amount":"{{amount}}","addressId":"{{address}}","requestId":"{{request}}"{{more}}}""";
}
