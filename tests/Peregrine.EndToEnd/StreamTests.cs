using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Peregrine.Identity.Tests.Keys;

namespace Peregrine.EndToEnd;

public sealed class StreamTests(SharedVenue shared) : IClassFixture<SharedVenue>
{
    [Theory]
    [InlineData("raw")]
    [InlineData("20ms")]
    [InlineData("100ms")]
    [InlineData("1s")]
    public async Task A_book_is_followed_by_its_chain_and_ends_like_the_one_over_http(string speed)
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url);
        Assert.Equal($"book:LINK-PERP:{speed}", (await socket.Ask($"\"op\":\"subscribe\",\"ch\":\"book\",\"market\":\"LINK-PERP\",\"speed\":\"{speed}\"")).GetProperty("sub").GetString());
        var book = new LocalBook(await socket.Frame("book"));
        for (int i = 0; i < 20; i++)
        {
            Reply placed = (await anna.Post("/orders", OrderTests.Limit("LINK-PERP", "buy", $"14.{100 + i}", "3"))).Is(200);
            if (i % 3 == 0) (await anna.Send(HttpMethod.Delete, $"/orders/{placed.Text("orderId")}", null)).Is(200);
        }
        Reply last = (await anna.Get($"/book/LINK-PERP?minSeq={(await anna.Get("/status"))["seq"].GetInt64()}")).Is(200);
        while (book.MdSeq < last["mdSeq"].GetInt64()) book.Apply(await socket.Frame("book"));
        Assert.Equal(last.Text("checksum"), book.Checksum());
        Assert.Equal(last["bids"].EnumerateArray().Select(l => l[1].GetString()), book.Bids());
        (await anna.Send(HttpMethod.Delete, "/orders", null)).Is(200);
    }

    [Fact]
    public async Task An_account_hears_everything_in_one_chain_and_resumes()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\"");
        JsonElement snapshot = await socket.Frame("account");
        Assert.Equal(("snapshot", "5000"), (snapshot.GetProperty("type").GetString(), snapshot.GetProperty("balances")[0].GetProperty("balance").GetString()));
        long from = snapshot.GetProperty("seq").GetInt64();

        (await anna.Post("/orders", OrderTests.Limit("ADA-PERP", "buy", "0.5", "100"))).Is(200);
        (await ben.Post("/orders", OrderTests.Limit("ADA-PERP", "sell", "0.5", "40"))).Is(200);
        (await anna.Send(HttpMethod.Delete, "/orders", null)).Is(200);
        List<JsonElement> steps = [];
        for (int i = 0; i < 3; i++) steps.Add(await socket.Frame("account"));
        Assert.Equal(from, steps[0].GetProperty("prev").GetInt64());
        Assert.Equal(steps.Take(2).Select(s => s.GetProperty("seq").GetInt64()), steps.Skip(1).Select(s => s.GetProperty("prev").GetInt64()));
        Assert.Equal(["orders"], Topics(steps[0]));
        Assert.Equal(["balances", "fills", "orders", "positions"], Topics(steps[1]).Distinct().Order());
        JsonElement cancelled = steps[2].GetProperty("events")[0].GetProperty("order");
        Assert.Equal(("cancelled", "40"), (cancelled.GetProperty("state").GetString(), cancelled.GetProperty("filled").GetString()));

        using StreamClient again = await StreamClient.Open(shared.Venue.Url, anna.Token);
        await again.Ask($"\"op\":\"subscribe\",\"ch\":\"account\",\"from\":{from}");
        JsonElement away = await again.Frame("account");
        Assert.Equal(("away", from, steps[2].GetProperty("seq").GetInt64()), (away.GetProperty("type").GetString(), away.GetProperty("from").GetInt64(), away.GetProperty("to").GetInt64()));
        Assert.Equal((1, 3), (away.GetProperty("fills").GetInt32(), away.GetProperty("orders").GetInt32()));
        foreach (JsonElement step in steps) Assert.Equal(step.ToString(), (await again.Frame("account")).ToString());
    }

    [Fact]
    public async Task A_resume_from_what_never_was_begins_anew_and_one_from_the_newest_goes_on()
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\",\"from\":99999999");
        Assert.Equal("gone", (await socket.Frame("account")).GetProperty("type").GetString());
        Assert.Equal("snapshot", (await socket.Frame("account")).GetProperty("type").GetString());
        for (int i = 0; i < 50; i++)
        {
            // The folds may not have it yet.
            long newest = (await socket.Ask($"\"op\":\"place\",\"body\":{OrderTests.Limit("ADA-PERP", "buy", "0.4", "100")}")).GetProperty("result").GetProperty("seq").GetInt64();
            using StreamClient again = await StreamClient.Open(shared.Venue.Url, anna.Token);
            await again.Ask($"\"op\":\"subscribe\",\"ch\":\"account\",\"from\":{newest}");
            (await anna.Send(HttpMethod.Delete, "/orders", null)).Is(200);
            JsonElement next = await again.Frame("account");
            Assert.True(next.GetProperty("type").GetString() is "step" or "away", next.ToString());
        }
    }

    [Theory]
    [InlineData("16", "gone")]
    [InlineData("512", "away")]
    public async Task How_far_back_a_resume_reaches_is_what_the_venue_keeps_of_an_account(string share, string expected)
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--accounts.news", "2", "--accounts.news-share", share, "--limits.account.orders", "10000", "--limits.account.exits", "10000");
        using ApiClient anna = await venue.Client().Join("anna");
        long from = (await anna.Get("/status"))["seq"].GetInt64();
        for (int i = 0; i < 10; i++)
        {
            string order = $$"""{"op":"place","body":{{OrderTests.Limit("ADA-PERP", "buy", "0.4", "100")}}}""";
            (await anna.Post("/orders/batch", $$"""{"commands":[{{string.Join(',', Enumerable.Repeat(order, 50))}}]}""")).Is(200);
            (await anna.Send(HttpMethod.Delete, "/orders", null)).Is(200);
        }
        using StreamClient socket = await StreamClient.Open(venue.Url, anna.Token);
        await socket.Ask($"\"op\":\"subscribe\",\"ch\":\"account\",\"from\":{from}");
        Assert.Equal(expected, (await socket.Frame("account")).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Whoever_wants_some_topics_gets_a_chain_of_those()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\",\"topics\":[\"fills\"]");
        long seq = (await socket.Frame("account")).GetProperty("seq").GetInt64();
        for (int i = 0; i < 3; i++)
        {
            (await anna.Post("/orders", OrderTests.Limit("ADA-PERP", "buy", "0.49", "100"))).Is(200);
            (await ben.Post("/orders", OrderTests.Limit("ADA-PERP", "sell", "0.49", "100"))).Is(200);
        }
        for (int i = 0; i < 3; i++)
        {
            JsonElement step = await socket.Frame("account");
            Assert.Equal((seq, "fills"), (step.GetProperty("prev").GetInt64(), Assert.Single(Topics(step))));
            seq = step.GetProperty("seq").GetInt64();
        }
        Assert.Equal("topics", (await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\",\"topics\":[\"all\"]")).GetProperty("error").GetProperty("field").GetString());
    }

    [Fact]
    public async Task Positions_come_with_all_that_follows_from_them()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\",\"margin\":true");
        (await ben.Post("/orders", OrderTests.Limit("BTC-PERP", "sell", "60000", "0.5"))).Is(200);
        (await anna.Post("/orders", OrderTests.Limit("BTC-PERP", "buy", "60000", "0.5"))).Is(200);
        JsonElement frame = await socket.Next(e => e.TryGetProperty("type", out JsonElement type) && type.GetString() == "margin" && e.GetProperty("positions").GetArrayLength() == 1);
        JsonElement position = frame.GetProperty("positions")[0];
        JsonElement asked = (await anna.Get($"/positions/BTC-PERP?minSeq={frame.GetProperty("asOfSeq").GetInt64()}")).Is(200).Body;
        Assert.Equal(asked.ToString(), position.ToString());
        foreach (string field in new[] { "liquidationPrice", "maintenanceMargin", "breakEven", "adl" }) Assert.True(position.TryGetProperty(field, out _), field);
    }

    [Fact]
    public async Task Keys_authenticate_sockets_with_either_signature()
    {
        using ApiClient anna = await shared.Somebody();
        byte[] seed = RandomNumberGenerator.GetBytes(32);
        JsonElement hmac = (await anna.Post("/keys", """{"label":"h","scopes":["read","trade"]}""")).Is(200).Body;
        JsonElement curve = (await anna.Post("/keys", $$"""{"label":"e","scopes":["read"],"publicKey":"{{Convert.ToBase64String(Ed25519Pair.PublicKey(seed))}}"}""")).Is(200).Body;
        string time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string secret = hmac.GetProperty("secret").GetString()!, text = $"peregrine-v1\n{time}\n\nGET\n/ws/v1\n";

        using StreamClient first = await StreamClient.Open(shared.Venue.Url);
        string signature = ApiClient.Sign(secret, time, "GET", "/ws/v1", "");
        Assert.True((await first.Ask($"\"op\":\"auth\",\"key\":\"{hmac.GetProperty("keyId").GetString()}\",\"timestamp\":{time},\"signature\":\"{signature}\"")).GetProperty("ok").GetBoolean());
        Assert.Equal("live", (await first.Ask($"\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001")}")).GetProperty("result").GetProperty("state").GetString());

        using StreamClient second = await StreamClient.Open(shared.Venue.Url);
        Assert.True((await second.Ask($"\"op\":\"auth\",\"key\":\"{curve.GetProperty("keyId").GetString()}\",\"timestamp\":{time},\"signature\":\"{Signed(seed, text)}\"")).GetProperty("ok").GetBoolean());
        Assert.Equal("NOT_PERMITTED", (await second.Ask($"\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001")}")).GetProperty("error").GetProperty("code").GetString());
        await second.Ask("\"op\":\"subscribe\",\"ch\":\"account\"");
        // The snapshot may be of a moment before the order: then the order comes behind it.
        await second.Next(e => e.TryGetProperty("orders", out JsonElement orders) && orders.GetArrayLength() == 1);

        using StreamClient third = await StreamClient.Open(shared.Venue.Url);
        string wrong = Signed(seed, text + " ");
        Assert.Equal("BAD_SIGNATURE", (await third.Ask($"\"op\":\"auth\",\"key\":\"{curve.GetProperty("keyId").GetString()}\",\"timestamp\":{time},\"signature\":\"{wrong}\"")).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Margin_is_told_to_whoever_asks_for_it()
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\",\"margin\":true");
        Assert.Equal(("0", "5000"), await Margin(socket));
        (await anna.Post("/orders", OrderTests.Limit("DOT-PERP", "buy", "4", "100"))).Is(200);
        (string initial, string available) = await Margin(socket);
        Assert.True(decimal.Parse(initial, CultureInfo.InvariantCulture) > 0 && decimal.Parse(available, CultureInfo.InvariantCulture) < 5000);
    }

    private static async Task<(string Initial, string Available)> Margin(StreamClient socket)
    {
        JsonElement frame = await socket.Next(e => e.TryGetProperty("type", out JsonElement type) && type.GetString() == "margin");
        return (frame.GetProperty("initialMargin").GetString()!, frame.GetProperty("available").GetString()!);
    }

    [Fact]
    public async Task Orders_go_over_the_socket_and_many_at_once()
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        JsonElement placed = await socket.Ask($"\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001")}");
        string id = placed.GetProperty("result").GetProperty("orderId").GetString()!;
        Assert.Equal("live", (await socket.Ask($"\"op\":\"amend\",\"order\":\"{id}\",\"body\":{{\"market\":\"BTC-PERP\",\"price\":\"50001\"}}")).GetProperty("result").GetProperty("state").GetString());
        Assert.Equal("body.price", (await socket.Ask($"\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "x", "0.001")}")).GetProperty("error").GetProperty("field").GetString());
        for (int i = 0; i < 16; i++) await socket.Say($"{{\"id\":{1000 + i},\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "49000", "0.001")}}}");
        HashSet<long> answered = [];
        while (answered.Count < 16) answered.Add((await socket.Next(e => e.GetProperty("id").GetInt64() >= 1000)).GetProperty("id").GetInt64());
        Assert.Equal(1, (await socket.Ask($"\"op\":\"cancel\",\"order\":\"{id}\"")).GetProperty("result").GetProperty("cancelled").GetInt32());
        JsonElement batch = await socket.Ask($"\"op\":\"batch\",\"body\":{{\"commands\":[{{\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "49000", "0.001")}}}]}}");
        Assert.Equal("live", batch.GetProperty("result").GetProperty("answers")[0].GetProperty("state").GetString());
        Assert.True((await socket.Ask("\"op\":\"deadMan\",\"body\":{\"timeout\":60000}")).GetProperty("ok").GetBoolean());
        Assert.Equal(17, (await socket.Ask("\"op\":\"massCancel\",\"body\":{\"market\":\"BTC-PERP\"}")).GetProperty("result").GetProperty("cancelled").GetInt32());
    }

    [Fact]
    public async Task A_lost_socket_takes_its_bound_orders_along()
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        await socket.Ask($"\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001").Replace("}", ",\"cancelOnDisconnect\":true}", StringComparison.Ordinal)}");
        JsonElement placed = await socket.Ask($"\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "50001", "0.001")}");
        // The lists may not know yet of what was answered.
        string orders = $"/orders?minSeq={placed.GetProperty("result").GetProperty("seq").GetInt64()}";
        socket.Abort();
        while ((await anna.Get(orders)).Is(200)["orders"].GetArrayLength() > 1) await Task.Delay(20);
        Assert.Equal("50001", (await anna.Get(orders))["orders"][0].GetProperty("price").GetString());
    }

    [Fact]
    public async Task A_lost_socket_takes_the_bound_orders_of_everybody_who_spoke_on_it()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        string bound = OrderTests.Limit("BTC-PERP", "buy", "50002", "0.001").Replace("}", ",\"cancelOnDisconnect\":true}", StringComparison.Ordinal);
        await socket.Ask($"\"op\":\"place\",\"body\":{bound}");
        await socket.Ask($"\"op\":\"auth\",\"token\":\"{ben.Token}\"");
        // Nobody was lost by that: the order stays until the socket goes.
        JsonElement placed = await socket.Ask($"\"op\":\"place\",\"body\":{bound}");
        string orders = $"/orders?minSeq={placed.GetProperty("result").GetProperty("seq").GetInt64()}";
        foreach (ApiClient who in (ApiClient[])[anna, ben]) Assert.Equal(1, (await who.Get(orders)).Is(200)["orders"].GetArrayLength());
        socket.Abort();
        foreach (ApiClient who in (ApiClient[])[anna, ben])
        {
            while ((await who.Get(orders)).Is(200)["orders"].GetArrayLength() > 0) await Task.Delay(20);
        }
    }

    [Fact]
    public async Task Public_channels_tell_what_happens()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url);
        foreach (string channel in new[] { "trades", "l3", "ticker", "mark", "funding", "liquidations" }) await socket.Ask($"\"op\":\"subscribe\",\"ch\":\"{channel}\",\"market\":\"ETH-PERP\"");
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"status\"");
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"insurance\"");
        Assert.Equal("running", (await socket.Frame("status")).GetProperty("state").GetString());
        Assert.False((await socket.Frame("funding")).GetProperty("data").GetProperty("on").GetBoolean());
        Assert.Equal("3000", (await socket.Frame("mark")).GetProperty("mark").GetString());
        Assert.Equal("snapshot", (await socket.Frame("l3")).GetProperty("type").GetString());
        await socket.Frame("ticker");
        Assert.Equal(7, (await socket.Frame("insurance")).GetProperty("data").GetProperty("funds").GetArrayLength());
        (await anna.Post("/orders", OrderTests.Limit("ETH-PERP", "buy", "2990", "0.1"))).Is(200);
        // No price and no trade comes with it: the book alone changed.
        await socket.Next(e => e.GetProperty("ch").GetString() == "ticker" && e.GetProperty("data").TryGetProperty("bid", out JsonElement bid) && bid.GetString() == "2990");
        Assert.Equal("added", (await socket.Frame("l3")).GetProperty("changes")[0].GetProperty("change").GetString());
        (await ben.Post("/orders", """{"type":"market","market":"ETH-PERP","side":"sell","qty":"0.1"}""")).Is(200);
        JsonElement trade = (await socket.Frame("trades")).GetProperty("trades")[0];
        Assert.Equal(("2990", "0.1", "sell"), (trade.GetProperty("price").GetString(), trade.GetProperty("qty").GetString(), trade.GetProperty("side").GetString()));
        Assert.Equal("2990", (await socket.Next(e => e.GetProperty("ch").GetString() == "ticker" && e.GetProperty("data").TryGetProperty("last", out _))).GetProperty("data").GetProperty("last").GetString());
        Assert.True((await socket.Ask("\"op\":\"unsubscribe\",\"ch\":\"trades\",\"market\":\"ETH-PERP\"")).GetProperty("ok").GetBoolean());
        Assert.Equal("NOT_FOUND", (await socket.Ask("\"op\":\"unsubscribe\",\"ch\":\"trades\",\"market\":\"ETH-PERP\"")).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_socket_is_closed_for_what_is_no_frame_and_for_a_session_that_ended()
    {
        using StreamClient nonsense = await StreamClient.Open(shared.Venue.Url);
        await nonsense.Say("hello");
        Assert.Equal(1003, await nonsense.Closed());
        using StreamClient large = await StreamClient.Open(shared.Venue.Url);
        await large.Say(new string('x', 70_000));
        Assert.Equal(1009, await large.Closed());
        using StreamClient stranger = await StreamClient.Open(shared.Venue.Url);
        Assert.Equal("UNAUTHENTICATED", (await stranger.Ask("\"op\":\"subscribe\",\"ch\":\"account\"")).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("UNAUTHENTICATED", (await stranger.Ask("\"op\":\"cancel\",\"order\":\"1\"")).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("speed", (await stranger.Ask("\"op\":\"subscribe\",\"ch\":\"book\",\"market\":\"BTC-PERP\",\"speed\":\"2ms\"")).GetProperty("error").GetProperty("field").GetString());
        Assert.Equal("market", (await stranger.Ask("\"op\":\"subscribe\",\"ch\":\"book\"")).GetProperty("error").GetProperty("field").GetString());
        using ApiClient anna = await shared.Somebody();
        using StreamClient hers = await StreamClient.Open(shared.Venue.Url, anna.Token);
        (await anna.Post("/auth/sign-out")).Is(204);
        Assert.Equal("ended", (await hers.Frame("session")).GetProperty("type").GetString());
        Assert.Equal(4001, await hers.Closed());
    }

    [Fact]
    public async Task One_socket_too_many_is_refused_and_the_others_go_on()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--listen.sockets", "1");
        using StreamClient first = await StreamClient.Open(venue.Url);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => StreamClient.Open(venue.Url));
        Assert.True((await first.Ask("\"op\":\"ping\"")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Binary_frames_place_cancel_and_say_what_is_wrong_with_them()
    {
        using ApiClient anna = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, anna.Token);
        await socket.Say([.. Frames.Place(7, market: 1, side: 1, price: 500_000, qty: 100, clientId: "bin"), .. Frames.Ping(8, 99)]);
        byte[][] answers = [await socket.Binary(), await socket.Binary()];
        byte[] done = answers.Single(a => a[2] == 129), pong = answers.Single(a => a[2] == 131);
        Assert.Equal((7u, 0, (byte)5), (Frames.Correlation(done), BinaryPrimitives.ReadUInt16LittleEndian(done.AsSpan(8)), done[10]));
        long order = BinaryPrimitives.ReadInt64LittleEndian(done.AsSpan(12));
        Assert.Equal(99, BinaryPrimitives.ReadInt64LittleEndian(pong.AsSpan(8)));
        Assert.Equal("50000", (await anna.Get($"/orders/{order}?minSeq={BinaryPrimitives.ReadInt64LittleEndian(done.AsSpan(28))}")).Is(200).Text("price"));
        await socket.Say(Frames.Amend(9, order, 500_010, 0));
        Assert.Equal(9u, Frames.Correlation(await socket.Binary()));
        await socket.Say(Frames.Cancel(10, 0, "bin"));
        byte[] cancelled = await socket.Binary();
        Assert.Equal((10u, (byte)8), (Frames.Correlation(cancelled), cancelled[10]));
        await socket.Say(Frames.MassCancel(11, market: 1));
        Assert.Equal(129, (await socket.Binary())[2]);
        byte[] wrong = Frames.Place(12, market: 1, side: 3, price: 1, qty: 1, clientId: "");
        await socket.Say([.. Frames.Ping(13, 1), .. wrong, .. Frames.Ping(14, 1)]);
        Assert.Equal(131, (await socket.Binary())[2]);
        byte[] malformed = await socket.Binary();
        Assert.Equal((132, 12u, 16 + 11, 4), (malformed[2], Frames.Correlation(malformed), BinaryPrimitives.ReadUInt16LittleEndian(malformed.AsSpan(8)), malformed[10]));
    }

    private static string Signed(byte[] seed, string text) => Convert.ToBase64String(Ed25519Pair.Sign(seed, Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<string> Topics(JsonElement step) => step.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("topic").GetString()!);

    /// <summary>A book kept as the documents tell clients to.</summary>
    private sealed class LocalBook
    {
        private readonly SortedDictionary<decimal, string> _bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
        private readonly SortedDictionary<decimal, string> _asks = [];

        public LocalBook(JsonElement snapshot) => Take(snapshot, "snapshot");

        public long MdSeq { get; private set; }

        public void Apply(JsonElement frame)
        {
            if (frame.GetProperty("type").GetString() == "diff") Assert.Equal(MdSeq, frame.GetProperty("prev").GetInt64());
            Take(frame, "diff");
        }

        public string[] Bids() => [.. _bids.Values];

        public string Checksum()
        {
            ulong hash = 0xcbf29ce484222325;
            foreach ((decimal price, string qty) in _bids.Take(25).Concat(_asks.Take(25)))
            {
                hash = Mix(hash, (long)(price * 1000));
                hash = Mix(hash, (long)(decimal.Parse(qty, CultureInfo.InvariantCulture) * 10));
            }
            return hash.ToString("x16", CultureInfo.InvariantCulture);
        }

        private void Take(JsonElement frame, string type)
        {
            Assert.Equal(type, frame.GetProperty("type").GetString());
            Put(_bids, frame.GetProperty("bids"));
            Put(_asks, frame.GetProperty("asks"));
            MdSeq = frame.GetProperty("mdSeq").GetInt64();
        }

        private static void Put(SortedDictionary<decimal, string> side, JsonElement levels)
        {
            foreach (JsonElement level in levels.EnumerateArray())
            {
                decimal price = decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture);
                if (level[1].GetString() == "0") side.Remove(price);
                else side[price] = level[1].GetString()!;
            }
        }

        private static ulong Mix(ulong hash, long value)
        {
            unchecked
            {
                for (int i = 0; i < 8; i++) hash = (hash ^ (byte)(value >> (8 * i))) * 0x100000001b3;
                return hash;
            }
        }
    }
}
