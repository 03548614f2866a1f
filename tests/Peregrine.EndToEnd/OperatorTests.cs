using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>What the venue's own people may do, and that none of them may do it alone.</summary>
public sealed class OperatorTests
{
    private const string PostOnly = """{"change":"marketState","market":"DOT-PERP","state":"postOnly"}""";

    [Fact]
    public async Task The_first_operator_and_officer_come_in_by_tokens_that_are_spent_once()
    {
        using var folder = new Folder();
        string operatorToken, officerToken, ofAnna;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            (operatorToken, officerToken) = (OperatedVenue.Token(await venue.Line("pft_")), OperatedVenue.Token(await venue.Line("pft_")));
            using ApiClient olga = await venue.Client().Join("olga"), otto = await venue.Client().Join("otto"), anna = await venue.Client().Join("anna");
            (await anna.Post("/first-role", Claim("pft_" + new string('0', 64)))).IsRefused(401, "WRONG_CREDENTIALS");
            Assert.Equal("operator", (await olga.Post("/first-role", Claim(operatorToken))).Is(200).Text("role"));
            (await olga.Get("/me")).IsRefused(401, "SESSION_ENDED");
            (await anna.Post("/first-role", Claim(operatorToken))).IsRefused(401, "WRONG_CREDENTIALS");
            // Nobody becomes both.
            await olga.SignIn("olga");
            (await olga.Post("/first-role", Claim(officerToken))).IsRefused(403, "NOT_PERMITTED");
            Assert.Equal("securityOfficer", (await otto.Post("/first-role", Claim(officerToken))).Is(200).Text("role"));
            await otto.SignIn("otto");
            Assert.Equal(2, (await otto.Get("/admin/people")).Is(200)["people"].GetArrayLength());
            ofAnna = (await anna.Get("/me")).Is(200).Text("personId");
            Assert.Equal(0, await venue.Stop());
        }
        Assert.DoesNotContain(operatorToken, string.Concat(Directory.EnumerateFiles(folder.Path, "*", SearchOption.TopDirectoryOnly).Select(File.ReadAllText)), StringComparison.Ordinal);
        // Who has the folder of a stopped venue needs no token.
        (int code, _, string errors) = await VenueProcess.Run("admin", "role", ofAnna, "auditor", "--data", folder.Path, "--journal.segment", "8");
        Assert.True(code == 0, errors);
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient returned = await again.Client().SignIn("olga"), appointed = await again.Client().SignIn("anna");
        Assert.Equal("operator", (await returned.Get("/me")).Is(200).Text("role"));
        Assert.Equal("auditor", (await appointed.Get("/me")).Is(200).Text("role"));
    }

    /// <summary>A small market with everything it must say.</summary>
    internal const string Listing = """
        {"market":"NEW-PERP","tick":"0.01","lot":"0.1","priceMax":"1000","positionMax":"100000","qtyMin":"0.1","qtyMax":"10000","marketQtyMax":"1000","notionalMin":"5","oiCap":"100000",
         "bandUp":"0.2","bandDown":"0.2","execRange":"0.1","slipMax":"0.05","profitWeight":"0.5","leverageMax":10,"openOrdersMax":100,"triggerOrdersMax":50,"reduceOnlyMax":50,
         "tiers":[{"from":"0","initialMargin":"0.1","maintenanceMargin":"0.05"},{"from":"50000","initialMargin":"0.2","maintenanceMargin":"0.1"}]}
        """;

    [Fact]
    public async Task A_market_is_listed_by_one_opened_by_another_and_its_tiers_are_changed_by_two()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga", "oscar");
        using ApiClient olga = await venue.Client().SignIn("olga"), oscar = await venue.Client().SignIn("oscar"), anna = await venue.Client().Join("anna");
        (await anna.Post("/admin/markets", Listing)).IsRefused(403, "NOT_PERMITTED");
        (await olga.Post("/admin/markets", Listing.Replace("\"0.05\"},", "\"0.5\"},", StringComparison.Ordinal))).IsRefused(422, "BAD_LISTING");
        Reply tooFine = (await olga.Post("/admin/markets", Listing.Replace("\"qtyMin\":\"0.1\"", "\"qtyMin\":\"0.15\"", StringComparison.Ordinal))).Is(400);
        Assert.Equal(("BAD_LOT", "qtyMin"), (tooFine.Code, tooFine.Field));
        Assert.Equal("tiers[1].initialMargin", (await olga.Post("/admin/markets", Listing.Replace("\"initialMargin\":\"0.2\",", "", StringComparison.Ordinal))).Is(400).Field);

        Reply listed = (await olga.Post("/admin/markets", Listing)).Is(200);
        string to = listed["change"].GetProperty("to").GetString()!;
        foreach (string told in new[] { "preOpen, with tick 0.01, lot 0.1", "leverage 10", "from 50000: 0.2 and 0.1" }) Assert.Contains(told, to, StringComparison.Ordinal);
        Assert.Equal("draft", await StateOf(anna, "NEW-PERP", listed["seq"].GetInt64()));
        (await olga.Post("/admin/markets", Listing)).IsRefused(422, "BAD_LISTING");
        (await olga.Post($"/admin/changes/{listed.Text("changeId")}/approve")).IsRefused(422, "SAME_ADMIN");
        (await olga.Post("/admin/prices/NEW-PERP", """{"index":"10"}""")).Is(200);
        Reply opened = (await oscar.Post($"/admin/changes/{listed.Text("changeId")}/approve")).Is(200);
        Assert.Equal("preOpen", await StateOf(anna, "NEW-PERP", opened["seq"].GetInt64()));
        string open = (await oscar.Post("/admin/changes", """{"change":"marketState","market":"NEW-PERP","state":"open"}""")).Is(200).Text("changeId");
        opened = (await olga.Post($"/admin/changes/{open}/approve")).Is(200);
        Assert.Equal("open", await StateOf(anna, "NEW-PERP", opened["seq"].GetInt64()));
        (await anna.Post("/orders", """{"type":"limit","market":"NEW-PERP","side":"buy","price":"9","qty":"1"}""")).Is(200);

        const string Tiers = """{"change":"tiers","market":"NEW-PERP","tiers":[{"from":"0","initialMargin":"0.1","maintenanceMargin":"0.06"},{"from":"40000","initialMargin":"0.2","maintenanceMargin":"0.1"},{"from":"90000","initialMargin":"0.5","maintenanceMargin":"0.25"}]}""";
        Reply asked = (await olga.Post("/admin/changes", Tiers)).Is(200);
        Assert.Equal(("tiers", "NEW-PERP", "2 tiers"), (asked["change"].GetProperty("what").GetString(), asked["change"].GetProperty("of").GetString(), asked["change"].GetProperty("from").GetString()));
        (await olga.Post($"/admin/changes/{asked.Text("changeId")}/approve")).IsRefused(422, "SAME_ADMIN");
        JsonElement approved = (await oscar.Post($"/admin/changes/{asked.Text("changeId")}/approve")).Is(200)["change"];
        Assert.Equal("scheduled", approved.GetProperty("stage").GetString());
        (await olga.Post("/admin/changes", """{"change":"tiers","market":"NEW-PERP","tiers":[]}""")).IsRefused(400, "BAD_VALUE");
    }

    [Fact]
    public async Task Whoever_proposes_does_not_approve_nor_through_a_second_session_nor_by_a_key()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga", "oscar");
        using ApiClient olga = await venue.Client().SignIn("olga"), second = await venue.Client().SignIn("olga"), oscar = await venue.Client().SignIn("oscar"), anna = await venue.Client().Join("anna");
        Reply asked = (await olga.Post("/admin/changes", PostOnly)).Is(200);
        string id = asked.Text("changeId");
        JsonElement change = asked["change"];
        Assert.Equal(("marketState", "DOT-PERP", "open", "postOnly"), (change.GetProperty("what").GetString(), change.GetProperty("of").GetString(), change.GetProperty("from").GetString(), change.GetProperty("to").GetString()));
        Assert.False(asked["done"].GetBoolean());
        (await olga.Post($"/admin/changes/{id}/approve")).IsRefused(422, "SAME_ADMIN");
        (await second.Post($"/admin/changes/{id}/approve")).IsRefused(422, "SAME_ADMIN");
        Reply key = (await olga.Post("/keys", """{"label":"k","scopes":["read","trade","transfer","withdraw"]}""")).Is(200);
        using ApiClient signer = venue.Client();
        signer.Signer = (key.Text("keyId"), key.Text("secret"));
        (await signer.Post($"/admin/changes/{id}/approve")).IsRefused(403, "NOT_PERMITTED");
        (await anna.Post($"/admin/changes/{id}/approve")).IsRefused(403, "NOT_PERMITTED");
        Assert.Equal("open", await StateOf(anna, "DOT-PERP"));
        Reply approved = (await oscar.Post($"/admin/changes/{id}/approve")).Is(200);
        Assert.True(approved["done"].GetBoolean());
        Assert.Equal("postOnly", await StateOf(anna, "DOT-PERP", approved["seq"].GetInt64()));
        (await oscar.Post($"/admin/changes/{id}/approve")).IsRefused(422, "UNKNOWN_CHANGE");
    }

    [Fact]
    public async Task Two_approvals_at_once_do_it_once()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga", "oscar", "otis");
        using ApiClient olga = await venue.Client().SignIn("olga"), oscar = await venue.Client().SignIn("oscar"), otis = await venue.Client().SignIn("otis");
        string before = (await olga.Get("/insurance/funds")).Is(200)["funds"][0].GetProperty("fund").GetString()!;
        string id = (await olga.Post("/admin/changes", """{"change":"insurance","amount":"100","requestId":"a"}""")).Is(200).Text("changeId");
        Reply[] answers = await Task.WhenAll(oscar.Post($"/admin/changes/{id}/approve"), otis.Post($"/admin/changes/{id}/approve"));
        Assert.Single(answers, static a => a.Status == 200);
        Reply done = Array.Find(answers, static a => a.Status == 200)!;
        string after = (await olga.Get($"/insurance/funds?minSeq={done["seq"].GetInt64()}")).Is(200)["funds"][0].GetProperty("fund").GetString()!;
        Assert.Equal(100m, Number(after) - Number(before));
    }

    [Fact]
    public async Task A_halt_waits_for_nobody_and_says_who_asked()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga");
        using ApiClient olga = await venue.Client().SignIn("olga");
        string me = (await olga.Get("/me")).Text("personId");
        Reply halted = (await olga.Post("/admin/markets/SOL-PERP/state", """{"state":"halted","reason":7}""")).Is(200);
        Assert.True(halted["done"].GetBoolean());
        long seq = halted["seq"].GetInt64();
        Assert.Equal("halted", await StateOf(olga, "SOL-PERP", seq));
        JsonElement row = (await olga.Get($"/admin/log?minSeq={seq}")).Is(200)["rows"].EnumerateArray().First(static r => r.GetProperty("kind").GetString() == "changeProposed");
        Assert.Equal(("setMarketState", me), (row.GetProperty("what").GetString(), row.GetProperty("personId").GetString()));
    }

    [Fact]
    public async Task Roles_are_proposed_by_an_officer_approved_by_another_and_never_ones_own()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, [("olga", "operator"), ("otto", "securityOfficer")]);
        using ApiClient olga = await venue.Client().SignIn("olga"), otto = await venue.Client().SignIn("otto"), pia = await venue.Client().Join("pia");
        string ofPia = (await pia.Get("/me")).Text("personId"), ofOtto = (await otto.Get("/me")).Text("personId"), ofOlga = (await olga.Get("/me")).Text("personId");
        using StreamClient socket = await StreamClient.Open(venue.Url, pia.Token);
        (await olga.Post("/admin/changes", Role(ofPia, "operator"))).IsRefused(403, "NOT_PERMITTED");
        (await otto.Post("/admin/changes", PostOnly)).IsRefused(403, "NOT_PERMITTED");
        (await otto.Post("/admin/changes", Role(ofOtto, "operator"))).IsRefused(422, "SAME_ADMIN");
        string aboutOlga = (await otto.Post("/admin/changes", Role(ofOlga, "securityOfficer"))).Is(200).Text("changeId");
        (await olga.Post($"/admin/changes/{aboutOlga}/approve")).IsRefused(403, "NOT_PERMITTED");
        string id = (await otto.Post("/admin/changes", Role(ofPia, "auditor"))).Is(200).Text("changeId");
        (await otto.Post($"/admin/changes/{id}/approve")).IsRefused(422, "SAME_ADMIN");
        (await olga.Post($"/admin/changes/{id}/approve")).Is(200);
        Assert.Equal(4001, await socket.Closed());
        (await pia.Get("/me")).IsRefused(401, "SESSION_ENDED");
        await pia.SignIn("pia");
        Assert.Equal("auditor", (await pia.Get("/me")).Is(200).Text("role"));
        await AuditorReadsAndChangesNothing(pia, (await olga.Get("/me")).Text("accountId"));
    }

    [Fact]
    public async Task The_log_of_what_operators_did_is_the_same_when_it_is_made_again()
    {
        using var folder = new Folder();
        string before;
        using (VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga", "oscar"))
        {
            using ApiClient olga = await venue.Client().SignIn("olga"), oscar = await venue.Client().SignIn("oscar");
            string first = (await olga.Post("/admin/changes", PostOnly)).Is(200).Text("changeId");
            (await oscar.Post($"/admin/changes/{first}/approve")).Is(200);
            string second = (await oscar.Post("/admin/changes", """{"change":"parameter","parameter":"leverageMax","market":"SOL-PERP","value":"11"}""")).Is(200).Text("changeId");
            (await olga.Send(HttpMethod.Delete, $"/admin/changes/{second}", null)).Is(200);
            (await oscar.Post("/admin/changes", """{"change":"feeTier","tier":0,"volumeMin":"0","maker":"0.0001","taker":"0.0004"}""")).Is(200);
            long seq = (await olga.Post("/admin/markets/SOL-PERP/state", """{"state":"halted","reason":1}""")).Is(200)["seq"].GetInt64();
            before = (await olga.Get($"/admin/log?minSeq={seq}")).Is(200)["rows"].ToString();
            Assert.Equal(0, await venue.Stop());
        }
        Directory.Delete(Path.Combine(folder.Path, "history"), recursive: true);
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient reader = await again.Client().SignIn("olga");
        long now = (await reader.Get("/status")).Is(200)["seq"].GetInt64();
        Assert.Equal(before, (await reader.Get($"/admin/log?minSeq={now}")).Is(200)["rows"].ToString());
        // What waits for a second person waits on.
        Assert.Equal("feeTier", (await reader.Get("/admin/changes")).Is(200)["changes"][0].GetProperty("what").GetString());
    }

    private static async Task AuditorReadsAndChangesNothing(ApiClient auditor, string foreignAccount)
    {
        (await auditor.Get("/admin/log")).Is(200);
        auditor.Account = foreignAccount;
        Assert.Equal("active", (await auditor.Get("/account")).Is(200).Text("status"));
        (await auditor.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).IsRefused(403, "NOT_PERMITTED");
        auditor.Account = null;
        (await auditor.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).IsRefused(403, "NOT_PERMITTED");
        (await auditor.Post("/keys", """{"label":"k","scopes":["trade"]}""")).IsRefused(403, "NOT_PERMITTED");
        (await auditor.Post("/admin/changes", PostOnly)).IsRefused(403, "NOT_PERMITTED");
        (await auditor.Post("/admin/markets/SOL-PERP/state", """{"state":"halted","reason":1}""")).IsRefused(403, "NOT_PERMITTED");
    }

    private static async Task<string> StateOf(ApiClient who, string market, long minSeq = 0) => (await who.Get($"/tickers/{market}?minSeq={minSeq}")).Is(200).Text("state");

    private static string Role(string person, string role) => $$"""{"change":"role","person":"{{person}}","role":"{{role}}"}""";

    private static string Claim(string token) => $$"""{"token":"{{token}}"}""";

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
