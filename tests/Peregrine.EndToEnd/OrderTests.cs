using System.Globalization;
using System.Text.Json;

namespace Peregrine.EndToEnd;

public sealed class OrderTests(SharedVenue shared) : IClassFixture<SharedVenue>
{
    [Fact]
    public async Task Two_strangers_trade_and_everything_adds_up()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        Reply rests = (await anna.Post("/orders", Limit("ETH-PERP", "sell", "3001.5", "0.5"))).Is(200);
        Assert.Equal(("live", "0"), (rests.Text("state"), rests.Text("filled")));
        Reply takes = (await ben.Post("/orders", """{"type":"market","market":"ETH-PERP","side":"buy","qty":"0.2"}""")).Is(200);
        Assert.Equal(("filled", "0.2"), (takes.Text("state"), takes.Text("filled")));
        long seq = takes["seq"].GetInt64();

        JsonElement bought = (await ben.Get($"/positions/ETH-PERP?minSeq={seq}")).Is(200).Body;
        Assert.Equal(("0.2", "3001.5", "600.3"), (bought.GetProperty("size").GetString(), bought.GetProperty("entry").GetString(), bought.GetProperty("cost").GetString()));
        JsonElement sold = (await anna.Get($"/positions/ETH-PERP?minSeq={seq}")).Is(200).Body;
        Assert.Equal("-0.2", sold.GetProperty("size").GetString());

        JsonElement fill = (await ben.Get($"/fills?minSeq={seq}")).Is(200)["fills"][0];
        Assert.Equal(("3001.5", "0.2", false), (fill.GetProperty("price").GetString(), fill.GetProperty("qty").GetString(), fill.GetProperty("isMaker").GetBoolean()));
        // 0.045 % of 600.30, rounded up to a millionth.
        Assert.Equal("0.270135", fill.GetProperty("fee").GetString());
        Assert.Equal(5000m - 0.270135m, await Cash(ben, seq));
        Assert.Equal(5000m - 0.090045m, await Cash(anna, seq));

        JsonElement trade = (await anna.Get($"/trades/ETH-PERP?minSeq={seq}")).Is(200)["trades"][0];
        Assert.Equal(fill.GetProperty("tradeId").GetString(), trade.GetProperty("tradeId").GetString());
        JsonElement asks = (await anna.Get($"/book/ETH-PERP?minSeq={seq}")).Is(200)["asks"];
        Assert.Contains(asks.EnumerateArray(), level => level[0].GetString() == "3001.5" && level[1].GetString() == "0.3");

        JsonElement account = (await ben.Get($"/account?minSeq={seq}")).Is(200).Body;
        decimal equity = Number(account, "cash") + Number(bought, "unrealised");
        Assert.Equal(equity, Number(account, "equity"));
        Assert.True(Number(account, "maintenanceMargin") > 0 && Number(account, "available") < equity);

