using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>A large order asks makers; one of them hears of it on a socket and quotes better than the book.</summary>
public sealed class AuctionTests(SharedVenue shared) : IClassFixture<SharedVenue>
{
    private const int Attempts = 30;

    [Fact]
    public async Task A_maker_who_hears_of_an_auction_and_quotes_better_fills_it()
    {
        using ApiClient book = await shared.Somebody(), taker = await shared.Somebody(), maker = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, maker.Token);
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"auctions\",\"market\":\"BTC-PERP\"");
        // Its moment is 150 ms of the venue's time: on a busy machine a quote may come too late, and then the book has filled it.
        for (int i = 0; i < Attempts; i++)
        {
            bool buys = i % 2 == 0;
            (await book.Post("/orders", OrderTests.Limit("BTC-PERP", buys ? "sell" : "buy", buys ? "60010" : "59990", "0.5"))).Is(200);
            Task<Reply> asking = taker.Post("/orders", $$"""{"type":"limit","market":"BTC-PERP","side":"{{(buys ? "buy" : "sell")}}","price":"{{(buys ? "60020" : "59980")}}","qty":"0.5","jit":true}""");
            JsonElement opened = (await socket.Frame("auctions")).GetProperty("auctions")[0];
            string quote = buys ? "60005" : "59995";
            JsonElement answer = await socket.Ask($$"""
                "op":"quote","auction":"{{opened.GetProperty("auction").GetString()}}","body":{"market":"BTC-PERP","price":"{{quote}}","qty":"0.5"}
                """);
            JsonElement ended = opened;
            while (ended.GetProperty("type").GetString() != "ended") ended = (await socket.Frame("auctions")).GetProperty("auctions")[0];
            Assert.Equal("pendingAuction", (await asking).Is(200).Text("state"));
            Assert.Equal((opened.GetProperty("auction").GetString(), "0.5"), (ended.GetProperty("auction").GetString(), ended.GetProperty("filled").GetString()));
            (await book.Send(HttpMethod.Delete, "/orders", null)).Is(200);
            if (answer.TryGetProperty("error", out JsonElement late))
            {
                Assert.Equal("UNKNOWN_AUCTION", late.GetProperty("code").GetString());
                continue;
            }
            AssertOpened(opened, buys);
            Assert.Equal((1, "0.5"), (ended.GetProperty("quotes").GetInt32(), ended.GetProperty("fromQuotes").GetString()));
            // The channel of auctions may be ahead of the accounts.
            long seq = (await maker.Get("/status")).Is(200)["seq"].GetInt64();
            Reply fills = (await maker.Get($"/fills?minSeq={seq}")).Is(200);
            Assert.Equal(quote, fills["fills"][0].GetProperty("price").GetString());
            return;
        }
        Assert.Fail("no quote came in time");
    }

    [Fact]
    public async Task A_quote_is_refused_by_the_field_that_is_wrong()
    {
        using ApiClient maker = await shared.Somebody();
        using StreamClient socket = await StreamClient.Open(shared.Venue.Url, maker.Token);
        Assert.Equal(("BAD_VALUE", "auction"), Refused(await socket.Ask("\"op\":\"quote\",\"auction\":\"12x\",\"body\":{\"market\":\"BTC-PERP\",\"price\":\"60000\",\"qty\":\"1\"}")));
        Assert.Equal(("BAD_TICK", "body.price"), Refused(await socket.Ask("\"op\":\"quote\",\"auction\":\"12\",\"body\":{\"market\":\"BTC-PERP\",\"price\":\"60000.01\",\"qty\":\"1\"}")));
        Assert.Equal(("UNKNOWN_AUCTION", "auction"), Refused(await socket.Ask("\"op\":\"quote\",\"auction\":\"12\",\"body\":{\"market\":\"BTC-PERP\",\"price\":\"60000\",\"qty\":\"1\"}")));
    }

    private static void AssertOpened(JsonElement opened, bool buys)
    {
        Assert.Equal(("opened", buys ? "buy" : "sell", buys ? "60020" : "59980"), (opened.GetProperty("type").GetString(), opened.GetProperty("side").GetString(), opened.GetProperty("limit").GetString()));
        Assert.Equal(buys ? "60010" : "59990", opened.GetProperty("touch").GetString());
        Assert.False(opened.TryGetProperty("orderId", out _));
    }

    private static (string?, string?) Refused(JsonElement answer)
    {
        JsonElement error = answer.GetProperty("error");
        return (error.GetProperty("code").GetString(), error.GetProperty("field").GetString());
    }
}
