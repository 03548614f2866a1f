using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Peregrine.EndToEnd;

/// <summary>History runs beside the venue: whatever becomes of its file, orders are answered, and it catches up.</summary>
public sealed class HistoryStoreTests
{
    [Fact]
    public async Task A_locked_store_is_told_of_stops_no_trading_and_catches_up()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient anna = await venue.Client().Join("anna");
        await CaughtUp(anna);
        using (SqliteConnection other = new($"Data Source={FileOf(folder)};Pooling=False"))
        {
            other.Open();
            using SqliteCommand hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            hold.ExecuteNonQuery();
            JsonElement history = await Status(anna, h => h.TryGetProperty("trouble", out _));
            Assert.Contains("another program holds it", history.GetProperty("trouble").GetString(), StringComparison.Ordinal);
            Assert.Equal("live", (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).Is(200).Text("state"));
            await Status(anna, h => h.GetProperty("behind").GetInt64() > 0);
        }
        Assert.False((await CaughtUp(anna)).TryGetProperty("trouble", out _));
        Assert.Equal(1L, Count(folder, "SELECT COUNT(*) FROM orders WHERE price = 14000"));
    }

    [Fact]
    public async Task A_store_that_is_deleted_is_made_again_while_the_venue_trades()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient anna = await venue.Client().Join("anna");
        (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).Is(200);
        await CaughtUp(anna);
        long before = Count(folder, "SELECT seq FROM cursor");
        Directory.Delete(Path.GetDirectoryName(FileOf(folder))!, recursive: true);
        (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "141", "2"))).Is(200);
        await Status(anna, h => File.Exists(FileOf(folder)) && h.GetProperty("seq").GetInt64() > before && h.GetProperty("behind").GetInt64() == 0);
        Assert.Equal(2L, Count(folder, "SELECT COUNT(*) FROM orders"));
        Assert.Equal(6L, Count(folder, "SELECT COUNT(*) FROM markets"));
        Assert.Equal(1L, Count(folder, "SELECT COUNT(*) FROM ledger WHERE kind = 1"));
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_kill_once_each()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna");
            for (int i = 0; i < 20; i++) (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).Is(200);
            await venue.Kill();
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient back = await again.Client().SignIn("anna");
        await CaughtUp(back);
        Assert.Equal(20L, Count(folder, "SELECT COUNT(*) FROM orders"));
    }

    internal static string FileOf(Folder folder) => Path.Combine(folder.Path, "history", "history.db");

    internal static Task<JsonElement> CaughtUp(ApiClient who) => Status(who, h => h.GetProperty("behind").GetInt64() == 0);

    private static async Task<JsonElement> Status(ApiClient who, Func<JsonElement, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            JsonElement history = (await who.Get("/status")).Is(200)["history"];
            if (wanted(history)) return history;
            await Task.Delay(20, patience.Token);
        }
    }

    private static long Count(Folder folder, string sql)
    {
        using SqliteConnection connection = new($"Data Source={FileOf(folder)};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
