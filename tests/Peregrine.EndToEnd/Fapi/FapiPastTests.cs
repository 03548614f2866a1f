using System.Globalization;
using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>What was, page by page: nothing is told twice, and nothing is left out.</summary>
public sealed class FapiPastTests
{
    private const string Btc = "symbol=BTCUSDC", Sol = "symbol=SOLUSDC";
    private const int Rounds = 8, Prices = 50, PerPrice = 3;
    private static readonly string[] Limits = ["account.orders", "account.exits", "address.orders", "address.exits", "fapi.weight", "fapi.orders-10s", "fapi.orders-minute"];

    [Fact]
    public async Task Trades_and_their_aggregates_are_paged_from_any_id_without_a_gap_and_without_telling_one_twice()
    {
        using var folder = new Folder();
        using VenueProcess venue = await Start(folder);
        using ApiClient person = await venue.Client().Join("anna"), other = await venue.Client().Join("ben");
        using FapiClient anna = await FapiClient.Join(person), ben = await FapiClient.Join(other);
        for (int i = 0; i < PerPrice; i++) (await ben.Post("/fapi/v1/order", Order(Sol, "SELL", "0.1", "151"))).Ok();
        (await anna.Post("/fapi/v1/order", Order(Sol, "BUY", "0.3", "151"))).Ok();
        (await anna.Get("/fapi/v3/account")).Ok();
        JsonElement first = Assert.Single(await Aggregates(anna, ""));
        long begin = Id(first, "f"), end = Id(first, "l");
        Assert.Equal((begin, "0.3", begin + PerPrice - 1), (Id(first, "a"), first.GetProperty("q").GetString(), end));
        Assert.Empty(await Aggregates(anna, $"&fromId={begin + 1}"));
        // More than the tape is asked for, so that the first are in history alone.
        for (int i = 0; i < Rounds; i++)
        {
            for (int k = 0; k < PerPrice; k++)
                (await other.Post("/orders", $$"""{"type":"scale","market":"SOL-PERP","side":"sell","fromPrice":"151","toPrice":"151.49","count":{{Prices}},"qty":"5"}""")).Is(200);
            (await anna.Post("/fapi/v1/order", Order(Sol, "BUY", "15", "152").Replace("GTC", "IOC", StringComparison.Ordinal))).Ok();
        }
        (await anna.Get("/fapi/v3/account")).Ok();
        await HistoryStoreTests.CaughtUp(person);
        JsonElement[] all = await Aggregates(anna, $"&fromId={begin}&limit=1000");
        Assert.Equal((1 + Rounds * Prices) * PerPrice, all.Sum(static a => Id(a, "l") - Id(a, "f") + 1));
        Assert.Equal((1 + Rounds * Prices) * 0.3m, all.Sum(static a => decimal.Parse(a.GetProperty("q").GetString()!, CultureInfo.InvariantCulture)));
        Assert.Equal(all.Select(static a => Id(a, "a")), (await Aggregates(anna, "&limit=1000")).Select(static a => Id(a, "a")));
        List<long> paged = [];
        for (JsonElement[] page = await Aggregates(anna, $"&fromId={begin}&limit=90"); page.Length > 0; page = await Aggregates(anna, $"&fromId={paged[^1] + 1}&limit=90"))
            paged.AddRange(page.Select(static a => Id(a, "a")));
        Assert.Equal(all.Select(static a => Id(a, "a")), paged);
        JsonElement trade = Assert.Single((await anna.Keyed(HttpMethod.Get, "/fapi/v1/historicalTrades", $"{Sol}&fromId={end}&limit=1")).Ok().Body.EnumerateArray());
        Assert.Equal(end, Id(trade, "id"));
    }

    [Fact]
    public async Task What_is_asked_for_is_found_behind_many_others()
    {
        using var folder = new Folder();
        using VenueProcess venue = await Start(folder);
        using ApiClient person = await venue.Client().Join("anna"), other = await venue.Client().Join("ben");
        using FapiClient anna = await FapiClient.Join(person), ben = await FapiClient.Join(other);
        long stop = Id((await anna.Post("/fapi/v1/algoOrder", $"{Btc}&algoType=CONDITIONAL&side=SELL&type=STOP_MARKET&quantity=0.001&triggerPrice=59000")).Ok().Body, "algoId");
        await Cross(anna, ben, "60000");
        await Cross(ben, anna, "60001");
        long rests = Id((await anna.Post("/fapi/v1/order", Order(Btc, "BUY", "0.001", "59900"))).Ok().Body, "orderId");
        for (int i = 0; i < 25; i++) await Cross(anna, ben, "60000");
        (await ben.Post("/fapi/v1/order", Order(Btc, "SELL", "0.001", "59900"))).Ok();
        Assert.Equal(stop, Id(await Only(anna, "/fapi/v1/allAlgoOrders", $"{Btc}&limit=1"), "algoId"));
        Assert.Equal(rests, Id(await Only(anna, "/fapi/v1/userTrades", $"{Btc}&orderId={rests}&limit=1"), "orderId"));
        Assert.Equal("0.001", (await Only(anna, "/fapi/v1/income", "incomeType=REALIZED_PNL&limit=1")).GetProperty("income").GetString());
        Assert.Equal("5000", (await Only(anna, "/fapi/v1/income", "incomeType=TRANSFER&limit=1")).GetProperty("income").GetString());
        Assert.Empty((await anna.Get("/fapi/v1/income", "incomeType=WELCOME_BONUS")).Ok().Body.EnumerateArray());
    }

