using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>A walk over the whole API, by two traders and two operators.</summary>
internal sealed class RouteCalls(ApiDocument document, ApiClient anna, ApiClient ben, ApiClient olga, ApiClient oscar)
{
    public HashSet<string> Called { get; } = new(StringComparer.Ordinal);

    public async Task All()
    {
        await Public();
        await Trading();
        await Positions();
        await Questions();
        await Lending();
        await Emails();
        await Settings();
        await Withdrawals();
        await Accounts();
        await Histories();
        await Operators();
        await Links();
        await SecondFactor();
        await Sessions();
    }

    private async Task Public()
    {
        Assert.Equal("running", (await Do(anna, "GET", "/status")).Text("state"));
        Assert.True((await Do(anna, "GET", "/health"))["ok"].GetBoolean());
        Assert.True((await Do(anna, "GET", "/ready"))["ok"].GetBoolean());
        Assert.True((await Do(anna, "GET", "/time"))["time"].GetInt64() > 0);
        Assert.Equal(6, (await Do(anna, "GET", "/markets"))["markets"].GetArrayLength());
        Assert.Equal("0.1", (await Do(anna, "GET", "/markets/{market}", "BTC-PERP")).Text("tickSize"));
        Assert.Equal("USDC", (await Do(anna, "GET", "/assets"))["assets"][0].GetProperty("asset").GetString());
        Assert.Equal("0.00045", (await Do(anna, "GET", "/fees"))["tiers"][0].GetProperty("taker").GetString());
        Assert.Equal("60000", (await Do(anna, "GET", "/mark/{market}", "BTC-PERP")).Text("mark"));
        Assert.Equal(0, (await Do(anna, "GET", "/book/{market}", "DOT-PERP?depth=5"))["bids"].GetArrayLength());
        Assert.Equal(0, (await Do(anna, "GET", "/trades/{market}", "DOT-PERP?limit=5"))["trades"].GetArrayLength());
        Assert.Equal(6, (await Do(anna, "GET", "/tickers"))["tickers"].GetArrayLength());
        Assert.True((await Do(anna, "GET", "/candles/{market}", "DOT-PERP?interval=1m&source=mark"))["rows"].GetArrayLength() > 0);
        Assert.Equal("fresh", (await Do(anna, "GET", "/tickers/{market}", "LINK-PERP")).Text("priceState"));
    }

