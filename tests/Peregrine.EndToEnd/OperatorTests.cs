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

        string lower = (await olga.Post("/admin/changes", """{"change":"parameter","parameter":"leverageMax","market":"NEW-PERP","value":"7"}""")).Is(200).Text("changeId");
        (await oscar.Post($"/admin/changes/{lower}/approve")).Is(200);
        JsonElement market;
        do
        {
            await Task.Delay(100);
            market = (await anna.Get("/markets/NEW-PERP")).Is(200).Body;
        }
        while (market.GetProperty("maxLeverage").GetInt32() != 7);
        // The later of the two: what is asked for without a time holds ten seconds after it was asked for.
        Assert.Equal(["0", "40000", "90000"], market.GetProperty("tiers").EnumerateArray().Select(static t => t.GetProperty("floor").GetString()));
        (await anna.Post("/positions/NEW-PERP/leverage", """{"leverage":8}""")).IsRefused(422, "LEVERAGE_RANGE");
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
        await olga.SetUpFactor();
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
    public async Task A_lost_second_factor_is_let_go_by_two_and_its_owner_stops_it_in_his_session_or_by_the_letter()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, [("olga", "operator"), ("otto", "securityOfficer")]);
        using ApiClient olga = await venue.Client().SignIn("olga"), otto = await venue.Client().SignIn("otto"), pia = await venue.Client().Join("pia");
        string ofPia = (await pia.Get("/me")).Text("personId"), ofOtto = (await otto.Get("/me")).Text("personId");
        (await otto.Post("/admin/changes", Reset(ofPia))).IsRefused(409, "NOT_NOW");
        await pia.SetUpFactor();
        (await olga.Post("/admin/changes", Reset(ofPia))).IsRefused(403, "NOT_PERMITTED");
        (await otto.Post("/admin/changes", Reset(ofOtto))).IsRefused(422, "SAME_ADMIN");

        await Allow(otto, olga, ofPia);
        JsonElement waits = (await otto.Get("/admin/changes")).Is(200)["factorResets"][0];
        Assert.Equal((ofPia, ofOtto), (waits.GetProperty("personId").GetString(), waits.GetProperty("proposedBy").GetString()));
        long resetAt = (await pia.Get("/auth/second-factor")).Is(200)["resetAt"].GetInt64();
        Assert.Equal(waits.GetProperty("effectiveAt").GetInt64(), resetAt);
        Assert.InRange(resetAt - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 23 * 3_600_000, 24 * 3_600_000);
        JsonElement told = (await pia.Get("/auth/activity?limit=1")).Is(200)["rows"][0];
        Assert.Equal(("factorResetAllowed", false, false), (told.GetProperty("act").GetString(), told.GetProperty("own").GetBoolean(), told.TryGetProperty("address", out _)));
        (await pia.Post("/auth/second-factor/keep")).Is(204);
        (await pia.Post("/auth/second-factor/keep")).IsRefused(409, "NOT_NOW");

        await Allow(otto, olga, ofPia);
        string ticket = await Letters.Ticket(pia, "pia", "Your second factor at Peregrine is about to", letters: 2);
        using ApiClient nobody = venue.Client();
        (await nobody.Post("/auth/second-factor/keep-by-letter", $$"""{"ticket":"{{ticket}}"}""")).Is(204);
        (await nobody.Post("/auth/second-factor/keep-by-letter", $$"""{"ticket":"{{ticket}}"}""")).IsRefused(401, "UNAUTHENTICATED");

        string id = await Allow(otto, olga, ofPia);
        (await pia.Send(HttpMethod.Delete, $"/admin/factor-resets/{id}", null)).IsRefused(403, "NOT_PERMITTED");
        (await olga.Send(HttpMethod.Delete, $"/admin/factor-resets/{id}", null)).Is(204);
        Assert.Empty((await otto.Get("/admin/changes")).Is(200)["factorResets"].EnumerateArray());
        Assert.True((await pia.Get("/auth/second-factor")).Is(200)["on"].GetBoolean());
    }

    [Fact]
    public async Task A_lost_wallet_is_let_go_by_two_for_an_address_that_both_read_and_its_owner_stops_it()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, [("olga", "operator"), ("otto", "securityOfficer")]);
        using ApiClient olga = await venue.Client().SignIn("olga"), otto = await venue.Client().SignIn("otto"), walt = venue.Client();
        await SignIn(walt, new Wallet(31));
        string ofWalt = (await walt.Get("/me")).Text("personId"), ofOlga = (await olga.Get("/me")).Text("personId");
        (await olga.Post("/admin/changes", WayBack(ofWalt))).IsRefused(403, "NOT_PERMITTED");
        // Whoever has a password gets a letter, and nobody's word.
        (await otto.Post("/admin/changes", WayBack(ofOlga))).IsRefused(409, "NOT_NOW");
        Assert.Equal("email", (await otto.Post("/admin/changes", WayBack(ofWalt, "no address"))).Is(400).Field);
        string id = (await otto.Post("/admin/changes", WayBack(ofWalt))).Is(200).Text("changeId");
        JsonElement read = (await olga.Get("/admin/changes")).Is(200)["changes"][0];
        Assert.Equal(("wayBack", ofWalt), (read.GetProperty("what").GetString(), read.GetProperty("of").GetString()));
        Assert.Contains("walt@example.com", read.GetProperty("to").GetString(), StringComparison.Ordinal);
        (await otto.Post($"/admin/changes/{id}/approve")).IsRefused(422, "SAME_ADMIN");
        (await olga.Post($"/admin/changes/{id}/approve")).Is(200);
        JsonElement waits = (await otto.Get("/admin/changes")).Is(200)["factorResets"][0];
        Assert.Equal((ofWalt, "walt@example.com"), (waits.GetProperty("personId").GetString(), waits.GetProperty("email").GetString()));
        Reply standing = (await walt.Get("/auth/second-factor")).Is(200);
        Assert.Equal(("waysIn", waits.GetProperty("effectiveAt").GetInt64()), (standing.Text("resetOf"), standing["resetAt"].GetInt64()));
        (await walt.Post("/auth/second-factor/keep")).Is(204);
        Assert.Empty((await otto.Get("/admin/changes")).Is(200)["factorResets"].EnumerateArray());
    }

    [Fact]
    public async Task A_way_back_opens_for_the_address_that_was_approved_also_when_the_word_was_only_in_the_journal()
    {
        using var folder = new Folder();
        string before = Path.Combine(folder.Path, "before"), identity = Path.Combine(folder.Path, "identity");
        var wallet = new Wallet(32);
        string account;
        using (VenueProcess venue = await OperatedVenue.Start(folder.Path, [("olga", "operator"), ("otto", "securityOfficer")], "--identity.factor-reset-delay", "24"))
        {
            using ApiClient olga = await venue.Client().SignIn("olga"), otto = await venue.Client().SignIn("otto"), walt = venue.Client();
            account = await SignIn(walt, wallet);
            string asked = (await otto.Post("/admin/changes", WayBack((await walt.Get("/me")).Text("personId")))).Is(200).Text("changeId");
            CopyIdentity(identity, before);
            (await olga.Post($"/admin/changes/{asked}/approve")).Is(200);
            Assert.Equal(0, await venue.Stop());
        }
        foreach (string file in Directory.EnumerateFiles(identity, "identity.db*")) File.Delete(file);
        CopyIdentity(before, identity);
        using VenueProcess again = await VenueProcess.Start(folder.Path, "--identity.factor-reset-delay", "0");
        using ApiClient back = again.Client(), finder = again.Client();
        string ticket = await Letters.Ticket(back, "walt", "Choose a password for your account");
        (await back.Post("/auth/password/reset", $$"""{"ticket":"{{ticket}}","newPassword":"{{ApiClient.Password}}"}""")).Is(204);
        await back.SignIn("walt");
        Assert.Equal(account, (await back.Get("/me")).Is(200).Text("accountId"));
        // Whoever found the wallet has an account of his own by it, and not this one.
        Assert.NotEqual(account, await SignIn(finder, wallet));
    }

    [Fact]
    public async Task A_second_factor_whose_time_has_come_is_off_also_when_the_word_was_only_in_the_journal()
    {
        using var folder = new Folder();
        string before = Path.Combine(folder.Path, "before"), identity = Path.Combine(folder.Path, "identity");
        using (VenueProcess venue = await OperatedVenue.Start(folder.Path, [("olga", "operator"), ("otto", "securityOfficer")], "--identity.factor-reset-delay", "24"))
        {
            using ApiClient olga = await venue.Client().SignIn("olga"), otto = await venue.Client().SignIn("otto"), pia = await venue.Client().Join("pia");
            await pia.SetUpFactor();
            string asked = (await otto.Post("/admin/changes", Reset((await pia.Get("/me")).Text("personId")))).Is(200).Text("changeId");
            // What a process leaves that ends between the journal's word and identity's.
            CopyIdentity(identity, before);
            (await olga.Post($"/admin/changes/{asked}/approve")).Is(200);
            Assert.Equal(0, await venue.Stop());
        }
        foreach (string file in Directory.EnumerateFiles(identity, "identity.db*")) File.Delete(file);
        CopyIdentity(before, identity);
        using VenueProcess again = await VenueProcess.Start(folder.Path, "--identity.factor-reset-delay", "0");
        using ApiClient returned = await again.Client().SignIn("pia");
        Assert.False((await returned.Get("/auth/second-factor")).Is(200)["on"].GetBoolean());
        Assert.Single((await returned.Get("/auth/sessions")).Is(200)["sessions"].EnumerateArray());
    }

    [Fact]
    public async Task Sources_and_prices_of_assets_are_changed_by_two()
    {
        using var folder = new Folder();
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, "olga", "oscar");
        using ApiClient olga = await venue.Client().SignIn("olga"), oscar = await venue.Client().SignIn("oscar");
        const string Sources = """
            {"change":"priceSources","market":"DOT-PERP","rules":{"minSources":3,"maxAge":5000,"maxConfidence":"0.005","maxDeviation":"0.015","jump":"0.05","markBand":"0.01"},
             "sources":[{"source":1,"weight":1},{"source":2,"weight":1},{"source":5,"weight":1,"upstream":7}]}
            """;
        Assert.Equal("rules.jump", (await olga.Post("/admin/changes", Sources.Replace(",\"jump\":\"0.05\"", "", StringComparison.Ordinal))).Is(400).Field);
        Assert.Equal("sources[2].weight", (await olga.Post("/admin/changes", Sources.Replace("\"weight\":1,\"up", "\"weight\":0,\"up", StringComparison.Ordinal))).Is(400).Field);
        Assert.Equal("market", (await olga.Post("/admin/changes", Sources.Replace("\"market\"", "\"asset\":\"USDC\",\"market\"", StringComparison.Ordinal))).Is(400).Field);
        Reply asked = (await olga.Post("/admin/changes", Sources)).Is(200);
        Assert.Contains("at least 3 sources, age to 5000 ms", asked["change"].GetProperty("to").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("source 5 of weight 1 by upstream 7", asked["change"].GetProperty("to").GetString(), StringComparison.Ordinal);
        (await oscar.Post($"/admin/changes/{asked.Text("changeId")}/approve")).IsRefused(422, "MARKET_STATE");
        (await olga.Post("/admin/markets/DOT-PERP/state", """{"state":"halted","reason":1}""")).Is(200);
        (await olga.Post($"/admin/changes/{asked.Text("changeId")}/approve")).IsRefused(422, "SAME_ADMIN");
        long seq = (await oscar.Post($"/admin/changes/{asked.Text("changeId")}/approve")).Is(200)["seq"].GetInt64();
        Assert.Equal(3, (await olga.Get($"/index/DOT-PERP?minSeq={seq}")).Is(200)["sources"].GetArrayLength());
        (await olga.Post("/admin/prices/DOT-PERP", """{"index":"5"}""")).IsRefused(422, "PRICED_BY_SOURCES");

        string listed = (await olga.Post("/admin/changes", """{"change":"asset","asset":"WIF","decimals":6,"platformCap":1000000000}""")).Is(200).Text("changeId");
        (await oscar.Post($"/admin/changes/{listed}/approve")).Is(200);
        Reply priced = (await oscar.Post("/admin/changes", """{"change":"assetPrice","asset":"WIF","index":"2.5"}""")).Is(200);
        Assert.Equal(("assetPrice", "WIF", "2.5, average 2.5, fresh"), (priced["change"].GetProperty("what").GetString(), priced["change"].GetProperty("of").GetString(), priced["change"].GetProperty("to").GetString()));
        (await olga.Post($"/admin/changes/{priced.Text("changeId")}/approve")).Is(200);
        (await olga.Post("/admin/changes", """{"change":"assetPrice","asset":"WIF","index":"2.5","maker":"0"}""")).Is(400);
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

    private static async Task<string> Allow(ApiClient officer, ApiClient second, string person)
    {
        string id = (await officer.Post("/admin/changes", Reset(person))).Is(200).Text("changeId");
        (await officer.Post($"/admin/changes/{id}/approve")).IsRefused(422, "SAME_ADMIN");
        (await second.Post($"/admin/changes/{id}/approve")).Is(200);
        return id;
    }

    private static void CopyIdentity(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from, "identity.db*").Where(static f => !f.EndsWith("-shm", StringComparison.Ordinal))) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static string WayBack(string person, string email = "walt@example.com") => $$"""{"change":"wayBack","person":"{{person}}","email":"{{email}}"}""";

    // By a wallet, and nothing else.
    private static async Task<string> SignIn(ApiClient client, Wallet wallet)
    {
        Reply invited = (await client.Post("/auth/wallet/message", $$"""{"address":"{{wallet.Address}}"}""")).Is(200);
        Reply entered = (await client.Post("/auth/wallet", wallet.Signed(invited))).Is(200);
        client.Token = entered.Text("accessToken");
        return entered.Text("accountId");
    }

    private static string Reset(string person) => $$"""{"change":"factorReset","person":"{{person}}"}""";

    private static string Role(string person, string role) => $$"""{"change":"role","person":"{{person}}","role":"{{role}}"}""";

    private static string Claim(string token) => $$"""{"token":"{{token}}"}""";

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
