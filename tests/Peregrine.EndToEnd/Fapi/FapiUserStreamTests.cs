using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>A trader's own events: in order and none lost, across sockets that break and a venue that is killed.</summary>
public sealed class FapiUserStreamTests
{
    private const string Btc = "symbol=BTCUSDC";

    [Fact]
    public async Task No_fill_is_lost_when_a_socket_breaks_and_when_the_venue_is_killed_and_one_told_again_is_no_newer_than_the_last()
    {
        using var folder = new Folder();
        List<long> told = [];
        string key, secret;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient person = await venue.Client().Join("anna"), other = await venue.Client().Join("ben");
            Reply made = (await person.Post("/keys", """{"label":"bot","scopes":["read","trade"]}""")).Is(200);
            (key, secret) = (made.Text("keyId"), made.Text("secret"));
            using var anna = new FapiClient(venue.Url, key, secret);
            using FapiClient ben = await FapiClient.Join(other);
            string listenKey = await ListenKey(anna);
            using (FapiSocket first = await FapiSocket.Open(venue.Url, $"/private/ws?listenKey={listenKey}"))
            {
                await first.Ask("LIST_SUBSCRIPTIONS");
                await Fill(anna, ben, 3);
                await Fills(first, told, 3);
                first.Abort();
            }
            await Fill(anna, ben, 4);
            using FapiSocket second = await FapiSocket.Open(venue.Url, $"/stream?streams={listenKey}");
            await Fills(second, told, 4);
            await Fill(anna, ben, 2);
            await Fills(second, told, 2);
            await venue.Kill();
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using var back = new FapiClient(again.Url, key, secret);
        using ApiClient stranger = await again.Client().Join("carl");
        using FapiClient carl = await FapiClient.Join(stranger);
        using FapiSocket third = await FapiSocket.Open(again.Url, $"/ws/{await ListenKey(back)}");
        await third.Ask("LIST_SUBSCRIPTIONS");
        await Fill(back, carl, 3);
        await Fills(third, told, 3);
        long[] history = [.. (await back.Get("/fapi/v1/userTrades", Btc)).Ok().Body.EnumerateArray().Select(t => t.GetProperty("id").GetInt64())];
        Assert.Equal(history, told);
        Assert.Equal(12, told.Distinct().Count());
    }