    private async Task Questions()
    {
        Reply preview = await Do(ben, "POST", "/orders/preview", body: OrderTests.Limit("ETH-PERP", "buy", "2999", "1"));
        Assert.True(preview["accepted"].GetBoolean());
        Assert.Equal("INSUFFICIENT_MARGIN", preview["room"].GetProperty("buy").GetProperty("limit").GetString());
        Assert.NotEqual("0", (await Do(ben, "GET", "/positions/{market}/room", "ETH-PERP?price=2999"))["sell"].GetProperty("most").GetString());
        Assert.False((await Do(ben, "POST", "/account/stress", body: """{"all":"-0.1","moves":[{"market":"ETH-PERP","by":"0.05"}]}"""))["wouldBeLiquidated"].GetBoolean());
        Assert.Equal("USDC", (await Do(ben, "GET", "/account/withdrawable")).Text("asset"));
        (await ben.Post("/orders", OrderTests.Limit("SOL-PERP", "sell", "150", "1"))).Is(200);
        long seq = (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "150", "1"))).Is(200)["seq"].GetInt64();
        Assert.Equal(1, (await Do(ben, "GET", "/positions/{market}/deleveraging", $"SOL-PERP?qty=1&minSeq={seq}"))["of"].GetInt32());
        Assert.Equal("0", (await Do(anna, "GET", "/funding/{market}", "SOL-PERP")).Text("rate"));
        Assert.Equal(6, (await Do(anna, "GET", "/funding"))["markets"].GetArrayLength());
        Assert.Equal("150", (await Do(anna, "GET", "/index/{market}", "SOL-PERP")).Text("index"));
        Assert.Equal(7, (await Do(anna, "GET", "/insurance/funds"))["funds"].GetArrayLength());
        Assert.Equal(0, (await Do(anna, "GET", "/auctions"))["auctions"].GetArrayLength());
        Assert.Equal(0, (await Do(anna, "GET", "/auctions/mine"))["auctions"].GetArrayLength());
        Called.Add("POST /auctions/{auction}/quotes");
        Reply unknown = (await ben.Post("/auctions/77/quotes", """{"market":"SOL-PERP","price":"149","qty":"1"}""")).IsRefused(422, "UNKNOWN_AUCTION");
        Assert.Empty(document.Complaints("POST", "/auctions/{auction}/quotes", 422, unknown.Body));
        await Do(anna, "PUT", "/positions/{market}/protection", "SOL-PERP", """{"qty":"5","window":1000,"freeze":1000}""");
    }

    private async Task Lending()
    {
        Assert.Equal("0", (await Do(anna, "GET", "/lending")).Text("supplied"));
        long seq = (await Do(anna, "POST", "/lending/deposits", body: """{"amount":"10","requestId":"in"}"""))["seq"].GetInt64();
        Reply mine = await Do(anna, "GET", "/lending/mine", $"?minSeq={seq}");
        Assert.Equal("10", mine.Text("worth"));
        await Do(anna, "POST", "/lending/redemptions", body: $$"""{"shares":"{{mine.Text("shares")}}","requestId":"out"}""");
        seq = (await Do(anna, "PUT", "/lending/borrowing", body: """{"on":true}"""))["seq"].GetInt64();
        Assert.True((await anna.Get($"/lending/mine?minSeq={seq}")).Is(200)["mayBorrow"].GetBoolean());
    }

    private async Task Emails()
    {
        await Do(anna, "POST", "/auth/email/send", status: 204);
        Assert.NotEqual(0, (await Do(anna, "GET", "/sandbox/mailbox", "?address=anna@example.com"))["letters"].GetArrayLength());
        await Do(anna, "POST", "/auth/email/confirm", body: $$"""{"ticket":"{{await Letters.Ticket(anna, "anna", "Confirm")}}"}""", status: 204);
        Assert.Equal("mail", (await Do(anna, "POST", "/auth/password/forgot", body: """{"email":"olga@example.com"}""", status: 202)).Text("next"));
        string ticket = await Letters.Ticket(anna, "olga", "Choose");
        await Do(anna, "POST", "/auth/password/reset", body: $$"""{"ticket":"{{ticket}}","newPassword":"{{ApiClient.Password}}"}""", status: 204);
        await olga.SignIn("olga");
    }

    private async Task Settings()
    {
        Assert.Equal("{}", (await Do(anna, "PUT", "/settings/{name}", "look", """{"value":"{}"}""")).Text("value"));
        Assert.Equal("look", (await Do(anna, "GET", "/settings"))["settings"][0].GetProperty("name").GetString());
    }

    private async Task Withdrawals()
    {
        Authenticator app = await anna.SetUpFactor();
        Reply saved = await Do(anna, "POST", "/withdrawal-addresses", body: $$"""{"address":"{{new Wallet(9).Address}}","label":"cold"}""");
        string body = $$"""{"asset":"USDC","amount":"25.5","addressId":"{{saved.Text("addressId")}}","requestId":"w"}""";
        Assert.Contains("Withdraw 25.5 USDC", (await Do(anna, "POST", "/withdrawals/message", body: body)).Text("statement"), StringComparison.Ordinal);
        Reply asked = await Do(anna, "POST", "/withdrawals", body: body);
        string id = asked.Text("withdrawalId");
        Assert.Equal(id, (await anna.Post("/withdrawals", body)).Is(200).Text("withdrawalId"));
        Assert.Equal(1, (await Do(anna, "GET", "/withdrawal-addresses"))["addresses"].GetArrayLength());
        await Do(anna, "DELETE", "/withdrawal-addresses/{id}", saved.Text("addressId"), status: 204);
        Reply listed = await Do(anna, "GET", "/withdrawals", $"?minSeq={asked["seq"].GetInt64()}");
        Assert.Equal(("25.5", "debited"), (listed["withdrawals"][0].GetProperty("amount").GetString(), listed["withdrawals"][0].GetProperty("state").GetString()));
        await Both(await Do(olga, "POST", "/admin/withdrawals/{id}", id, """{"state":"signed"}"""));
        string early = (await olga.Post($"/admin/withdrawals/{id}", """{"state":"confirmed"}""")).Is(200).Text("changeId");
        (await oscar.Post($"/admin/changes/{early}/approve")).IsRefused(422, "BAD_TRANSITION");
        long seq = await Both((await olga.Post($"/admin/withdrawals/{id}", """{"state":"refunded"}""")).Is(200));
        Assert.Equal(0, (await anna.Get($"/withdrawals?minSeq={seq}")).Is(200)["withdrawals"].GetArrayLength());
        (await anna.Post("/auth/second-factor/off", Code(await app.Code()))).Is(204);
    }

    private async Task Trading()
    {
        string order = (await Do(anna, "POST", "/orders", body: OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).Text("orderId");
        Reply amended = await Do(anna, "PATCH", "/orders/{id}", order, """{"market":"SOL-PERP","price":"141"}""");
        long seq = amended["seq"].GetInt64();
        Assert.Equal("141", (await Do(anna, "GET", "/orders/{id}", $"{order}?minSeq={seq}")).Text("price"));
        Assert.Equal(1, (await Do(anna, "GET", "/orders", $"?minSeq={seq}"))["orders"].GetArrayLength());
        Assert.Equal(1, (await Do(anna, "DELETE", "/orders/{id}", order))["cancelled"].GetInt32());
        Reply batch = await Do(anna, "POST", "/orders/batch", body: $$"""{"commands":[{"op":"place","body":{{OrderTests.Limit("SOL-PERP", "buy", "140", "2")}}}]}""");
        Assert.Equal("live", batch["answers"][0].GetProperty("state").GetString());
        string twap = (await Do(anna, "POST", "/orders", body: """{"type":"twap","market":"SOL-PERP","side":"buy","qty":"10","duration":600000}""")).Text("orderId");
        await Do(anna, "POST", "/orders/{id}/pause", twap);
        await Do(anna, "POST", "/orders/{id}/resume", twap);
        await Do(anna, "PUT", "/dead-man", body: """{"timeout":60000,"market":"SOL-PERP"}""");
        Assert.Equal(2, (await Do(anna, "DELETE", "/orders", "?market=SOL-PERP"))["cancelled"].GetInt32());
    }

    private async Task Positions()
    {
        await Do(anna, "POST", "/positions/{market}/leverage", "ETH-PERP", """{"leverage":10}""");
        await Do(anna, "POST", "/positions/{market}/margin-mode", "ETH-PERP", """{"mode":"isolated"}""");
        (await ben.Post("/orders", OrderTests.Limit("ETH-PERP", "sell", "3000", "2"))).Is(200);
        Assert.Equal("filled", (await Do(anna, "POST", "/positions/{market}/open", "ETH-PERP", """{"side":"buy","qty":"1","leverage":5}""")).Text("state"));
        await Do(anna, "POST", "/positions/{market}/add-margin", "ETH-PERP", """{"amount":"100.5"}""");
        long seq = (await Do(anna, "POST", "/positions/{market}/remove-margin", "ETH-PERP", """{"amount":"50.25"}"""))["seq"].GetInt64();
        JsonElement position = (await Do(anna, "GET", "/positions/{market}", $"ETH-PERP?minSeq={seq}")).Body;
        Assert.Equal(("1", "isolated", 5), (position.GetProperty("size").GetString(), position.GetProperty("mode").GetString(), position.GetProperty("leverage").GetInt32()));
        Assert.True(position.TryGetProperty("liquidationPrice", out _));
        Assert.Equal(1, (await Do(anna, "GET", "/positions"))["positions"].EnumerateArray().Count(p => p.GetProperty("size").GetString() != "0"));
        Assert.Equal(1, (await Do(anna, "GET", "/fills"))["fills"].GetArrayLength());
        (await ben.Post("/orders", OrderTests.Limit("ETH-PERP", "buy", "2999", "2"))).Is(200);
        Assert.Equal("0.4", (await Do(anna, "POST", "/positions/{market}/partial-close", "ETH-PERP", """{"percent":40}""")).Text("filled"));
        Assert.Equal("0.6", (await Do(anna, "POST", "/positions/{market}/close", "ETH-PERP")).Text("filled"));
    }

    private async Task Accounts()
    {
        string me = (await Do(ben, "GET", "/me")).Text("accountId");
        string sub = (await Do(anna, "POST", "/accounts", body: """{"label":"second"}""")).Text("accountId");
        Assert.Equal(2, (await Do(anna, "GET", "/accounts"))["accounts"].GetArrayLength());
        await Do(anna, "POST", "/transfers", body: $$"""{"toAccount":"{{sub}}","asset":"USDC","amount":"1","requestId":"r"}""");
        await Do(anna, "POST", "/deposits/paper", body: """{"amount":"100","requestId":"r"}""");
        await Do(anna, "POST", "/builders", body: $$"""{"builder":"{{me}}","maxFee":"0.0005"}""");
        long seq = (await Do(anna, "PUT", "/limits", body: """{"maxOrderNotional":"100000","maxLeverage":20,"onBreach":"cancelAll","markets":["BTC-PERP","ETH-PERP"]}"""))["seq"].GetInt64();
        await Do(anna, "PUT", "/referrer", body: $$"""{"referrer":"{{me}}"}""");
        Assert.Equal("100000", (await Do(anna, "GET", "/limits", $"?minSeq={seq}"))["limits"].GetProperty("maxOrderNotional").GetString());
        Assert.Equal("active", (await Do(anna, "GET", "/account")).Text("status"));
        Assert.Equal("USDC", (await Do(anna, "GET", "/balances"))["balances"][0].GetProperty("asset").GetString());
        string key = (await Do(anna, "POST", "/keys", body: """{"label":"k","scopes":["read"]}""")).Text("keyId");
        Assert.Equal("new", (await Do(anna, "PATCH", "/keys/{keyId}", key, """{"label":"new","scopes":["read","trade"]}""")).Text("label"));
        Assert.Equal(1, (await Do(anna, "GET", "/keys"))["keys"].GetArrayLength());
        await Do(anna, "DELETE", "/keys/{keyId}", key, status: 204);
    }

    private async Task Histories()
    {
        long seq = (await anna.Get("/status"))["seq"].GetInt64();
        foreach (string route in new[] { "orders", "amendments", "fills", "positions", "ledger", "deposits", "withdrawals", "days" })
            Assert.True((await Do(anna, "GET", $"/history/{route}", $"?minSeq={seq}"))["rows"].GetArrayLength() > 0, route);
        foreach (string route in new[] { "funding", "liquidations", "triggers", "adl" }) Assert.Equal(0, (await Do(anna, "GET", $"/history/{route}"))["rows"].GetArrayLength());
        Assert.True((await Do(anna, "GET", "/history/trades/{market}", "ETH-PERP"))["rows"].GetArrayLength() > 0);
        Assert.NotEqual(0, (await Do(anna, "GET", "/history/markets/{market}", "ETH-PERP"))["rows"].GetArrayLength());
        Assert.NotEqual(0, (await Do(anna, "GET", "/history/flows/{market}", "ETH-PERP"))["rows"].GetArrayLength());
        Assert.Equal(0, (await Do(anna, "GET", "/funding-rates/{market}", "ETH-PERP"))["rows"].GetArrayLength());
        Assert.Equal(0, (await Do(anna, "GET", "/liquidations"))["rows"].GetArrayLength());
        Assert.Equal(0, (await Do(anna, "GET", "/insurance"))["rows"].GetArrayLength());
        Assert.NotEqual(0, (await Do(anna, "GET", "/portfolio"))["rows"].GetArrayLength());
        await Do(anna, "GET", "/explain/{seq}/{index}", $"{seq}/0", status: 404);
        await Liabilities();
        Assert.Equal(0, (await Do(anna, "GET", "/fee-tier"))["tier"].GetInt32());
        Assert.True(OrderTests.Number((await Do(olga, "GET", "/admin/profit"))["rows"][0], "fees") > 0);
        Assert.True((await Do(olga, "GET", "/admin/events", "?limit=5"))["rows"].GetArrayLength() == 5);
    }

    // The operator was there before the tree was made; those who came since are in the next.
    private async Task Liabilities()
    {
        while ((await Do(anna, "GET", "/liabilities"))["roots"].GetArrayLength() == 0) await Task.Delay(10);
        Reply proof = await Do(olga, "GET", "/liabilities/proof");
        Assert.Equal("5000000000", proof["leaf"].GetProperty("cash").GetString());
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, proof.Body.ToString());
        string root = proof["published"].GetProperty("root").GetString()!;
        (int code, string text, string errors) = await VenueProcess.Run("prove", file, root);
        Assert.True(code == 0, text + errors);
        Assert.Equal(1, (await VenueProcess.Run("prove", file, root.Replace(root[0], root[0] == '0' ? '1' : '0'))).Code);
        await File.WriteAllTextAsync(file, proof.Body.ToString().Replace("5000000000", "4000000000", StringComparison.Ordinal));
        Assert.Equal(1, (await VenueProcess.Run("prove", file, root)).Code);
        await File.WriteAllTextAsync(file, "{}");
        Assert.Equal(2, (await VenueProcess.Run("prove", file)).Code);
        File.Delete(file);
    }

    private async Task Operators()
    {
        await Do(olga, "POST", "/admin/prices/{market}", "DOT-PERP", """{"index":"5.5"}""");
        long seq = await Both(await Do(olga, "POST", "/admin/markets/{market}/state", "DOT-PERP", """{"state":"postOnly","reason":1}"""));
        string dropped = (await Do(olga, "POST", "/admin/changes", body: """{"change":"parameter","parameter":"bandUp","market":"DOT-PERP","value":"0.2"}""")).Text("changeId");
        await Do(olga, "POST", "/admin/markets", body: OperatorTests.Listing);
        Assert.NotEqual(0, (await Do(olga, "GET", "/admin/changes"))["changes"].GetArrayLength());
        await Do(olga, "DELETE", "/admin/changes/{id}", dropped);
        await Do(olga, "DELETE", "/admin/factor-resets/{id}", "1", status: 422);
        // With the officer who proposed the second operator.
        Assert.Equal(3, (await Do(olga, "GET", "/admin/people"))["people"].GetArrayLength());
        Assert.NotEqual(0, (await Do(olga, "GET", "/admin/log", $"?minSeq={seq}"))["rows"].GetArrayLength());
        Assert.NotEqual(0, (await Do(olga, "GET", "/admin/limits"))["limits"].GetArrayLength());
        await Do(anna, "POST", "/first-role", body: """{"token":"pft_none"}""", status: 401);
        Assert.Equal(("5.5", "postOnly"), await DotPerp(seq));
        (await anna.Post("/admin/prices/DOT-PERP", """{"index":"1"}""")).IsRefused(403, "NOT_PERMITTED");
    }

    // What one operator proposed the other approves.
    private async Task<long> Both(Reply proposed) => (await Do(oscar, "POST", "/admin/changes/{id}/approve", proposed.Text("changeId")))["seq"].GetInt64();

    private async Task<(string Mark, string State)> DotPerp(long seq)
    {
        Reply ticker = (await anna.Get($"/tickers/DOT-PERP?minSeq={seq}")).Is(200);
        return (ticker.Text("mark"), ticker.Text("state"));
    }

    private async Task Links()
    {
        var wallet = new Wallet(7);
        Reply message = await Do(anna, "POST", "/auth/wallet/message", body: $$"""{"address":"{{wallet.Address}}"}""");
        Assert.True((await Do(anna, "POST", "/auth/wallet", body: wallet.Signed(message))).Body.TryGetProperty("accountId", out _));
        var second = new Wallet(8);
        await StepUp(wallet);
        await Do(anna, "POST", "/auth/fresh-sign-in/password", body: $$"""{"password":"{{ApiClient.Password}}"}""", status: 204);
        Reply toLink = await Do(anna, "POST", "/auth/links/wallet/message", body: $$"""{"address":"{{second.Address}}"}""");
        string link = (await Do(anna, "POST", "/auth/links/wallet", body: second.Signed(toLink))).Text("linkId");
        Assert.Equal(1, (await Do(anna, "GET", "/auth/links"))["links"].GetArrayLength());
        await Do(anna, "DELETE", "/auth/links/{id}", link, status: 204);
        Assert.Equal(2, (await Do(anna, "GET", "/auth/providers"))["played"].GetArrayLength());
        await Do(anna, "POST", "/sandbox/providers/{provider}", "google", PlayedProviderTests.Visit("c", "https://elsewhere.example/", "s"), status: 400);
        // What these do where a provider is set up is told by the tests of a page.
        await Do(anna, "POST", "/auth/providers/{provider}/start", "google", status: 401);
        await Do(anna, "POST", "/auth/providers/{provider}/finish", "google", """{"state":"s"}""", status: 401);
        await Do(anna, "POST", "/auth/links/{provider}/start", "google", status: 401);
        await Do(anna, "POST", "/auth/links/{provider}/finish", "google", """{"state":"s"}""", status: 401);
        await Do(anna, "POST", "/auth/fresh-sign-in/{provider}/start", "google", status: 401);
        await Do(anna, "POST", "/auth/fresh-sign-in/{provider}/finish", "google", """{"state":"s"}""", status: 401);
    }

    private async Task StepUp(Wallet wallet)
    {
        using var own = new ApiClient(anna.Url);
        Reply invited = (await own.Post("/auth/wallet/message", $$"""{"address":"{{wallet.Address}}"}""")).Is(200);
        own.Token = (await own.Post("/auth/wallet", wallet.Signed(invited))).Is(200).Text("accessToken");
        Reply asked = await Do(own, "POST", "/auth/step-up/message", body: $$"""{"address":"{{wallet.Address}}"}""");
        await Do(own, "POST", "/auth/step-up/wallet", body: wallet.Signed(asked), status: 204);
    }

    private async Task SecondFactor()
    {
        Assert.False((await Do(ben, "GET", "/auth/second-factor"))["on"].GetBoolean());
        var app = new Authenticator((await Do(ben, "POST", "/auth/second-factor", body: $$"""{"password":"{{ApiClient.Password}}"}""")).Text("uri"));
        Assert.Equal(10, (await Do(ben, "POST", "/auth/second-factor/confirm", body: Code(await app.Code())))["recoveryCodes"].GetArrayLength());
        Reply codes = await Do(ben, "POST", "/auth/second-factor/recovery-codes", body: Code(await app.Code()));
        string challenge = (await Do(ben, "POST", "/auth/sign-in", body: ApiClient.Credentials("ben"))).Text("challenge");
        await Do(ben, "POST", "/auth/sign-in/code", body: $$"""{"challenge":"{{challenge}}","code":"{{codes["recoveryCodes"][0].GetString()}}"}""");
        await Do(ben, "POST", "/auth/step-up", body: Code(codes["recoveryCodes"][1].GetString()!), status: 204);
        Assert.Equal("codeRefused", await Refused(ben));
        await Do(ben, "POST", "/auth/second-factor/keep", status: 409);
        await Do(ben, "POST", "/auth/second-factor/keep-by-letter", body: """{"ticket":"00"}""", status: 401);
        await Do(ben, "POST", "/auth/second-factor/stop", status: 409);
        await Do(ben, "POST", "/auth/second-factor/stop-by-letter", body: """{"ticket":"00"}""", status: 401);
        await Do(ben, "POST", "/auth/way-back", body: """{"ticket":"00"}""", status: 401);
        await Do(ben, "POST", "/auth/second-factor/off", body: Code(codes["recoveryCodes"][2].GetString()!), status: 204);
    }

    private async Task<string> Refused(ApiClient who)
    {
        (await who.Post("/auth/step-up", Code("no code"))).IsRefused(401, "WRONG_CREDENTIALS");
        return (await Do(who, "GET", "/auth/activity", "?limit=1"))["rows"][0].GetProperty("act").GetString()!;
    }

    private static string Code(string code) => $$"""{"code":"{{code}}"}""";

    private async Task Sessions()
    {
        await Do(anna, "POST", "/auth/sign-up", body: ApiClient.Credentials("carl"), status: 202);
        Reply second = await Do(anna, "POST", "/auth/sign-in", body: ApiClient.Credentials("anna"));
        Reply third = await Do(anna, "POST", "/auth/sign-in", body: ApiClient.Credentials("anna"));
        await Do(anna, "POST", "/auth/refresh", body: $$"""{"refreshToken":"{{second.Text("refreshToken")}}"}""");
        Assert.Equal(3, (await Do(anna, "GET", "/auth/sessions"))["sessions"].GetArrayLength());
        await Do(anna, "DELETE", "/auth/sessions/{id}", third.Text("sessionId"), status: 204);
        Assert.Equal(1, (await Do(anna, "DELETE", "/auth/sessions"))["ended"].GetInt32());
        await Do(anna, "POST", "/auth/password", body: $$"""{"password":"{{ApiClient.Password}}","newPassword":"another horse battery staple"}""", status: 204);
        await Do(anna, "POST", "/auth/sign-out", status: 204);
        (await anna.Get("/me")).IsRefused(401, "SESSION_ENDED");
        Assert.True((await Do(ben, "DELETE", "/auth/sessions", "?all=true"))["ended"].GetInt32() > 0);
        (await ben.Get("/me")).IsRefused(401, "SESSION_ENDED");
    }

    private async Task<Reply> Do(ApiClient who, string method, string route, string value = "", string? body = null, int status = 200)
    {
        Called.Add($"{method} {route}");
        int open = route.IndexOf('{', StringComparison.Ordinal);
        string path = open < 0 ? route + value : Filled(route, open, value);
        Reply reply = (await who.Send(new HttpMethod(method), path, body)).Is(status);
        Assert.Empty(document.Complaints(method, route, status, reply.Body));
        return reply;
    }

    // The parameters stand in one place of the path, with a slash between them.
    private static string Filled(string route, int open, string value)
    {
        int close = route.LastIndexOf('}');
        string[] parts = value.Split('?', 2);
        return route[..open] + parts[0] + route[(close + 1)..] + (parts.Length > 1 ? "?" + parts[1] : "");
    }
}
