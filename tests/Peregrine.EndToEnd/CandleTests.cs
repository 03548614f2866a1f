using System.Globalization;
using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>Candles are the trades and prices that were told, whoever reads them, before and after a restart.</summary>
public sealed class CandleTests
{
    private static readonly string[] Intervals = ["1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"];

    [Fact]
    public async Task Candles_and_the_last_day_are_the_same_before_and_after_a_restart()
    {
        using var folder = new Folder();
        Dictionary<string, string> before = [];
        string day;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
            string[] prices = ["3000.1", "3002.5", "2999.3", "3001.2"];
            foreach (string price in prices) await Trade(anna, ben, "ETH-PERP", price, "0.01");
            long seq = (await anna.Get("/status"))["seq"].GetInt64();
            foreach (string interval in Intervals)
            {
                JsonElement[] rows = await Rows(anna, $"ETH-PERP?interval={interval}&minSeq={seq}");
                before[interval] = Sums(rows);
                Check(rows, prices);
            }
            day = Day((await anna.Get($"/tickers/ETH-PERP?minSeq={seq}")).Is(200).Body);
            Assert.Equal(0, await venue.Stop());
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient back = await again.Client().SignIn("anna");
        foreach (string interval in Intervals) Assert.Equal(before[interval], Sums(await Rows(back, $"ETH-PERP?interval={interval}")));
        Assert.Equal(day, Day((await back.Get("/tickers/ETH-PERP")).Is(200).Body));
        foreach (string source in new[] { "mark", "index" })
        {
            JsonElement row = (await Rows(back, $"ETH-PERP?interval=1d&source={source}"))[^1];
            Assert.Equal(("3000", "0"), (row.GetProperty("close").GetString(), row.GetProperty("volume").GetString()));
        }
    }

    [Fact]
    public async Task Pages_go_back_in_time_and_lines_say_what_objects_say()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
        await Trade(anna, ben, "SOL-PERP", "150", "1");
        await Seconds(anna, 3);
        JsonElement[] all = await Rows(anna, "SOL-PERP?interval=1s");
        Assert.True(all.Length >= 3);
        long last = all[^1].GetProperty("time").GetInt64();
        List<JsonElement> walked = [];
        string query = $"SOL-PERP?interval=1s&limit=2&to={last + 1000}";
        string cursor = "";
        do
        {
            Reply page = (await anna.Get($"/candles/{query}{cursor}")).Is(200);
            walked.InsertRange(0, page["rows"].EnumerateArray());
            cursor = page.Body.TryGetProperty("next", out JsonElement next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(all.Take(all.Length - 1).Select(r => r.ToString()), walked.Take(all.Length - 1).Select(r => r.ToString()));
        string csv = await anna.Text($"/candles/SOL-PERP?interval=1s&limit=1&to={all[0].GetProperty("time").GetInt64() + 1}&format=csv");
        Assert.Equal($"time,open,high,low,close,volume,quoteVolume,count,closed,takerBuyVolume,takerBuyQuoteVolume\r\n{all[0].GetProperty("time")},150,150,150,150,1,150,1,true,1,150\r\n", csv);
        Assert.Equal(csv, await anna.Text($"/candles/SOL-PERP?interval=1s&limit=1&to={all[0].GetProperty("time").GetInt64() + 1}", "text/csv"));
        (await anna.Get("/candles/SOL-PERP")).IsRefused(400, "MISSING_FIELD");
        (await anna.Get("/candles/SOL-PERP?interval=1m&cursor=x")).IsRefused(400, "BAD_VALUE");
    }

    [Fact]
    public async Task A_socket_hears_the_running_candle_and_its_end()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
        await Trade(anna, ben, "SOL-PERP", "150", "1");
        await Rows(anna, "SOL-PERP?interval=1s");
        using StreamClient socket = await StreamClient.Open(venue.Url);
        JsonElement done = await socket.Ask("\"op\":\"subscribe\",\"ch\":\"candles\",\"market\":\"SOL-PERP\",\"interval\":\"1s\",\"limit\":5");
        Assert.Equal("candles:SOL-PERP:1s:trades", done.GetProperty("sub").GetString());
        JsonElement snapshot = await socket.Frame("candles");
        Assert.Equal("snapshot", snapshot.GetProperty("type").GetString());
        await Trade(anna, ben, "SOL-PERP", "151", "2");
        SortedDictionary<long, JsonElement> heard = [];
        while (!heard.Values.Any(c => c.GetProperty("count").GetInt64() > 0 && c.GetProperty("close").GetString() == "151" && c.GetProperty("closed").GetBoolean()))
        {
            foreach (JsonElement candle in (await socket.Frame("candles")).GetProperty("candles").EnumerateArray()) heard[candle.GetProperty("time").GetInt64()] = candle;
        }
        Dictionary<long, string> told = (await Rows(anna, "SOL-PERP?interval=1s")).ToDictionary(r => r.GetProperty("time").GetInt64(), r => r.ToString());
        foreach ((long time, JsonElement candle) in heard)
        {
            if (candle.GetProperty("closed").GetBoolean()) Assert.Equal(told[time], candle.ToString());
        }
        Assert.Equal("MISSING_FIELD", (await socket.Ask("\"op\":\"subscribe\",\"ch\":\"candles\",\"market\":\"SOL-PERP\"")).GetProperty("error").GetProperty("code").GetString());
    }