        Reply cancelled = (await anna.Send(HttpMethod.Delete, $"/orders/{rests.Text("orderId")}", null)).Is(200);
        Assert.Equal(("cancelled", 1), (cancelled.Text("state"), cancelled["cancelled"].GetInt32()));
        JsonElement order = (await anna.Get($"/orders/{rests.Text("orderId")}?minSeq={cancelled["seq"].GetInt64()}")).Is(200).Body;
        Assert.Equal(("cancelled", "user", "0.2"), (order.GetProperty("state").GetString(), order.GetProperty("reason").GetString(), order.GetProperty("filled").GetString()));
    }

    [Fact]
    public async Task The_same_client_id_is_the_same_order()
    {
        using ApiClient anna = await shared.Somebody();
        string order = Limit("BTC-PERP", "buy", "50000", "0.001").Replace("}", ",\"clientOrderId\":\"mine/1\"}", StringComparison.Ordinal);
        Reply first = (await anna.Post("/orders", order)).Is(200), again = (await anna.Post("/orders", order)).Is(200);
        Assert.Equal((first.Text("orderId"), false, true), (again.Text("orderId"), first["duplicate"].GetBoolean(), again["duplicate"].GetBoolean()));
        (await anna.Post("/orders", order.Replace("50000", "50001", StringComparison.Ordinal))).IsRefused(409, "DUPLICATE_ID_MISMATCH");
        Reply cancelled = (await anna.Send(HttpMethod.Delete, "/orders/client:mine%2F1", null)).Is(200);
        Assert.Equal(first.Text("orderId"), cancelled.Text("orderId"));
    }

    [Fact]
    public async Task A_cancel_says_what_became_of_the_order_or_that_there_is_none()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        string order = (await anna.Post("/orders", Limit("DOT-PERP", "buy", "4.9", "10"))).Is(200).Text("orderId");
        Assert.Equal(1, (await anna.Send(HttpMethod.Delete, $"/orders/{order}", null)).Is(200)["cancelled"].GetInt32());
        Reply again = (await anna.Send(HttpMethod.Delete, $"/orders/{order}", null)).Is(200);
        Assert.Equal(("cancelled", 0), (again.Text("state"), again["cancelled"].GetInt32()));
        Assert.Equal("cancelled", (await socket.Ask($"\"op\":\"cancel\",\"order\":\"{order}\"")).GetProperty("result").GetProperty("state").GetString());

        (await ben.Send(HttpMethod.Delete, $"/orders/{order}", null)).IsRefused(404, "UNKNOWN_ORDER");
        (await anna.Send(HttpMethod.Delete, "/orders/client:never", null)).IsRefused(404, "UNKNOWN_ORDER");
        (await anna.Send(HttpMethod.Delete, "/orders/12345678", null)).IsRefused(404, "UNKNOWN_ORDER");
        Assert.Equal("UNKNOWN_ORDER", (await socket.Ask("\"op\":\"cancel\",\"order\":\"12345678\"")).GetProperty("error").GetProperty("code").GetString());
        JsonElement answers = (await anna.Post("/orders/batch", $$"""{"commands":[{"op":"cancel","id":"{{order}}"},{"op":"cancel","id":"12345678"}]}""")).Is(200)["answers"];
        Assert.Equal(("cancelled", "UNKNOWN_ORDER"), (answers[0].GetProperty("state").GetString(), answers[1].GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task An_amend_names_the_market_its_order_is_in()
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        string order = (await anna.Post("/orders", Limit("DOT-PERP", "buy", "4.9", "10"))).Is(200).Text("orderId");
        Reply wrong = (await anna.Send(HttpMethod.Patch, $"/orders/{order}", """{"market":"BTC-PERP","price":"4.8"}""")).IsRefused(400, "BAD_VALUE");
        Assert.Equal(("market", "the order's own market"), (wrong["error"].GetProperty("field").GetString(), wrong["error"].GetProperty("expected").GetString()));
        Assert.Equal("body.market", (await socket.Ask($"\"op\":\"amend\",\"order\":\"{order}\",\"body\":{{\"market\":\"BTC-PERP\",\"price\":\"4.8\"}}")).GetProperty("error").GetProperty("field").GetString());
        JsonElement answers = (await anna.Post("/orders/batch", $$$"""{"commands":[{"op":"amend","id":"{{{order}}}","body":{"market":"BTC-PERP","price":"4.8"}}]}""")).Is(200)["answers"];
        Assert.Equal("commands[0].body.market", answers[0].GetProperty("error").GetProperty("field").GetString());
        (await anna.Send(HttpMethod.Patch, $"/orders/{order}", """{"market":"DOT-PERP","price":"4.8"}""")).Is(200);
        (await anna.Send(HttpMethod.Delete, "/orders", null)).Is(200);
    }

    [Fact]
    public async Task Refusals_say_what_and_where()
    {
        using ApiClient anna = await shared.Somebody();
        Reply tick = (await anna.Post("/orders", Limit("BTC-PERP", "buy", "50000.05", "0.001"))).IsRefused(400, "BAD_TICK");
        Assert.Equal("a multiple of 0.1", tick["error"].GetProperty("expected").GetString());
        Reply margin = (await anna.Post("/orders", Limit("BTC-PERP", "buy", "50000", "50"))).IsRefused(422, "INSUFFICIENT_MARGIN");
        Assert.True(Number(margin["error"].GetProperty("details"), "needed") > 5000);
        (await anna.Post("/orders", "{")).IsRefused(400, "BAD_JSON");
        (await anna.Post("/orders", Limit("BTC-PERP", "buy", "90000", "0.001"))).IsRefused(422, "PRICE_BAND");
        (await anna.Post("/orders", new string('x', 70_000))).IsRefused(413, "TOO_LARGE");
        (await anna.Send(HttpMethod.Patch, "/orders/12345678", """{"market":"BTC-PERP","price":"1"}""")).IsRefused(404, "UNKNOWN_ORDER");
        (await anna.Get("/nothing")).IsRefused(404, "NOT_FOUND");
        (await anna.Send(HttpMethod.Put, "/orders", "{}")).IsRefused(405, "METHOD_NOT_ALLOWED");
        (await anna.Get($"/orders?minSeq={long.MaxValue}")).IsRefused(503, "LAGGING");
        anna.Token = null;
        (await anna.Get("/orders")).IsRefused(401, "UNAUTHENTICATED");
        anna.Token = "no.token.atall";
        (await anna.Get("/orders")).IsRefused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task A_batch_is_answered_one_by_one_and_mass_cancel_sweeps_up()
    {
        using ApiClient anna = await shared.Somebody();
        Reply batch = (await anna.Post("/orders/batch", $$"""
            {"commands":[{"op":"place","body":{{Limit("SOL-PERP", "buy", "100", "1")}}},{"op":"place","body":{{Limit("SOL-PERP", "buy", "100.001", "1")}}},
             {"op":"place","body":{{Limit("SOL-PERP", "buy", "101", "1")}}},{"op":"cancel","id":"client:nobody"}]}
            """)).Is(200);
        JsonElement[] answers = [.. batch["answers"].EnumerateArray()];
        Assert.Equal("live", answers[0].GetProperty("state").GetString());
        Assert.Equal("commands[1].body.price", answers[1].GetProperty("error").GetProperty("field").GetString());
        Assert.Equal("live", answers[2].GetProperty("state").GetString());
        Assert.Equal("UNKNOWN_ORDER", answers[3].GetProperty("error").GetProperty("code").GetString());
        Reply amended = (await anna.Send(HttpMethod.Patch, $"/orders/{answers[0].GetProperty("orderId").GetString()}", """{"market":"SOL-PERP","price":"102","qty":"2"}""")).Is(200);
        JsonElement orders = (await anna.Get($"/orders?market=SOL-PERP&kind=resting&minSeq={amended["seq"].GetInt64()}")).Is(200)["orders"];
        Assert.Equal(["2", "1"], orders.EnumerateArray().OrderByDescending(o => Number(o, "qty")).Select(o => o.GetProperty("qty").GetString()));
        Assert.Equal(2, (await anna.Send(HttpMethod.Delete, "/orders?market=SOL-PERP&side=buy", null)).Is(200)["cancelled"].GetInt32());
    }

    [Fact]
    public async Task Exits_have_a_bucket_of_their_own()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--limits.account.orders", "1");
        using ApiClient anna = await venue.Client().Join("anna");
        Reply reply = await anna.Post("/orders", Limit("BTC-PERP", "buy", "50000", "0.001"));
        for (int i = 0; i < 20 && reply.Status == 200; i++) reply = await anna.Post("/orders", Limit("BTC-PERP", "buy", "50000", "0.001"));
        reply.IsRefused(429, "RATE_LIMITED");
        Assert.True(int.Parse(reply.Headers["Retry-After"], CultureInfo.InvariantCulture) >= 1);
        Assert.Equal("2", reply.Headers["RateLimit-Limit"]);
        Assert.True((await anna.Send(HttpMethod.Delete, "/orders", null)).Is(200)["cancelled"].GetInt32() >= 1);
    }

    internal static string Limit(string market, string side, string price, string qty) =>
        $$"""{"type":"limit","market":"{{market}}","side":"{{side}}","price":"{{price}}","qty":"{{qty}}"}""";

    private static async Task<decimal> Cash(ApiClient who, long seq) => Number((await who.Get($"/balances?minSeq={seq}")).Is(200)["balances"][0], "balance");

    internal static decimal Number(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
