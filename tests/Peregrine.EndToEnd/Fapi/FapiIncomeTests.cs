namespace Peregrine.EndToEnd.Fapi;

/// <summary>Income by pages: each row once, however long a page is.</summary>
public sealed class FapiIncomeTests
{
    [Fact]
    public async Task Pages_of_any_length_hold_each_row_once_also_the_two_of_one_fill()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--limits.fapi.weight", "1000000");
        using ApiClient buyer = await venue.Client().Join("anna"), seller = await venue.Client().Join("ben");
        using FapiClient anna = await FapiClient.Join(buyer);
        for (int i = 0; i < 12; i++)
        {
            await CandleTests.Trade(seller, buyer, "ETH-PERP", $"300{i % 10}.7", "0.37");
            await CandleTests.Trade(buyer, seller, "ETH-PERP", $"300{(i + 1) % 10}.3", "0.37");
        }
        await HistoryStoreTests.CaughtUp(buyer);
        foreach (string window in new[] { "", $"&startTime={DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds()}" })
        {
            List<(string, string)> all = await Page(anna, "limit=1000" + window);
            Assert.True(all.Count > 30, $"{all.Count} rows");
            Assert.Equal(all.Count, all.Distinct().Count());
            foreach (int length in new[] { 3, 7 })
            {
                List<List<(string, string)>> pages = [];
                do pages.Add(await Page(anna, $"limit={length}&page={pages.Count + 1}{window}"));
                while (pages[^1].Count > 0);
                // Without a beginning the first page has the latest.
                if (window.Length == 0) pages.Reverse();
                Assert.Equal(all, pages.SelectMany(static page => page));
            }
        }
    }

    private static async Task<List<(string, string)>> Page(FapiClient who, string query) =>
        [.. (await who.Get("/fapi/v1/income", query)).Ok().Body.EnumerateArray().Select(static row => (row.GetProperty("tranId").ToString(), row.GetProperty("incomeType").GetString()!))];
}