    internal static async Task Trade(ApiClient maker, ApiClient taker, string market, string price, string qty)
    {
        (await maker.Post("/orders", OrderTests.Limit(market, "sell", price, qty))).Is(200);
        Assert.Equal("filled", (await taker.Post("/orders", OrderTests.Limit(market, "buy", price, qty))).Is(200).Text("state"));
    }

    // Engine time goes on by itself, a tick a second.
    private static async Task Seconds(ApiClient who, int count)
    {
        while ((await Rows(who, "SOL-PERP?interval=1s")).Length < count) await Task.Delay(50);
    }

    private static async Task<JsonElement[]> Rows(ApiClient who, string query) => [.. (await who.Get($"/candles/{query}")).Is(200)["rows"].EnumerateArray()];

    private static void Check(JsonElement[] rows, string[] prices)
    {
        decimal[] numbers = [.. prices.Select(p => decimal.Parse(p, CultureInfo.InvariantCulture))];
        JsonElement[] traded = [.. rows.Where(r => r.GetProperty("count").GetInt64() > 0)];
        Assert.Equal(prices[0], traded[0].GetProperty("open").GetString());
        Assert.Equal(prices[^1], traded[^1].GetProperty("close").GetString());
        Assert.Equal(numbers.Max(), traded.Max(r => OrderTests.Number(r, "high")));
        Assert.Equal(numbers.Min(), traded.Min(r => OrderTests.Number(r, "low")));
        Assert.Equal(numbers.Length, traded.Sum(r => r.GetProperty("count").GetInt64()));
        Assert.Equal(0.01m * numbers.Sum(), traded.Sum(r => OrderTests.Number(r, "quoteVolume")));
        // All of it was bought by takers.
        Assert.All(traded, static r => Assert.Equal((r.GetProperty("volume").GetString(), r.GetProperty("quoteVolume").GetString()), (r.GetProperty("takerBuyVolume").GetString(), r.GetProperty("takerBuyQuoteVolume").GetString())));
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i].GetProperty("count").GetInt64() == 0) Assert.Equal(rows[i - 1].GetProperty("close").GetString(), rows[i].GetProperty("open").GetString());
        }
    }

    private static string Sums(JsonElement[] rows) => string.Join('\n', rows.Where(r => r.GetProperty("count").GetInt64() > 0)
        .Select(r => string.Join('|', r.EnumerateObject().Where(p => p.Name != "closed").Select(p => p.Value.ToString()))));

    private static string Day(JsonElement ticker) => string.Join('|', new[] { "open24h", "high24h", "low24h", "change24h", "trades24h", "volume24h", "quoteVolume24h" }.Select(n => ticker.GetProperty(n).ToString()));
}