    [Fact]
    public async Task An_order_that_ended_is_told_as_it_was_asked_for()
    {
        using var folder = new Folder();
        using VenueProcess venue = await Start(folder);
        using ApiClient person = await venue.Client().Join("anna"), other = await venue.Client().Join("ben");
        using FapiClient anna = await FapiClient.Join(person), ben = await FapiClient.Join(other);
        await Cross(anna, ben, "60000");
        long until = (Id((await anna.Open("/fapi/v1/time")).Ok().Body, "serverTime") / 1000 + 3600) * 1000;
        long trailing = Id((await anna.Post("/fapi/v1/algoOrder", $"{Btc}&algoType=CONDITIONAL&side=SELL&type=TRAILING_STOP_MARKET&quantity=0.001&callbackRate=1.5&activatePrice=61000&workingType=MARK_PRICE")).Ok().Body, "algoId");
        long dated = Id((await anna.Post("/fapi/v1/order", $"{Btc}&side=BUY&type=LIMIT&quantity=0.001&price=50000&timeInForce=GTD&goodTillDate={until}&selfTradePreventionMode=EXPIRE_BOTH")).Ok().Body, "orderId");
        long stop = Id((await anna.Post("/fapi/v1/algoOrder", $"{Btc}&algoType=CONDITIONAL&side=SELL&type=STOP&quantity=0.001&price=60400&triggerPrice=59990&workingType=CONTRACT_PRICE")).Ok().Body, "algoId");
        JsonElement waiting = (await anna.Get("/fapi/v1/algoOrder", $"algoId={trailing}")).Ok().Body;
        JsonElement open = (await anna.Get("/fapi/v1/order", $"{Btc}&orderId={dated}")).Ok().Body;
        Assert.Equal(("1.5", "MARK_PRICE"), (decimal.Parse(waiting.GetProperty("callbackRate").GetString()!, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture), waiting.GetProperty("workingType").GetString()));
        Assert.Equal((until, "EXPIRE_BOTH"), (Id(open, "goodTillDate"), open.GetProperty("selfTradePreventionMode").GetString()));
        (await anna.Delete("/fapi/v1/algoOrder", $"algoId={trailing}")).Ok();
        (await anna.Delete("/fapi/v1/order", $"{Btc}&orderId={dated}")).Ok();
        // The stop fires, rests, and its owner takes it away.
        await Cross(ben, anna, "59980");
        JsonElement fired = (await anna.Get("/fapi/v1/order", $"{Btc}&orderId={stop}")).Ok().Body;
        Assert.Equal("NEW", fired.GetProperty("status").GetString());
        (await anna.Delete("/fapi/v1/order", $"{Btc}&orderId={stop}")).Ok();
        await HistoryStoreTests.CaughtUp(person);
        JsonElement[] algos = [.. (await anna.Get("/fapi/v1/allAlgoOrders", Btc)).Ok().Body.EnumerateArray()];
        JsonElement ended = algos.Single(o => Id(o, "algoId") == trailing);
        foreach (string name in new[] { "callbackRate", "activatePrice", "workingType", "selfTradePreventionMode", "triggerPrice", "timeInForce", "quantity", "priceProtect", "orderType" })
            Assert.Equal((name, waiting.GetProperty(name).ToString()), (name, ended.GetProperty(name).ToString()));
        JsonElement finished = algos.Single(o => Id(o, "algoId") == stop);
        Assert.Equal(("FINISHED", "59990"), (finished.GetProperty("algoStatus").GetString(), finished.GetProperty("triggerPrice").GetString()!.Split('.')[0]));
        Assert.InRange(Id(finished, "triggerTime"), Id(finished, "createTime"), Id(finished, "updateTime") - 1);
        JsonElement over = (await anna.Get("/fapi/v1/allOrders", Btc)).Ok().Body.EnumerateArray().Single(o => Id(o, "orderId") == dated);
        foreach (string name in new[] { "goodTillDate", "selfTradePreventionMode", "timeInForce", "price", "origQty" })
            Assert.Equal((name, open.GetProperty(name).ToString()), (name, over.GetProperty(name).ToString()));
        JsonElement row = (await person.Get("/history/orders?market=BTC-PERP")).Is(200)["rows"].EnumerateArray().Single(o => o.GetProperty("orderId").GetString() == dated.ToString(CultureInfo.InvariantCulture));
        Assert.Equal((until, "cancelBoth"), (Id(row, "expireAt"), row.GetProperty("stp").GetString()));
    }

