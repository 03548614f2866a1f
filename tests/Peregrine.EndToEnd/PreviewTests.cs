using System.Globalization;
using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>What the venue foretells a trader is what he then gets.</summary>
public sealed class PreviewTests(SharedVenue shared) : IClassFixture<SharedVenue>
{
    [Fact]
    public async Task An_order_does_what_its_preview_said()
    {
        using ApiClient anna = await shared.Somebody(), ben = await shared.Somebody();
        (await anna.Post("/orders", OrderTests.Limit("LINK-PERP", "sell", "15.01", "1000"))).Is(200);
        (await anna.Post("/orders", OrderTests.Limit("LINK-PERP", "sell", "15.02", "1000"))).Is(200);
        const string order = """{"type":"limit","market":"LINK-PERP","side":"buy","price":"15.02","qty":"2500"}""";

        JsonElement told = (await ben.Post("/orders/preview", order)).Is(200).Body;
        JsonElement planned = told.GetProperty("orders")[0], after = told.GetProperty("positions")[0].GetProperty("after");
        Reply placed = (await ben.Post("/orders", order)).Is(200);
        string query = $"?minSeq={placed["seq"].GetInt64()}";
        Assert.Equal((placed.Text("state"), placed.Text("filled")), (Text(planned, "state"), Text(planned, "filled")));
        Assert.Equal(("500", "15.015"), (Text(planned, "rest"), Text(planned, "average")));

        JsonElement[] fills = [.. (await ben.Get($"/fills{query}")).Is(200)["fills"].EnumerateArray().Reverse()];
        Assert.Equal(told.GetProperty("fills").EnumerateArray().Select(f => (Text(f, "price"), Text(f, "qty"))), fills.Select(f => (Text(f, "price"), Text(f, "qty"))));
        Assert.Equal(Number(planned, "fee"), fills.Sum(f => Number(f, "fee")));

        JsonElement position = (await ben.Get($"/positions/LINK-PERP{query}")).Is(200).Body;
        foreach (string field in new[] { "size", "cost", "entry", "initialMargin", "maintenanceMargin", "liquidationPrice", "bankruptcyPrice", "breakEven" })
            Assert.Equal(Text(after, field), Text(position, field));
        JsonElement account = (await ben.Get($"/account{query}")).Is(200).Body;
        foreach (JsonProperty figure in told.GetProperty("account").GetProperty("after").EnumerateObject())
            Assert.Equal(figure.Value.GetString(), Text(account, figure.Name));
        Assert.True(Number(position, "liquidationPrice") < Number(position, "entry") && Number(position, "breakEven") > Number(position, "entry"));
        Assert.Equal(1, position.GetProperty("adl").GetProperty("of").GetInt32());
    }

    [Fact]
    public async Task A_preview_is_refused_as_the_order_would_be_and_leaves_nothing_behind()
    {
        using ApiClient anna = await shared.Somebody();
        const string order = """{"type":"limit","market":"BTC-PERP","side":"buy","price":"50000","qty":"50"}""";
        JsonElement told = (await anna.Post("/orders/preview", order)).Is(200).Body;
        Reply placed = (await anna.Post("/orders", order)).IsRefused(422, "INSUFFICIENT_MARGIN");
        Assert.False(told.GetProperty("accepted").GetBoolean());
        Assert.Equal("INSUFFICIENT_MARGIN", Text(told.GetProperty("error"), "code"));
        Assert.Equal(Text(placed["error"].GetProperty("details"), "needed"), Text(told, "needed"));
        Assert.Equal(0, told.GetProperty("orders").GetArrayLength());
        (await anna.Post("/orders/preview", """{"type":"limit","market":"BTC-PERP","side":"buy","price":"50000.05","qty":"1"}""")).IsRefused(400, "BAD_TICK");
        (await anna.Post("/orders/preview", OrderTests.Limit("BTC-PERP", "buy", "50000", "0.01"))).Is(200);
        Assert.Equal(0, (await anna.Get("/orders")).Is(200)["orders"].GetArrayLength());
    }

    [Theory]
    [InlineData("""{"type":"stop","market":"SOL-PERP","side":"sell","triggerPrice":"100","qty":"1"}""", "pendingTrigger")]
    [InlineData("""{"type":"twap","market":"SOL-PERP","side":"buy","qty":"10","duration":600000}""", "live")]
    [InlineData("""{"type":"scale","market":"SOL-PERP","side":"buy","fromPrice":"140","toPrice":"141","count":3,"qty":"3"}""", "live")]
    [InlineData("""{"type":"limit","market":"SOL-PERP","side":"buy","price":"140","qty":"3","exits":[{"type":"limit","price":"160","share":"1"},{"type":"stop","triggerPrice":"120"}]}""", "live")]
    [InlineData("""{"type":"oco","orders":[{"type":"limit","market":"SOL-PERP","side":"sell","price":"160","qty":"1"},{"type":"stop","market":"SOL-PERP","side":"sell","triggerPrice":"120","qty":"1"}]}""", "live")]
    [InlineData("""{"type":"close","market":"SOL-PERP"}""", null)]
    [InlineData("""{"type":"reverse","market":"SOL-PERP"}""", null)]
    [InlineData("""{"type":"closeAll"}""", "nothing")]
    public async Task Every_type_has_a_preview(string body, string? state)
    {
        using ApiClient anna = await shared.Somebody();
        JsonElement told = (await anna.Post("/orders/preview", body)).Is(200).Body;
        Reply placed = await anna.Post("/orders", body);
        Assert.Equal(placed.Status == 200, told.GetProperty("accepted").GetBoolean());
        if (state is null) Assert.Equal(placed.Code, Text(told.GetProperty("error"), "code"));
        else if (state == "nothing") Assert.Equal(0, told.GetProperty("orders").GetArrayLength());
        else Assert.Equal(state, Text(told.GetProperty("orders")[0], "state"));
    }

    [Fact]
    public async Task The_most_that_can_be_placed_is_taken_and_a_lot_more_is_not()
    {
        using ApiClient anna = await shared.Somebody();
        JsonElement buy = (await anna.Get("/positions/ADA-PERP/room?price=0.4")).Is(200)["buy"];
        decimal lot = Number((await anna.Get("/markets/ADA-PERP")).Is(200).Body, "lotSize");
        string more = (Number(buy, "most") + lot).ToString(CultureInfo.InvariantCulture);
        (await anna.Post("/orders", OrderTests.Limit("ADA-PERP", "buy", "0.4", more))).IsRefused(422, Text(buy, "limit"));
        (await anna.Post("/orders", OrderTests.Limit("ADA-PERP", "buy", "0.4", Text(buy, "most")))).Is(200);
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) ? value.GetString()! : throw new InvalidOperationException($"no {name} in {of}");

    private static decimal Number(JsonElement of, string name) => decimal.Parse(Text(of, name), CultureInfo.InvariantCulture);
}
