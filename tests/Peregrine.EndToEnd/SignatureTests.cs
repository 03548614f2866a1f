using System.Globalization;

namespace Peregrine.EndToEnd;

[Collection(OneVenue.Name)]
public sealed class SignatureTests(SharedVenue shared)
{
    [Fact]
    public async Task A_key_signs_what_its_scopes_allow()
    {
        using ApiClient anna = await shared.Somebody();
        using ApiClient bot = await Bot(anna, "[\"read\",\"reduceOnly\"]");
        (await bot.Get("/account")).Is(200);
        (await bot.Post("/orders", OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001"))).IsRefused(403, "NOT_PERMITTED");
        (await bot.Post("/orders", """{"type":"close","market":"BTC-PERP"}""")).IsRefused(422, "REDUCE_ONLY_NO_POSITION");
        (await bot.Send(HttpMethod.Delete, "/orders?market=BTC-PERP", null)).Is(200);
        (await bot.Get("/keys")).IsRefused(403, "NOT_PERMITTED");
        (await bot.Post("/transfers", """{"toAccount":"1","asset":"USDC","amount":"1"}""")).IsRefused(403, "NOT_PERMITTED");
    }

    [Fact]
    public async Task What_was_not_signed_so_is_refused()
    {
        using ApiClient anna = await shared.Somebody();
        using ApiClient bot = await Bot(anna, "[\"read\",\"trade\"]");
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string time = now.ToString(CultureInfo.InvariantCulture);
        string good = ApiClient.Sign(bot.Signer!.Value.Secret, time, "GET", "/api/v1/account", "");
        (await bot.Send(HttpMethod.Get, "/account", null, now, good)).Is(200);
        (await bot.Send(HttpMethod.Get, "/balances", null, now, good)).IsRefused(401, "BAD_SIGNATURE");
        (await bot.Send(HttpMethod.Get, "/account", null, now + 1, good)).IsRefused(401, "BAD_SIGNATURE");
        (await bot.Send(HttpMethod.Get, "/account", null, now - 60_000)).IsRefused(401, "TIMESTAMP_OUT_OF_WINDOW");
        bot.Signer = (new string('0', 32), bot.Signer.Value.Secret);
        (await bot.Get("/account")).IsRefused(401, "BAD_SIGNATURE");
    }

    [Fact]
    public async Task A_signed_order_that_is_sent_again_is_the_same_order()
    {
        using ApiClient anna = await shared.Somebody();
        using ApiClient bot = await Bot(anna, "[\"read\",\"trade\"]");
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string order = OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001");
        Reply first = (await bot.Send(HttpMethod.Post, "/orders", order, now)).Is(200), again = (await bot.Send(HttpMethod.Post, "/orders", order, now)).Is(200);
        Assert.Equal((first.Text("orderId"), true), (again.Text("orderId"), again["duplicate"].GetBoolean()));
        Assert.StartsWith("sig:", first.Text("clientOrderId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing()
    {
        using ApiClient anna = await shared.Somebody();
        using ApiClient bot = await Bot(anna, "[\"read\"]");
        (await bot.Get("/account")).Is(200);
        (await anna.Send(HttpMethod.Delete, $"/keys/{bot.Signer!.Value.Key}", null)).Is(204);
        (await bot.Get("/account")).IsRefused(401, "BAD_SIGNATURE");
    }

    [Fact]
    public async Task A_session_acts_on_its_own_accounts_and_on_no_other()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        string sub = (await anna.Post("/accounts", """{"label":"second"}""")).Is(200).Text("accountId");
        (await anna.Post("/transfers", $$"""{"toAccount":"{{sub}}","asset":"USDC","amount":"1250.5","requestId":"t1"}""")).Is(200);
        Reply again = (await anna.Post("/transfers", $$"""{"toAccount":"{{sub}}","asset":"USDC","amount":"1250.5","requestId":"t1"}""")).Is(200);
        Assert.True(again["duplicate"].GetBoolean());
        anna.Account = sub;
        Reply balances = (await anna.Get($"/balances?minSeq={again["seq"].GetInt64()}")).Is(200);
        Assert.Equal("1250.5", balances["balances"][0].GetProperty("balance").GetString());
        ben.Account = sub;
        (await ben.Get("/balances")).IsRefused(404, "UNKNOWN_ACCOUNT");
    }

    [Fact]
    public async Task Signing_up_and_in_tells_nobody_who_is_known()
    {
        using ApiClient stranger = shared.Venue.Client();
        Reply first = await stranger.Post("/auth/sign-up", ApiClient.Credentials("known")), second = await stranger.Post("/auth/sign-up", ApiClient.Credentials("known"));
        Assert.Equal((first.Status, first.Body.ToString()), (second.Status, second.Body.ToString()));
        string wrong = """{"email":"known@example.com","password":"not the password"}""";
        Reply known = await stranger.Post("/auth/sign-in", wrong), unknown = await stranger.Post("/auth/sign-in", wrong.Replace("known@", "unknown@", StringComparison.Ordinal));
        Assert.Equal((401, "WRONG_CREDENTIALS"), (known.Status, known.Code));
        Assert.Equal((known.Status, known.Code), (unknown.Status, unknown.Code));
    }

    private static async Task<ApiClient> Bot(ApiClient owner, string scopes)
    {
        Reply key = (await owner.Post("/keys", $$"""{"label":"bot","scopes":{{scopes}}}""")).Is(200);
        return new ApiClient(owner.Url) { Signer = (key.Text("keyId"), key.Text("secret")) };
    }
}