    [Fact]
    public async Task Rates_of_hours_are_chosen_by_the_hour_that_is_told()
    {
        const long hour = 3_600_000;
        using var folder = new Folder();
        long last;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient person = await venue.Client().Join("anna");
            using FapiClient anna = await FapiClient.Join(person);
            last = Id((await anna.Open("/fapi/v1/time")).Ok().Body, "serverTime") / hour * hour;
            await HistoryStoreTests.CaughtUp(person);
            await venue.Kill();
        }
        // Paid a tenth of a second behind their hours.
        for (int i = 0; i < 3; i++)
        {
            long ns = (last - i * hour) * 1_000_000;
            HistoryStoreTests.Change(folder, $"INSERT INTO funding_rates VALUES ({3 - i}, 0, {ns + 100_000_000}, 1, {ns}, 60000000000, 12500, 100000, 0, 60, {3 - i})");
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using var back = new FapiClient(again.Url, "", "");
        Assert.Equal([last - 2 * hour, last - hour, last], await Hours(back, ""));
        Assert.Equal([last], await Hours(back, $"&startTime={last - hour + 1}"));
        Assert.Equal([last - 2 * hour, last - hour], await Hours(back, $"&endTime={last - hour}"));
        Assert.Equal([last - hour], await Hours(back, $"&endTime={last - hour}&limit=1"));
        Assert.Equal([last - 2 * hour, last - hour], await Hours(back, $"&startTime={last - 2 * hour}&endTime={last - hour}"));
    }

    [Fact]
    public async Task Candles_say_that_they_come_later_while_history_cannot_be_read()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.Start(folder.Path)) await venue.Kill();
        string inItsPlace = HistoryStoreTests.FileOf(folder);
        Directory.Delete(Path.GetDirectoryName(inItsPlace)!, recursive: true);
        Directory.CreateDirectory(inItsPlace);
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using var anybody = new FapiClient(again.Url, "", "");
        foreach ((string path, string name) in ((string, string)[])[("/fapi/v1/klines", "symbol"), ("/fapi/v1/indexPriceKlines", "pair"), ("/fapi/v1/premiumIndexKlines", "symbol")])
        {
            (await anybody.Open(path, $"{name}=BTCUSDC&interval=1m")).IsRefused(503, -1008);
            (await anybody.Open(path, $"{name}=BTCUSDC&interval=1h&startTime=1")).IsRefused(503, -1008);
        }
        (await anybody.Open("/futures/data/basis", "pair=BTCUSDC&period=5m")).IsRefused(503, -1008);
    }

    private static Task<VenueProcess> Start(Folder folder) => VenueProcess.Start(folder.Path, [.. Limits.SelectMany(static name => new[] { $"--limits.{name}", "1000000" })]);

    private static async Task<JsonElement[]> Aggregates(FapiClient client, string query) => [.. (await client.Open("/fapi/v1/aggTrades", Sol + query)).Ok().Body.EnumerateArray()];

    private static async Task<long[]> Hours(FapiClient client, string query) => [.. (await client.Open("/fapi/v1/fundingRate", Btc + query)).Ok().Body.EnumerateArray().Select(static r => Id(r, "fundingTime"))];

    private static async Task<JsonElement> Only(FapiClient client, string path, string query) => Assert.Single((await client.Get(path, query)).Ok().Body.EnumerateArray());

    private static async Task Cross(FapiClient buyer, FapiClient seller, string price)
    {
        (await seller.Post("/fapi/v1/order", Order(Btc, "SELL", "0.001", price))).Ok();
        (await buyer.Post("/fapi/v1/order", Order(Btc, "BUY", "0.001", price))).Ok();
    }

    private static long Id(JsonElement from, string name) => from.GetProperty(name).GetInt64();

    private static string Order(string market, string side, string quantity, string price) => $"{market}&side={side}&type=LIMIT&quantity={quantity}&price={price}&timeInForce=GTC";
}
