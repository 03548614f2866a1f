using System.Globalization;
using System.Text.Json;
using Peregrine.Core;
using Peregrine.Sandbox;

namespace Peregrine.EndToEnd;

/// <summary>A venue as it starts without options: it lives by itself.</summary>
public sealed class LivingVenueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // People of a test act faster than limits for people allow.
    internal static readonly string[] Unlimited = ["--limits.account.orders", "100000", "--limits.account.exits", "100000", "--limits.account.reads", "100000", "--limits.address.orders", "1000000", "--limits.address.exits", "1000000"];

    [Fact]
    public async Task A_first_run_has_prices_that_move_deep_books_and_trades_in_every_market()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.StartAsIs(folder.Path, [.. Unlimited, "--sandbox.speed", "4"]);
        using ApiClient visitor = venue.Client();
        JsonElement status = (await visitor.Get("/status")).Is(200)["simulated"];
        Assert.Equal((true, true, "calm", 4), (status.GetProperty("prices").GetBoolean(), status.GetProperty("agents").GetBoolean(), status.GetProperty("scenario").GetString(), status.GetProperty("speed").GetInt32()));
        List<string> markets = [.. (await visitor.Get("/markets")).Is(200)["markets"].EnumerateArray().Select(m => m.GetProperty("market").GetString()!)];
        Assert.Equal(6, markets.Count);
        string first = await Index(visitor, markets[0]);
        await Until(async () => await Index(visitor, markets[0]) != first, "the index stands still");
        foreach (string market in markets)
        {
            await Until(async () => await Depth(visitor, market) >= 15, $"{market} has no book of 15 levels a side");
            await Until(async () => (await visitor.Get($"/trades/{market}")).Is(200)["trades"].GetArrayLength() > 0, $"nobody trades {market}");
            Assert.Equal("fresh", (await visitor.Get($"/mark/{market}")).Is(200).Text("priceState"));
        }
        using var dialect = new HttpClient();
        JsonElement premium = JsonDocument.Parse(await dialect.GetStringAsync(new Uri(venue.Url, "/fapi/v1/premiumIndex?symbol=BTCUSDC"))).RootElement;
        Assert.NotEqual(0, decimal.Parse(premium.GetProperty("lastFundingRate").GetString()!, CultureInfo.InvariantCulture));
        Assert.Equal(0, premium.GetProperty("nextFundingTime").GetInt64() % 3_600_000);
        Assert.Equal(["USDC", "BTC", "ETH"], (await visitor.Get("/assets")).Is(200)["assets"].EnumerateArray().Select(a => a.GetProperty("asset").GetString()));
    }

    [Fact]
    public async Task A_stranger_trades_with_the_people_of_the_sandbox_and_a_restart_goes_on_from_the_same_prices()
    {
        using var folder = new Folder();
        decimal before;
        using (VenueProcess venue = await VenueProcess.StartAsIs(folder.Path, Unlimited))
        {
            using ApiClient anna = await venue.Client().Join("anna");
            await Until(async () => await Depth(anna, "BTC-PERP") >= 5, "there is no book");
            Reply bought = (await anna.Post("/orders", """{"type":"market","market":"BTC-PERP","side":"buy","qty":"0.01"}""")).Is(200);
            Assert.Equal("filled", bought.Text("state"));
            before = decimal.Parse(await Index(anna, "BTC-PERP"), CultureInfo.InvariantCulture);
            await venue.Kill();
        }
        using VenueProcess again = await VenueProcess.StartAsIs(folder.Path, Unlimited);
        using ApiClient back = await again.Client().SignIn("anna");
        decimal after = decimal.Parse(await Index(back, "BTC-PERP"), CultureInfo.InvariantCulture);
        Assert.InRange(after / before, 0.98m, 1.02m);
        Assert.Equal("0.01", (await back.Get("/positions/BTC-PERP")).Is(200).Text("size"));
        await Until(async () => (await back.Get("/trades/BTC-PERP")).Is(200)["trades"].GetArrayLength() > 0, "the people did not come back");
    }

    [Fact]
    public async Task People_of_a_sandbox_live_through_a_venue_that_is_killed_and_comes_back()
    {
        using var folder = new Folder();
        using var stop = new CancellationTokenSource(2 * Patience);
        List<string> notes = [];
        Task people;
        Uri url;
        using (VenueProcess venue = await VenueProcess.StartAsIs(folder.Path, [.. Unlimited, "--sandbox", "off"]))
        {
            url = venue.Url;
            people = new SandboxVenue(url, new SandboxOptions { Speed = 4 }, [1, 2, 3], notes.Add).Run(stop.Token);
            using ApiClient visitor = venue.Client();
            await Until(async () => (await visitor.Get("/trades/BTC-PERP")).Is(200)["trades"].GetArrayLength() > 0, "nobody trades");
            await venue.Kill();
        }
        using (VenueProcess again = await VenueProcess.StartAsIs(folder.Path, [.. Unlimited, "--sandbox", "off", "--listen.port", url.Port.ToString(CultureInfo.InvariantCulture)]))
        {
            using ApiClient visitor = again.Client();
            await Until(async () => (await visitor.Get("/trades/BTC-PERP")).Is(200)["trades"].GetArrayLength() > 0, "they do not come back");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => people);
            Assert.Equal(0, await again.Stop());
        }
        Assert.Empty(notes);
        (await VenueAudit.Of(folder.Path)).Check();
    }

    [Fact]
    public async Task With_the_sandbox_off_prices_come_and_nobody_trades()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.StartAsIs(folder.Path, ["--sandbox", "off", "--sandbox.speed", "50"]);
        using ApiClient visitor = venue.Client();
        Assert.False((await visitor.Get("/status")).Is(200)["simulated"].GetProperty("agents").GetBoolean());
        HashSet<string> seen = [];
        await Until(async () => seen.Add(await Index(visitor, "ETH-PERP")) && seen.Count >= 5, "prices do not move");
        Assert.Equal(0, await Depth(visitor, "ETH-PERP"));
        Assert.Equal(0, (await visitor.Get("/trades/ETH-PERP")).Is(200)["trades"].GetArrayLength());
    }

    [Fact]
    public async Task A_venue_founded_with_prices_by_hand_opens_and_stays_as_it_is()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.Start(folder.Path)) Assert.Equal(0, await venue.Stop());
        using VenueProcess again = await VenueProcess.StartAsIs(folder.Path, []);
        using ApiClient visitor = again.Client();
        Reply status = (await visitor.Get("/status")).Is(200);
        Assert.Equal(("by-hand", false, false), (status.Text("prices"), status["simulated"].GetProperty("prices").GetBoolean(), status["simulated"].GetProperty("agents").GetBoolean()));
        Assert.Equal("60000", await Index(visitor, "BTC-PERP"));
    }

    [Fact]
    public async Task A_crash_liquidates_somebody_and_every_book_still_agrees()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.StartAsIs(folder.Path, [.. Unlimited, "--sandbox.scenario", "crash", "--sandbox.speed", "12"]))
        {
            using ApiClient visitor = venue.Client();
            await Until(async () => decimal.Parse(await Index(visitor, "BTC-PERP"), CultureInfo.InvariantCulture) < 54_000, "prices do not fall");
            // Who was liquidated early is in no list of the latest trades any more; who was not will be, or comes back with new money.
            await Until(async () => await IsLiquidating(visitor), "nobody is liquidated");
            Assert.Equal(0, await venue.Stop());
        }
        VenueAudit audit = await VenueAudit.Of(folder.Path);
        audit.Check();
        Assert.True(audit.Count(EventKind.LiquidationStarted) > 0 && audit.Count(EventKind.LiquidationStep) > 0, $"nobody was liquidated: {audit}");
    }

    private static async Task<bool> IsLiquidating(ApiClient visitor)
    {
        foreach (string market in (string[])["BTC-PERP", "ETH-PERP", "SOL-PERP", "LINK-PERP"])
        {
            if ((await visitor.Get($"/trades/{market}")).Is(200)["trades"].EnumerateArray().Any(t => t.GetProperty("reason").GetString() == "liquidation")) return true;
        }
        return false;
    }

    private static async Task<string> Index(ApiClient visitor, string market) => (await visitor.Get($"/mark/{market}")).Is(200).Text("index");

    private static async Task<int> Depth(ApiClient visitor, string market)
    {
        Reply book = (await visitor.Get($"/book/{market}?depth=50")).Is(200);
        return Math.Min(book["bids"].GetArrayLength(), book["asks"].GetArrayLength());
    }

    // There is no signal of prices on this side of the API but asking again.
    private static async Task Until(Func<Task<bool>> holds, string otherwise)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            if (patience.IsCancellationRequested) Assert.Fail(otherwise);
            await Task.Delay(100, CancellationToken.None);
        }
    }
}
