using System.Globalization;
using System.Text.Json;

namespace Peregrine.EndToEnd.Fapi;

/// <summary>The recipe for a local book as it is published, to the letter.</summary>
public sealed class FapiDepthTests(SharedVenue shared) : IClassFixture<SharedVenue>
{
    [Theory]
    [InlineData("/ws/ethusdc@depth@100ms", "ETHUSDC", 3000)]
    [InlineData("/public/ws/solusdc@depth", "SOLUSDC", 150)]
    public async Task A_book_joins_in_a_quiet_market_and_stays_equal_under_flow(string stream, string symbol, int price)
    {
        using ApiClient person = await shared.Somebody();
        using FapiClient maker = await FapiClient.Join(person);
        (await maker.Post("/fapi/v1/order", Order(symbol, "BUY", price - 1))).Ok();
        using FapiSocket socket = await FapiSocket.Open(maker.Url, stream);
        await socket.Ask("LIST_SUBSCRIPTIONS");
        FapiReply snapshot = (await maker.Open("/fapi/v1/depth", $"symbol={symbol}&limit=1000")).Ok();
        var book = new Dictionary<(char Side, string Price), string>();
        Take(book, snapshot.Body, "bids", "asks");
        long last = snapshot["lastUpdateId"].GetInt64(), held = last;
        Task<long> flow = Flow(maker, symbol, price);
        bool isFirst = true;
        int events = 0;
        // Whatever the flow did last is in some event: then both books have its number.
        for (long end = long.MaxValue; held < end; events++)
        {
            Task<JsonElement> next = socket.Event("depthUpdate");
            // The last event may be here before the flow has heard that it was the last.
            if (await Task.WhenAny(next, flow) == flow && held >= (end = await flow)) break;
            JsonElement diff = await next;
            long first = diff.GetProperty("U").GetInt64(), final = diff.GetProperty("u").GetInt64(), previous = diff.GetProperty("pu").GetInt64();
            if (final < last) continue;
            if (isFirst) Assert.True(first <= last && last <= final, $"the first event {first}..{final} joins the snapshot {last}");
            else Assert.Equal(held, previous);
            (isFirst, held) = (false, final);
            Take(book, diff, "b", "a");
        }
        FapiReply after = (await maker.Open("/fapi/v1/depth", $"symbol={symbol}&limit=1000")).Ok();
        var theirs = new Dictionary<(char Side, string Price), string>();
        Take(theirs, after.Body, "bids", "asks");
        Assert.Equal(held, after["lastUpdateId"].GetInt64());
        Assert.Equal(theirs.OrderBy(l => l.Key.ToString()), book.OrderBy(l => l.Key.ToString()));
        Assert.True(events > 1);
    }

    // Orders come and go on both sides; says which update was the last.
    private static async Task<long> Flow(FapiClient maker, string symbol, int price)
    {
        Queue<long> resting = new();
        for (int i = 0; i < 120; i++)
        {
            bool isBuy = i % 2 == 0;
            FapiReply placed = (await maker.Post("/fapi/v1/order", Order(symbol, isBuy ? "BUY" : "SELL", isBuy ? price - 1 - i % 7 : price + 1 + i % 5))).Ok();
            resting.Enqueue(placed["orderId"].GetInt64());
            if (resting.Count <= 12) continue;
            (await maker.Delete("/fapi/v1/order", $"symbol={symbol}&orderId={resting.Dequeue()}")).Ok();
        }
        return (await maker.Open("/fapi/v1/depth", $"symbol={symbol}&limit=5")).Ok()["lastUpdateId"].GetInt64();
    }

    private static string Order(string symbol, string side, int price) =>
        string.Create(CultureInfo.InvariantCulture, $"symbol={symbol}&side={side}&type=LIMIT&quantity=0.1&price={price}&timeInForce=GTC");

    private static void Take(Dictionary<(char, string), string> book, JsonElement from, string bids, string asks)
    {
        foreach ((char side, string name) in ((char, string)[])[('b', bids), ('a', asks)])
        {
            foreach (JsonElement level in from.GetProperty(name).EnumerateArray())
            {
                if (level[1].GetString() == "0") book.Remove((side, level[0].GetString()!));
                else book[(side, level[0].GetString()!)] = level[1].GetString()!;
            }
        }
    }
}
