using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>What was decided is recomputed for whom it concerns, and from the journal alone.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task A_liquidation_its_deleveraging_and_a_stop_are_explained_to_whom_they_happened()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga");
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben"), olga = await venue.Client().SignIn("olga");
        (await anna.Post("/positions/BTC-PERP/margin-mode", """{"mode":"isolated"}""")).Is(200);
        (await anna.Post("/positions/BTC-PERP/leverage", """{"leverage":50}""")).Is(200);
        await CandleTests.Trade(ben, anna, "BTC-PERP", "60000", "0.5");
        (await ben.Post("/orders", """{"type":"stop","market":"SOL-PERP","side":"buy","triggerPrice":"155","triggerBy":"mark","qty":"1","maxSlippage":"0.01"}""")).Is(200);
        (await olga.Post("/admin/prices/SOL-PERP", """{"index":"156"}""")).Is(200);
        long seq = (await olga.Post("/admin/prices/BTC-PERP", """{"index":"58700"}""")).Is(200)["seq"].GetInt64();

        JsonElement[] liquidation = await Rows(anna, $"/history/liquidations?minSeq={seq}"), taken = await Rows(ben, "/history/adl"), fired = await Rows(ben, "/history/triggers");
        Assert.Contains(liquidation, r => r.GetProperty("kind").GetString() == "liquidationStarted");
        Assert.Equal("0.5", Assert.Single(taken).GetProperty("qty").GetString());
        Assert.Equal(("155", "156"), (Assert.Single(fired).GetProperty("level").GetString(), fired[0].GetProperty("reference").GetString()));
        int explained = 0;
        foreach ((ApiClient who, JsonElement row) in liquidation.Select(r => (anna, r)).Concat(taken.Concat(fired).Select(r => (ben, r))))
        {
            string place = $"{row.GetProperty("seq")}/{row.GetProperty("index")}";
            Reply told = await who.Get($"/explain/{place}");
            if (told.Status == 404) continue;
            explained++;
            Assert.True(told.Is(200)["recomputed"].GetInt32() > 0 && told["same"].GetInt32() == told["recomputed"].GetInt32(), told.Body.ToString());
            (await (who == anna ? ben : anna).Get($"/explain/{place}")).IsRefused(404, "NOT_FOUND");
            (int code, string text, string errors) = await VenueProcess.Run(["explain", "--data", folder.Path, .. place.Split('/')]);
            Assert.True(code == 0, errors + text);
            Assert.Contains($"{told["same"]} of {told["recomputed"]} recomputed values are the same", text, StringComparison.Ordinal);
            foreach (JsonElement step in told["steps"].EnumerateArray()) Assert.Contains($"{step.GetProperty("name").GetString()}: {step.GetProperty("formula").GetString()}", text, StringComparison.Ordinal);
        }
        Assert.True(explained >= 4, $"{explained}");
        Assert.Equal(taken[0].GetProperty("price").GetString(), (await Rows(anna, "/history/fills"))[0].GetProperty("price").GetString());
        (await anna.Get($"/explain/{seq + 1_000_000}/0")).IsRefused(404, "NOT_FOUND");
        (await anna.Get("/explain/first/0")).IsRefused(400, "BAD_VALUE");
        Assert.Equal(1, (await VenueProcess.Run("explain", "--data", folder.Path, "1", "0")).Code);
        Assert.Equal(2, (await VenueProcess.Run("explain", "1", "0")).Code);
    }

    private static async Task<JsonElement[]> Rows(ApiClient who, string route) => [.. (await who.Get(route)).Is(200)["rows"].EnumerateArray()];
}