    [Fact]
    public async Task What_happens_to_an_order_is_told_in_the_order_in_which_it_happened()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient person = await venue.Client().Join("anna"), other = await venue.Client().Join("ben");
        using FapiClient anna = await FapiClient.Join(person), ben = await FapiClient.Join(other);
        using FapiSocket socket = await FapiSocket.Open(venue.Url, $"/ws/{await ListenKey(anna)}");
        await socket.Ask("LIST_SUBSCRIPTIONS");
        (await ben.Post("/fapi/v1/order", Order("SELL", "0.002", "60100"))).Ok();
        (await ben.Post("/fapi/v1/order", Order("SELL", "0.002", "60101"))).Ok();
        (await anna.Post("/fapi/v1/order", Order("BUY", "0.005", "60101") + "&newClientOrderId=one")).Ok();
        Assert.Equal(["NEW NEW 0", "TRADE PARTIALLY_FILLED 0.002", "TRADE PARTIALLY_FILLED 0.004"], await Updates(socket, 3));
        JsonElement account = (await socket.Event("ACCOUNT_UPDATE")).GetProperty("a");
        Assert.Equal(("ORDER", "0.004"), (account.GetProperty("m").GetString(), account.GetProperty("P")[0].GetProperty("pa").GetString()));
        FapiReply now = (await anna.Get("/fapi/v3/account")).Ok();
        Assert.Equal(now["totalWalletBalance"].GetString(), account.GetProperty("B")[0].GetProperty("wb").GetString());
        (await anna.Put("/fapi/v1/order", $"{Btc}&side=BUY&origClientOrderId=one&quantity=0.006&price=60050")).Ok();
        (await anna.Delete("/fapi/v1/order", $"{Btc}&origClientOrderId=one")).Ok();
        Assert.Equal(["AMENDMENT PARTIALLY_FILLED 0.004", "CANCELED CANCELED 0.004"], await Updates(socket, 2));
        (await anna.Post("/fapi/v1/order", $"{Btc}&side=BUY&type=MARKET&quantity=0.001")).Ok();
        Assert.Equal(["NEW NEW 0", "EXPIRED EXPIRED 0"], await Updates(socket, 2));
        (await anna.Post("/fapi/v1/leverage", $"{Btc}&leverage=12")).Ok();
        Assert.Equal(12, (await socket.Event("ACCOUNT_CONFIG_UPDATE")).GetProperty("ac").GetProperty("l").GetInt32());
        (await anna.Post("/fapi/v1/algoOrder", $"{Btc}&algoType=CONDITIONAL&side=SELL&type=STOP_MARKET&quantity=0.001&triggerPrice=59000&clientAlgoId=stop")).Ok();
        (await anna.Delete("/fapi/v1/algoOrder", "clientAlgoId=stop")).Ok();
        // The margin type is what it was, and nothing is said of it.
        Assert.Equal(("NEW", "stop"), Algo(await socket.Next()));
        Assert.Equal(("CANCELED", "stop"), Algo(await socket.Event("ALGO_UPDATE")));
        (await person.Post("/deposits/paper", """{"amount":"25","requestId":"more"}""")).Is(200);
        JsonElement deposit = (await socket.Event("ACCOUNT_UPDATE")).GetProperty("a");
        Assert.Equal(("DEPOSIT", "25"), (deposit.GetProperty("m").GetString(), deposit.GetProperty("B")[0].GetProperty("bc").GetString()));
    }

    [Fact]
    public async Task A_fill_is_told_in_short_first_and_events_that_are_not_wanted_stay_away()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient person = await venue.Client().Join("anna"), other = await venue.Client().Join("ben");
        using FapiClient anna = await FapiClient.Join(person), ben = await FapiClient.Join(other);
        string listenKey = await ListenKey(anna);
        using FapiSocket all = await FapiSocket.Open(venue.Url, $"/private/ws?listenKey={listenKey}"), some = await FapiSocket.Open(venue.Url, $"/private/ws?listenKey={listenKey}&events=TRADE_LITE/ACCOUNT_UPDATE");
        await all.Ask("LIST_SUBSCRIPTIONS");
        await some.Ask("LIST_SUBSCRIPTIONS");
        (await anna.Post("/fapi/v1/order", Order("BUY", "0.002", "59000"))).Ok();
        JsonElement resting = (await all.Next()).GetProperty("o");
        Assert.Equal(("NEW", "118", "0"), (resting.GetProperty("x").GetString(), resting.GetProperty("b").GetString(), resting.GetProperty("a").GetString()));
        await Fill(anna, ben, 1);
        JsonElement taken = await all.Next(), lite = await all.Next(), fill = (await all.Next()).GetProperty("o");
        Assert.Equal(("NEW", "118"), (taken.GetProperty("o").GetProperty("x").GetString(), taken.GetProperty("o").GetProperty("b").GetString()));
        Assert.Equal(("TRADE_LITE", "BTCUSDC", "BUY", "0.001", "60100", false), (lite.GetProperty("e").GetString(), lite.GetProperty("s").GetString(), lite.GetProperty("S").GetString(), lite.GetProperty("l").GetString(), lite.GetProperty("L").GetString(), lite.GetProperty("m").GetBoolean()));
        foreach (string same in (string[])["t", "i", "c", "q", "p"]) Assert.Equal(fill.GetProperty(same).ToString(), lite.GetProperty(same).ToString());
        JsonElement position = (await all.Event("ACCOUNT_UPDATE")).GetProperty("a").GetProperty("P")[0];
        Assert.Equal((await anna.Get("/fapi/v3/positionRisk", Btc)).Ok().Body[0].GetProperty("breakEvenPrice").GetString(), position.GetProperty("bep").GetString());
        Assert.NotEqual(position.GetProperty("ep").GetString(), position.GetProperty("bep").GetString());
        Assert.Equal(("TRADE_LITE", "ACCOUNT_UPDATE"), ((await some.Next()).GetProperty("e").GetString(), (await some.Next()).GetProperty("e").GetString()));
        (await anna.Delete("/fapi/v1/allOpenOrders", Btc)).Ok();
        JsonElement gone = (await all.Event("ORDER_TRADE_UPDATE")).GetProperty("o");
        Assert.Equal(("CANCELED", "0"), (gone.GetProperty("x").GetString(), gone.GetProperty("b").GetString()));
    }

    [Fact]
    public async Task Each_of_two_sockets_on_one_key_comes_back_to_what_it_missed_whatever_the_other_has()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient person = await venue.Client().Join("anna"), other = await venue.Client().Join("ben");
        using FapiClient anna = await FapiClient.Join(person), ben = await FapiClient.Join(other);
        string listenKey = await ListenKey(anna);
        using FapiSocket stays = await FapiSocket.Open(venue.Url, $"/ws/{listenKey}"), breaks = await FapiSocket.Open(venue.Url, $"/ws/{listenKey}");
        await stays.Ask("LIST_SUBSCRIPTIONS");
        await breaks.Ask("LIST_SUBSCRIPTIONS");
        List<long> all = [], some = [];
        await Fill(anna, ben, 1);
        await Fills(stays, all, 1);
        await Fills(breaks, some, 1);
        breaks.Abort();
        await Fill(anna, ben, 1);
        await Fills(stays, all, 1);
        await Acknowledge(stays);
        using FapiSocket back = await FapiSocket.Open(venue.Url, $"/ws/{listenKey}");
        await Fills(back, some, 1);
        Assert.Equal(all, some);
    }

    [Fact]
    public async Task The_average_price_of_an_order_that_was_filled_while_nobody_listened_is_of_all_its_fills()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient person = await venue.Client().Join("anna"), other = await venue.Client().Join("ben");
        using FapiClient anna = await FapiClient.Join(person), ben = await FapiClient.Join(other);
        string listenKey = await ListenKey(anna);
        (await ben.Post("/fapi/v1/order", Order("SELL", "0.01", "59989"))).Ok();
        List<long> told = [];
        using (FapiSocket first = await FapiSocket.Open(venue.Url, $"/ws/{listenKey}"))
        {
            await first.Ask("LIST_SUBSCRIPTIONS");
            (await anna.Post("/fapi/v1/order", Order("BUY", "0.02", "60049"))).Ok();
            await Fills(first, told, 1);
            await Acknowledge(first);
            first.Abort();
        }
        (await ben.Post("/fapi/v1/order", Order("SELL", "0.01", "60049"))).Ok();
        using FapiSocket second = await FapiSocket.Open(venue.Url, $"/ws/{listenKey}");
        JsonElement last;
        do last = (await second.Event("ORDER_TRADE_UPDATE")).GetProperty("o");
        while (last.GetProperty("X").GetString() != "FILLED");
        Assert.Equal(("0.02", "60019"), (last.GetProperty("z").GetString(), last.GetProperty("ap").GetString()));
    }

    // The venue asks by pings what arrived; they are answered while somebody reads.
    private static async Task Acknowledge(FapiSocket socket)
    {
        for (int i = 0; i < 20; i++)
        {
            await socket.Ask("LIST_SUBSCRIPTIONS");
            await Task.Delay(50);
        }
    }

    private static (string?, string?) Algo(JsonElement update) => (update.GetProperty("o").GetProperty("X").GetString(), update.GetProperty("o").GetProperty("caid").GetString());

    private static async Task<List<string>> Updates(FapiSocket socket, int count)
    {
        List<string> updates = [];
        while (updates.Count < count)
        {
            JsonElement order = (await socket.Event("ORDER_TRADE_UPDATE")).GetProperty("o");
            updates.Add($"{order.GetProperty("x").GetString()} {order.GetProperty("X").GetString()} {order.GetProperty("z").GetString()}");
        }
        return updates;
    }

    private static async Task<string> ListenKey(FapiClient client) => (await client.Keyed(HttpMethod.Post, "/fapi/v1/listenKey")).Ok()["listenKey"].GetString()!;

    private static async Task Fill(FapiClient taker, FapiClient maker, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (await maker.Post("/fapi/v1/order", Order("SELL", "0.001", "60100"))).Ok();
            (await taker.Post("/fapi/v1/order", Order("BUY", "0.001", "60100"))).Ok();
        }
    }

    private static async Task Fills(FapiSocket socket, List<long> told, int count)
    {
        for (int i = 0; i < count;)
        {
            JsonElement update = await socket.Event("ORDER_TRADE_UPDATE");
            if (update.GetProperty("o").GetProperty("x").GetString() != "TRADE") continue;
            long trade = update.GetProperty("o").GetProperty("t").GetInt64();
            if (told.Count > 0 && trade <= told[^1]) continue;
            told.Add(trade);
            i++;
        }
    }

    private static string Order(string side, string quantity, string price) => $"{Btc}&side={side}&type=LIMIT&quantity={quantity}&price={price}&timeInForce=GTC";
}
