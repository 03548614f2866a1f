using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>What the venue does to a position without being asked, as the dialect tells it: beforehand as a risk, in the stream, and afterwards.</summary>
public sealed class FapiForcedTests
{
    private const string Btc = "symbol=BTCUSDC";

    [Fact]
    public async Task A_deleveraging_is_foreseen_and_both_sides_find_it_among_their_forced_orders_under_its_streams_name()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga");
        using ApiClient loser = await venue.Client().Join("anna"), winner = await venue.Client().Join("ben"), third = await venue.Client().Join("carl"), olga = await venue.Client().SignIn("olga");
        using FapiClient anna = await FapiClient.Join(loser), ben = await FapiClient.Join(winner), carl = await FapiClient.Join(third);
        (await loser.Post("/positions/BTC-PERP/margin-mode", """{"mode":"isolated"}""")).Is(200);
        (await loser.Post("/positions/BTC-PERP/leverage", """{"leverage":50}""")).Is(200);
        await CandleTests.Trade(winner, loser, "BTC-PERP", "60000", "0.5");
        await CandleTests.Trade(third, loser, "BTC-PERP", "59950", "0.01");
        using FapiSocket socket = await FapiSocket.Open(venue.Url, $"/ws/{(await anna.Keyed(HttpMethod.Post, "/fapi/v1/listenKey")).Ok()["listenKey"]}");
        await socket.Ask("LIST_SUBSCRIPTIONS");
        // What is in the fund is little beside what is held.
        Assert.Equal("medium", (await anna.Open("/fapi/v1/symbolAdlRisk", Btc)).Ok()["adlRisk"].GetString());
        Assert.Equal("low", (await anna.Open("/fapi/v1/symbolAdlRisk", "symbol=ETHUSDC")).Ok()["adlRisk"].GetString());
        (await olga.Post("/admin/prices/BTC-PERP", """{"index":"59900"}""")).Is(200);
        // Who won more is asked first; alone on its side is the first of one.
        Assert.Equal((4, 4, 2), (await Quantile(anna), await Quantile(ben), await Quantile(carl)));
        Assert.Equal(4, (await ben.Get("/fapi/v3/positionRisk", Btc)).Ok().Body[0].GetProperty("adl").GetInt32());
        (await olga.Post("/admin/prices/BTC-PERP", """{"index":"58700"}""")).Is(200);

        // A venue that is busy tells the trades from before the stream was opened in it.
        JsonElement update;
        do update = (await socket.Event("ORDER_TRADE_UPDATE")).GetProperty("o");
        while (Text(update, "x") == "TRADE");
        // A fill of what changed hands, to the millionth, with what it realised; the account's update follows.
        JsonElement account = (await socket.Event("ACCOUNT_UPDATE")).GetProperty("a");
        Assert.Equal(("ORDER", "0"), (Text(account, "m"), Text(account.GetProperty("P")[0], "pa")));
        JsonElement lost = Assert.Single((await anna.Get("/fapi/v1/forceOrders", Btc)).Ok().Body.EnumerateArray());
        FapiContract.Check("forceOrders", lost, FapiContract.Order + " time:n");
        Assert.Equal(("SELL", "0.51", "0.51", "FILLED", "IOC"), (Text(lost, "side"), Text(lost, "origQty"), Text(lost, "executedQty"), Text(lost, "status"), Text(lost, "timeInForce")));
        Assert.Equal((Text(update, "c"), "CALCULATED"), (Text(lost, "clientOrderId"), Text(update, "x")));
        Assert.Equal((Text(lost, "executedQty"), Text(lost, "avgPrice"), "-611.959"), (Text(update, "l"), Text(update, "L"), Text(update, "rp")));
        Assert.StartsWith("adl_autoclose-", Text(lost, "clientOrderId"), StringComparison.Ordinal);
        JsonElement won = Assert.Single((await ben.Get("/fapi/v1/forceOrders", "autoCloseType=ADL")).Ok().Body.EnumerateArray());
        JsonElement also = Assert.Single((await carl.Get("/fapi/v1/forceOrders")).Ok().Body.EnumerateArray());
        Assert.Equal(("BUY", "0.5", "0.01"), (Text(won, "side"), Text(won, "origQty"), Text(also, "origQty")));
        Assert.Equal(Number(lost, "cumQuote"), Number(won, "cumQuote") + Number(also, "cumQuote"));
        Assert.Equal(0, (await ben.Get("/fapi/v1/forceOrders", "autoCloseType=LIQUIDATION")).Ok().Body.GetArrayLength());
    }

    [Fact]
    public async Task Candles_of_mark_and_index_come_as_streams_under_their_own_names()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga");
        using ApiClient person = await venue.Client().Join("anna"), olga = await venue.Client().SignIn("olga");
        using FapiSocket socket = await FapiSocket.Open(venue.Url, "/ws/btcusdc@markPriceKline_1m/btcusdc@indexPriceKline_1m/btcusdc_perpetual@continuousKline_1m");
        Assert.Equal(3, (await socket.Ask("LIST_SUBSCRIPTIONS")).GetProperty("result").GetArrayLength());
        (await olga.Post("/admin/prices/BTC-PERP", """{"index":"60060"}""")).Is(200);
        HashSet<string> awaited = ["markPrice_kline", "indexPrice_kline"];
        while (awaited.Count > 0)
        {
            JsonElement told = await socket.Next();
            if (Text(told.GetProperty("k"), "c") != "60060") continue;
            Assert.Equal(("BTCUSDC", "1m"), (Text(told, "ps"), Text(told.GetProperty("k"), "i")));
            awaited.Remove(Text(told, "e")!);
        }
        JsonElement refused = await socket.Ask("SUBSCRIBE", "btcusdc_perpetual@markPriceKline_1m");
        Assert.Equal(2, refused.GetProperty("error").GetProperty("code").GetInt32());
    }

    private static async Task<int> Quantile(FapiClient who) => Assert.Single((await who.Get("/fapi/v1/adlQuantile", Btc)).Ok().Body.EnumerateArray()).GetProperty("adlQuantile").GetProperty("BOTH").GetInt32();

    private static decimal Number(JsonElement from, string name) => decimal.Parse(Text(from, name)!, System.Globalization.CultureInfo.InvariantCulture);

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();
}
