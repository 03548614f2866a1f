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

    [Fact]
    public async Task Explanations_leave_no_memory_behind_and_are_remembered()
    {
        const long Growth = 200L << 20;
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, [("olga", "operator")], "--limits.account.reads", "10000");
        using ApiClient ben = await venue.Client().Join("ben"), olga = await venue.Client().SignIn("olga");
        JsonElement[] fired = await Stops(ben, olga, 10);
        long before = venue.MemoryBytes;
        string[] first = await Explained(ben, fired);
        Assert.InRange(venue.MemoryBytes - before, long.MinValue, Growth);
        Assert.All(first, static told => Assert.Contains("recomputed", told, StringComparison.Ordinal));
        // What is remembered needs no journal: the answers are there when it is gone.
        TakeJournalAway(folder);
        Assert.Equal(first, await Explained(ben, fired));
    }

    [Fact]
    public async Task How_it_went_on_is_explained_along_with_what_began_it()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, [("olga", "operator")]);
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben"), olga = await venue.Client().SignIn("olga");
        JsonElement[] annas = await Stops(anna, olga, 1), fired = await Stops(ben, olga, 5);
        JsonElement[] early = [.. fired.OrderBy(static r => r.GetProperty("seq").GetInt64())];
        _ = await Explained(anna, annas);
        _ = await Explained(ben, early[1..2]);
        TakeJournalAway(folder);
        foreach (string told in await Explained(ben, early[2..]))
        {
            JsonElement explained = JsonDocument.Parse(told).RootElement;
            Assert.True(explained.GetProperty("recomputed").GetInt32() > 0 && explained.GetProperty("same").GetInt32() == explained.GetProperty("recomputed").GetInt32(), told);
        }
        // What lies before it is another story, and what happened to others is theirs.
        (await ben.Get($"/explain/{early[0].GetProperty("seq")}/{early[0].GetProperty("index")}")).IsRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task What_takes_more_than_it_is_given_is_refused_and_trading_goes_on()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--explain.memory", "1");
        using ApiClient anna = await venue.Client().Join("anna");
        (await anna.Get("/explain/1/0")).IsRefused(503, "NOT_READY");
        (await anna.Post("/orders", """{"type":"limit","market":"SOL-PERP","side":"buy","price":"100","qty":"1"}""")).Is(200);
    }

    // One after the other, each with a command of its own.
    private static async Task<JsonElement[]> Stops(ApiClient who, ApiClient operating, int count)
    {
        long seq = 0;
        (await operating.Post("/admin/prices/SOL-PERP", """{"index":"150"}""")).Is(200);
        for (int level = 155; level < 155 + count; level++)
        {
            (await who.Post("/orders", $$"""{"type":"stop","market":"SOL-PERP","side":"buy","triggerPrice":"{{level}}","triggerBy":"mark","qty":"1","maxSlippage":"0.01"}""")).Is(200);
            seq = (await operating.Post("/admin/prices/SOL-PERP", $$"""{"index":"{{level}}.5"}""")).Is(200)["seq"].GetInt64();
        }
        JsonElement[] fired = await Rows(who, $"/history/triggers?minSeq={seq}");
        Assert.Equal(count, fired.Select(static r => r.GetProperty("seq").GetInt64()).Distinct().Count());
        return fired;
    }

    private static void TakeJournalAway(Folder folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder.Path, "venue"), "*.snapshot")) File.Delete(file);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder.Path, "venue"), "*.journal")) File.Move(file, file + ".away");
    }

    private static async Task<string[]> Explained(ApiClient who, JsonElement[] rows)
    {
        List<string> told = [];
        foreach (JsonElement row in rows) told.Add((await who.Get($"/explain/{row.GetProperty("seq")}/{row.GetProperty("index")}")).Is(200).Body.ToString());
        return [.. told];
    }

    private static async Task<JsonElement[]> Rows(ApiClient who, string route) => [.. (await who.Get(route)).Is(200)["rows"].EnumerateArray()];
}
