using System.Globalization;
using System.Text.Json;
using Peregrine.EndToEnd.Fapi;

namespace Peregrine.EndToEnd;

/// <summary>One order through more others than any list keeps by its length alone: everybody who follows hears all of it.</summary>
public sealed class DeepSweepTests
{
    private const int Makers = 8, Each = 200, Orders = Makers * Each, Lots = 10;

    [Fact]
    public async Task An_order_through_sixteen_hundred_others_is_told_whole_to_everybody()
    {
        using var folder = new Folder();
        // A share that the taker's step is many times as long as.
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--accounts.news-share", "16", "--limits.account.orders", "10000", "--limits.address.orders", "10000");
        ApiClient[] makers = await Task.WhenAll(Enumerable.Range(0, Makers).Select(i => venue.Client().Join($"maker{i}")));
        foreach (ApiClient maker in makers) await Quote(maker);
        using ApiClient taker = await venue.Client().Join("taker");
        using StreamClient own = await StreamClient.Open(venue.Url, taker.Token), tape = await StreamClient.Open(venue.Url);
        using FapiSocket aggregates = await FapiSocket.Open(venue.Url, "/ws/adausdc@aggTrade"), single = await FapiSocket.Open(venue.Url, "/ws/adausdc@trade");
        using FapiClient bot = await FapiClient.Join(taker);
        using FapiSocket events = await FapiSocket.Open(venue.Url, $"/ws/{(await bot.Post("/fapi/v1/listenKey", "")).Ok().Body.GetProperty("listenKey").GetString()}");
        await own.Ask("\"op\":\"subscribe\",\"ch\":\"account\"");
        Assert.Equal("snapshot", (await own.Frame("account")).GetProperty("type").GetString());
        await tape.Ask("\"op\":\"subscribe\",\"ch\":\"trades\",\"market\":\"ADA-PERP\"");
        foreach (FapiSocket socket in (FapiSocket[])[aggregates, single, events]) await socket.Ask("LIST_SUBSCRIPTIONS");

        Reply swept = (await taker.Post("/orders", OrderTests.Limit("ADA-PERP", "buy", "0.5", $"{Orders * Lots}"))).Is(200);
        Assert.Equal(("filled", $"{Orders * Lots}"), (swept.Text("state"), swept.Text("filled")));
        JsonElement step = await own.Frame("account");
        Assert.Equal(("step", swept["seq"].GetInt64()), (step.GetProperty("type").GetString(), step.GetProperty("seq").GetInt64()));
        Assert.Equal(Orders, step.GetProperty("events").EnumerateArray().Count(e => e.GetProperty("topic").GetString() == "fills"));
        for (int told = 0; told < Orders;)
        {
            JsonElement frame = await tape.Frame("trades");
            Assert.False(frame.TryGetProperty("type", out _));
            told += frame.GetProperty("trades").GetArrayLength();
        }
        for (int told = 0; told < Orders; told++) Assert.Equal(Lots, Number((await single.Event("trade")).GetProperty("q")));
        // One taker at one price: one aggregate.
        Assert.Equal(Orders * Lots, Number((await aggregates.Event("aggTrade")).GetProperty("q")));
        for (decimal filled = 0; filled < Orders * Lots;)
        {
            JsonElement order = (await events.Event("ORDER_TRADE_UPDATE")).GetProperty("o");
            if (order.GetProperty("x").GetString() == "TRADE") Assert.Equal(filled += Lots, Number(order.GetProperty("z")));
        }
        foreach (ApiClient maker in makers) maker.Dispose();
    }

    private static async Task Quote(ApiClient maker)
    {
        string order = $$"""{"op":"place","body":{{OrderTests.Limit("ADA-PERP", "sell", "0.5", $"{Lots}")}}}""";
        for (int i = 0; i < Each; i += 50) (await maker.Post("/orders/batch", $$"""{"commands":[{{string.Join(',', Enumerable.Repeat(order, 50))}}]}""")).Is(200);
    }

    private static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
