using System.Globalization;
using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>What happened is told page by page, adds up to what there is, and reads the same over HTTP and from the file.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task Histories_add_up_to_balances_and_positions_to_the_last_unit()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
        long seq = await Days(anna, ben);

        JsonElement[] ledger = await All(ben, "/history/ledger", seq);
        decimal cash = OrderTests.Number((await ben.Get($"/balances?minSeq={seq}")).Is(200)["balances"][0], "balance");
        Assert.Equal(cash, ledger.Sum(r => OrderTests.Number(r, "change")));
        Assert.Equal(cash, OrderTests.Number(ledger[0], "balance"));

        JsonElement[] fills = await All(ben, "/history/fills", seq);
        JsonElement[] recent = [.. (await ben.Get($"/fills?minSeq={seq}&limit=500")).Is(200)["fills"].EnumerateArray()];
        Assert.Equal(recent.Select(f => (f.GetProperty("tradeId").GetString(), f.GetProperty("fee").GetString(), f.GetProperty("realised").GetString())),
            fills.Select(f => (f.GetProperty("tradeId").GetString(), f.GetProperty("fee").GetString(), f.GetProperty("realised").GetString())));
        decimal size = fills.Where(f => f.GetProperty("market").GetString() == "ETH-PERP").Sum(f => OrderTests.Number(f, "qty") * (f.GetProperty("side").GetString() == "buy" ? 1 : -1));
        JsonElement position = (await ben.Get($"/positions/ETH-PERP?minSeq={seq}")).Is(200).Body;
        Assert.Equal(OrderTests.Number(position, "size"), size);

        JsonElement[] closed = await All(ben, "/history/positions", seq);
        Assert.Equal("SOL-PERP", Assert.Single(closed).GetProperty("market").GetString());
        decimal net = OrderTests.Number(closed[0], "net");
        Assert.Equal(net, fills.Where(f => f.GetProperty("market").GetString() == "SOL-PERP").Sum(f => OrderTests.Number(f, "realised") - OrderTests.Number(f, "fee")));

        JsonElement[] orders = await All(ben, "/history/orders", seq);
        foreach (JsonElement order in orders)
        {
            JsonElement one = (await ben.Get($"/orders/{order.GetProperty("orderId").GetString()}?minSeq={seq}")).Is(200).Body;
            foreach (string name in new[] { "state", "qty", "filled", "side", "type", "tif" }) Assert.Equal(one.GetProperty(name).GetString(), order.GetProperty(name).GetString());
        }
        Assert.Contains(orders, o => o.GetProperty("state").GetString() == "cancelled" && o.GetProperty("reason").GetString() == "user" && o.GetProperty("clientOrderId").GetString() == "far");

        Assert.Equal(["100", "5000"], (await All(ben, "/history/deposits", seq)).Select(d => d.GetProperty("amount").GetString()));
        JsonElement[] curve = [.. (await ben.Get($"/portfolio?minSeq={seq}")).Is(200)["rows"].EnumerateArray()];
        Reply account = (await ben.Get($"/account?minSeq={seq}")).Is(200);
        Assert.Equal((account.Text("equity"), 5100), (curve[^1].GetProperty("equity").GetString(), curve.Sum(d => OrderTests.Number(d, "inflow"))));
        Assert.Equal(OrderTests.Number(account.Body, "equity") - 5100, curve.Sum(d => OrderTests.Number(d, "pnl")));
        JsonElement tier = (await ben.Get($"/fee-tier?minSeq={seq}")).Is(200).Body;
        Assert.Equal((0, "0.00045", 1), (tier.GetProperty("tier").GetInt32(), tier.GetProperty("taker").GetString(), tier.GetProperty("next").GetProperty("tier").GetInt32()));
        decimal volume = curve.Sum(d => OrderTests.Number(d, "volume"));
        Assert.InRange(OrderTests.Number(tier, "volumeToday"), 0, volume);
        Assert.Equal(5_000_000 - volume, OrderTests.Number(tier.GetProperty("next"), "missing"));
    }

    [Fact]
    public async Task Pages_lines_and_exports_say_the_same_and_nobody_sees_what_is_not_his()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
        long seq = await Days(anna, ben);
        string id = (await ben.Get("/me")).Is(200).Text("accountId");
        foreach ((string route, string table) in new[]
        {
            ("/history/orders", "orders"), ("/history/amendments", "amendments"), ("/history/fills", "fills"), ("/history/positions", "positions"), ("/history/funding", "funding"), ("/history/ledger", "ledger"),
            ("/history/deposits", "deposits"), ("/history/withdrawals", "withdrawals"), ("/history/liquidations", "liquidations"), ("/history/adl", "adl"), ("/history/days", "account-days"),
        })
        {
            JsonElement[] once = [.. (await ben.Get($"{route}?limit=1000&minSeq={seq}")).Is(200)["rows"].EnumerateArray()];
            Assert.Equal(once.Select(r => r.ToString()), (await All(ben, route, seq)).Select(r => r.ToString()));
            string[] lines = (await ben.Text($"{route}?limit=1000&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(once.Length, lines.Length - 1);
            (int code, string exported, string errors) = await VenueProcess.Run("export", "--data", folder.Path, table, "--account", id);
            Assert.True(code == 0, errors);
            Assert.Equal([lines[0], .. lines.Skip(1).Reverse()], exported.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
            Assert.All((await All(anna, route, seq)).Select(r => r.ToString()), row => Assert.DoesNotContain(row, once.Where(o => o.TryGetProperty("orderId", out _)).Select(r => r.ToString())));
        }
        JsonElement[] trades = await All(anna, "/history/trades/SOL-PERP", seq);
        Assert.Equal((await anna.Get($"/trades/SOL-PERP?minSeq={seq}")).Is(200)["trades"].EnumerateArray().Select(t => t.GetProperty("tradeId").GetString()), trades.Select(t => t.GetProperty("tradeId").GetString()));
        JsonElement day = (await anna.Get($"/history/markets/SOL-PERP?minSeq={seq}")).Is(200)["rows"][0];
        Assert.Equal(trades.Sum(t => OrderTests.Number(t, "quoteQty")), OrderTests.Number(day, "quoteVolume"));
        JsonElement[] flows = await All(anna, "/history/flows/SOL-PERP", seq);
        Assert.Equal(trades.Sum(t => OrderTests.Number(t, "qty")), flows.Sum(f => OrderTests.Number(f, "takerBuys") + OrderTests.Number(f, "takerSells")));
        Assert.Equal((OrderTests.Number((await anna.Get("/markets/SOL-PERP")).Is(200).Body, "openInterest"), 0L, 0L),
            (OrderTests.Number(flows[0], "openInterest"), flows[0].GetProperty("longs").GetInt64(), flows[0].GetProperty("shorts").GetInt64()));
        long middle = trades[0].GetProperty("time").GetInt64();
        Assert.All((await anna.Get($"/history/trades/SOL-PERP?to={middle}")).Is(200)["rows"].EnumerateArray(), t => Assert.True(t.GetProperty("time").GetInt64() < middle));
        (await anna.Get("/history/fills?cursor=nowhere")).IsRefused(400, "BAD_VALUE");
        (await anna.Get("/history/fills?market=NO-PERP")).IsRefused(404, "UNKNOWN_MARKET");
        (await anna.Get("/admin/profit")).IsRefused(403, "NOT_PERMITTED");
        Assert.Equal(2, (await VenueProcess.Run("export", "--data", folder.Path, "fleas")).Code);
        Assert.Contains("is not there", (await VenueProcess.Run("export", "--data", folder.Path + "-no", "fills")).Errors, StringComparison.Ordinal);
    }

    /// <summary>Trades in two markets, a position that closes at a loss, an order that is cancelled, money that comes; says after which command.</summary>
    private static async Task<long> Days(ApiClient anna, ApiClient ben)
    {
        await CandleTests.Trade(anna, ben, "ETH-PERP", "3000.7", "0.37");
        await CandleTests.Trade(anna, ben, "SOL-PERP", "150.01", "3.3");
        await CandleTests.Trade(ben, anna, "SOL-PERP", "149.77", "1.1");
        await CandleTests.Trade(ben, anna, "SOL-PERP", "149.13", "2.2");
        (await ben.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "1").Replace("}", ",\"clientOrderId\":\"far\"}", StringComparison.Ordinal))).Is(200);
        (await ben.Send(HttpMethod.Delete, "/orders/client:far", null)).Is(200);
        return (await ben.Post("/deposits/paper", """{"amount":"100","requestId":"r"}""")).Is(200)["seq"].GetInt64();
    }

    /// <summary>All rows, two at a time.</summary>
    private static async Task<JsonElement[]> All(ApiClient who, string route, long seq)
    {
        List<JsonElement> rows = [];
        string cursor = "";
        do
        {
            Reply page = (await who.Get(string.Create(CultureInfo.InvariantCulture, $"{route}?limit=2&minSeq={seq}{cursor}"))).Is(200);
            Assert.True(page["asOfSeq"].GetInt64() >= seq);
            rows.AddRange(page["rows"].EnumerateArray());
            cursor = page.Body.TryGetProperty("next", out JsonElement next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0);
        return [.. rows];
    }
}
