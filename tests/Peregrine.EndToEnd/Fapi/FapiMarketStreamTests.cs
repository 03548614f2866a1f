using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>What the dialect's streams tell of markets besides their books.</summary>
public sealed class FapiMarketStreamTests
{
    private const string Btc = "symbol=BTCUSDC";

    [Fact]
    public async Task Candles_and_days_name_their_first_and_last_trade_and_know_them_after_a_restart()
    {
        using var folder = new Folder();
        long first, last;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
            using FapiClient reader = await FapiClient.Join(anna);
            using FapiSocket socket = await FapiSocket.Open(venue.Url, "/ws/btcusdc@kline_1M");
            foreach (string price in (string[])["60000", "60010", "59990"]) await CandleTests.Trade(anna, ben, "BTC-PERP", price, "0.01");
            JsonElement[] trades = await Trades(reader, 3);
            (first, last) = (Id(trades[0]), Id(trades[^1]));
            Assert.True(first < last);
            await Told(socket, first, last);
            await IsDay(reader, first, last);
            await venue.Stop();
        }
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().SignIn("anna"), ben = await venue.Client().SignIn("ben");
            using FapiClient reader = await FapiClient.Join(anna);
            using FapiSocket socket = await FapiSocket.Open(venue.Url, "/ws/btcusdc@kline_1M");
            await Told(socket, first, last);
            await IsDay(reader, first, last);
            await CandleTests.Trade(anna, ben, "BTC-PERP", "60005", "0.01");
            long next = Id((await Trades(reader, 4))[^1]);
            Assert.True(next > last);
            await Told(socket, first, next);
            await IsDay(reader, first, next);
        }
    }

    [Fact]
    public async Task Markets_that_are_listed_or_change_are_told_and_only_listed_ones_with_their_brackets()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga");
        using ApiClient olga = await venue.Client().SignIn("olga");
        using FapiSocket socket = await FapiSocket.Open(venue.Url, "/ws/!contractInfo");
        Assert.Equal(1, (await socket.Ask("LIST_SUBSCRIPTIONS")).GetProperty("result").GetArrayLength());
        (await olga.Post("/admin/markets/SOL-PERP/state", """{"state":"halted","reason":7}""")).Is(200);
        JsonElement halted = await socket.Event("contractInfo");
        FapiContract.Check("contractInfo", halted, "e:s E:n s:s ps:s ct:s dt:n ot:n cs:s");
        Assert.Equal(("SOLUSDC", "PENDING_TRADING", false), (Text(halted, "s"), Text(halted, "cs"), halted.TryGetProperty("bks", out _)));
        (await olga.Post("/admin/markets", OperatorTests.Listing)).Is(200);
        JsonElement listed = await socket.Event("contractInfo");
        FapiContract.Check("brackets", listed.GetProperty("bks"), "[bs:n bnf:n bnc:n mmr:n cf:n mi:n ma:n");
        JsonElement[] brackets = [.. listed.GetProperty("bks").EnumerateArray()];
        Assert.Equal(1, brackets[^1].GetProperty("mi").GetInt32());
        for (int i = 1; i < brackets.Length; i++)
        {
            Assert.Equal(brackets[i - 1].GetProperty("bnc").GetDecimal(), brackets[i].GetProperty("bnf").GetDecimal());
            Assert.Equal(brackets[i - 1].GetProperty("mi").GetInt32(), brackets[i].GetProperty("ma").GetInt32() + 1);
        }
    }

    // The dialect cannot ask for what one's own order did: trades are told when they are told.
    private static async Task<JsonElement[]> Trades(FapiClient reader, int count)
    {
        while (true)
        {
            JsonElement[] trades = [.. (await reader.Open("/fapi/v1/trades", Btc)).Ok().Body.EnumerateArray()];
            Assert.InRange(trades.Length, 0, count);
            if (trades.Length == count) return trades;
            await Task.Delay(20);
        }
    }

    private static async Task Told(FapiSocket socket, long first, long last)
    {
        JsonElement candle;
        do candle = (await socket.Event("kline")).GetProperty("k");
        while (candle.GetProperty("f").GetInt64() != first || candle.GetProperty("L").GetInt64() != last);
    }

    private static async Task IsDay(FapiClient reader, long first, long last)
    {
        FapiReply day = (await reader.Open("/fapi/v1/ticker/24hr", Btc)).Ok();
        Assert.Equal((first, last), (day["firstId"].GetInt64(), day["lastId"].GetInt64()));
    }

    private static long Id(JsonElement trade) => trade.GetProperty("id").GetInt64();

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();
}
