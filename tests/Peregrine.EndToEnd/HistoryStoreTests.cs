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
    public async Task A_venue_that_cannot_read_its_history_says_so_opens_and_trades_and_history_comes_later()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna");
            (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).Is(200);
            await venue.Kill();
        }
        // Where the file should be there is something that is no file.
        string inItsPlace = FileOf(folder);
        Directory.Delete(Path.GetDirectoryName(inItsPlace)!, recursive: true);
        Directory.CreateDirectory(inItsPlace);
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient back = await again.Client().SignIn("anna");
        JsonElement history = await Status(back, h => h.TryGetProperty("trouble", out _));
        Assert.Contains("history.db", history.GetProperty("trouble").GetString(), StringComparison.Ordinal);
        (await back.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "141", "2"))).Is(200);
        Directory.Delete(inItsPlace);
        await Status(back, h => File.Exists(inItsPlace) && h.GetProperty("behind").GetInt64() == 0);
        Assert.Equal(2L, Count(folder, "SELECT COUNT(*) FROM orders"));
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

    [Fact]
    public async Task History_made_again_from_the_event_files_is_the_original_row_for_row()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
            for (int i = 0; i < 10; i++) await CandleTests.Trade(i % 3 == 0 ? ben : anna, i % 3 == 0 ? anna : ben, "ETH-PERP", $"300{i}.7", "0.37");
            (await ben.Post("/orders", """{"type":"stop","market":"SOL-PERP","side":"buy","triggerPrice":"155","qty":"1","maxSlippage":"0.01"}""")).Is(200);
            (await ben.Send(HttpMethod.Delete, "/orders", null)).Is(200);
            await CaughtUp(ben);
            (int running, _, string why) = await VenueProcess.Run("history", "rebuild", "--data", folder.Path);
            Assert.Equal(1, running);
            Assert.Contains("in use by process", why, StringComparison.Ordinal);
            Assert.Equal(0, await venue.Stop());
        }
        string original = Everything(folder);
        Assert.Contains("fills ", original, StringComparison.Ordinal);
        await Rebuild(folder);
        Assert.Equal(original, Everything(folder));
        Directory.Delete(Path.GetDirectoryName(FileOf(folder))!, recursive: true);
        await Rebuild(folder);
        Assert.Equal(original, Everything(folder));
    }

    [Fact]
    public async Task What_events_cannot_tell_any_more_is_not_forgotten_unless_an_operator_says_so()
    {
        using var folder = new Folder();
        for (int run = 0; run < 2; run++)
        {
            using VenueProcess venue = await VenueProcess.Start(folder.Path);
            using ApiClient anna = await (run == 0 ? venue.Client().Join("anna") : venue.Client().SignIn("anna"));
            for (int i = 0; i < 3; i++) (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).Is(200);
            await CaughtUp(anna);
            Assert.Equal(0, await venue.Stop());
        }
        string original = Everything(folder);
        // As its age has it: the second run's events stay.
        File.Delete(Path.Combine(folder.Path, "venue", "00000001.events"));
        (int code, _, string errors) = await VenueProcess.Run("history", "rebuild", "--data", folder.Path);
        Assert.Equal(1, code);
        Assert.Contains("history cannot be made again as it was: the events of commands 1 to ", errors, StringComparison.Ordinal);
        Assert.Equal(original, Everything(folder));
        (code, _, errors) = await VenueProcess.Run("events", "rebuild", Path.Combine(folder.Path, "venue"), "history");
        Assert.Equal(1, code);
        Assert.Contains("history would lose what it has and cannot be told again", errors, StringComparison.Ordinal);

        (code, string output, errors) = await VenueProcess.Run("history", "rebuild", "--data", folder.Path, "--from-what-is-left");
        Assert.True(code == 0, errors);
        Assert.Contains("history.db.before", output, StringComparison.Ordinal);
        Assert.Equal(3L, Count(folder, "SELECT COUNT(*) FROM orders"));
        Assert.NotEqual(0L, Count(folder, "SELECT COUNT(*) FROM markets"));
        (code, _, errors) = await VenueProcess.Run("history", "rebuild", "--data", folder.Path, "--from-what-is-left");
        Assert.Equal(1, code);
        Assert.Contains("history.db.before is there already", errors, StringComparison.Ordinal);
        File.Move(FileOf(folder) + ".before", FileOf(folder), overwrite: true);
        Assert.Equal(original, Everything(folder));
    }

    [Fact]
    public async Task One_that_has_more_than_the_journal_says_so_and_is_made_again_beside_the_old()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna");
            (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "140", "2"))).Is(200);
            await CaughtUp(anna);
            Assert.Equal(0, await venue.Stop());
        }
        // As after a journal was cut, or put back from an older copy.
        Change(folder, "UPDATE cursor SET seq = seq + 1000000");
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().SignIn("anna");
            JsonElement history = await Status(anna, static h => h.TryGetProperty("trouble", out _));
            Assert.Contains("and the journal ends with", history.GetProperty("trouble").GetString(), StringComparison.Ordinal);
            (await anna.Post("/orders", OrderTests.Limit("SOL-PERP", "buy", "141", "2"))).Is(200);
            Assert.Equal(0, await venue.Stop());
        }
        (int code, _, string errors) = await VenueProcess.Run("history", "rebuild", "--data", folder.Path);
        Assert.Equal(1, code);
        Assert.Contains("has rows up to command", errors, StringComparison.Ordinal);
        (code, string output, errors) = await VenueProcess.Run("history", "rebuild", "--data", folder.Path, "--from-what-is-left");
        Assert.True(code == 0, errors);
        Assert.Contains("history.db.before", output, StringComparison.Ordinal);
        Assert.Equal(2L, Count(folder, "SELECT COUNT(*) FROM orders"));
    }

    private static async Task Rebuild(Folder folder)
    {
        (int code, string output, string errors) = await VenueProcess.Run("history", "rebuild", "--data", folder.Path);
        Assert.True(code == 0, errors);
        Assert.Contains("history was made again: events of commands 1 to ", output, StringComparison.Ordinal);
    }

    // The cursor may have gone on: the last commands of a venue tell nothing.
    private static string Everything(Folder folder)
    {
        using SqliteConnection connection = new($"Data Source={FileOf(folder)};Pooling=False");
        connection.Open();
        List<string> tables = [.. Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'cursor' ORDER BY name")];
        return string.Join('\n', tables.SelectMany(table => Read(connection, $"SELECT * FROM {table} ORDER BY 1, 2, 3").Select(row => $"{table} {row}")));
    }

    /// <summary>Rows as text, one by one.</summary>
    internal static IEnumerable<string> Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read()) yield return string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] b ? Convert.ToHexString(b) : reader.GetValue(i)));
    }

    internal static string FileOf(Folder folder) => Path.Combine(folder.Path, "history", "history.db");

    internal static Task<JsonElement> CaughtUp(ApiClient who) => Status(who, h => h.GetProperty("behind").GetInt64() == 0);

    /// <summary>Writes into the file of a venue that does not run.</summary>
    internal static void Change(Folder folder, string sql)
    {
        using SqliteConnection connection = new($"Data Source={FileOf(folder)};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

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
