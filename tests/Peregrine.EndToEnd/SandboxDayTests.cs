using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Peregrine.Core;

namespace Peregrine.EndToEnd;

/// <summary>A day of the sandbox, a hundred times as fast: afterwards everything that is told anywhere is the same.</summary>
public sealed class SandboxDayTests
{
    private const int Speed = 100;
    private static readonly bool IsDeep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;
    private static readonly TimeSpan Day = IsDeep ? TimeSpan.FromHours(24) / Speed : TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Statements_books_and_a_history_made_again_agree_to_the_last_unit()
    {
        using var folder = new Folder();
        using (VenueProcess venue = await VenueProcess.StartAsIs(folder.Path, [.. LivingVenueTests.Unlimited, "--sandbox.speed", $"{Speed}"]))
        {
            await Task.Delay(Day);
            Assert.Equal(0, await venue.Stop());
        }
        long stored = long.Parse(Single(folder, "SELECT seq FROM cursor"), CultureInfo.InvariantCulture);
        SortedDictionary<string, string> original = Digests(folder);
        Assert.True(long.Parse(Single(folder, "SELECT COUNT(*) FROM fills"), CultureInfo.InvariantCulture) > 50, "nobody traded");
        // An account's statement is the sum of its ledger, and a position's of its fills.
        Assert.Equal("", Single(folder, "SELECT COALESCE(GROUP_CONCAT(account), '') FROM balances b WHERE amount <> (SELECT COALESCE(SUM(change), 0) FROM ledger l WHERE l.account = b.account AND l.asset = b.asset)"));
        Assert.Equal("", Single(folder, "SELECT COALESCE(GROUP_CONCAT(account), '') FROM positions p WHERE size <> (SELECT SUM(qty * (CASE side WHEN 1 THEN 1 ELSE -1 END)) FROM fills f WHERE f.account = p.account AND f.market = p.market)"));
        (int code, string output, string errors) = await VenueProcess.Run("history", "rebuild", "--data", folder.Path);
        Assert.True(code == 0, errors);
        Assert.Contains("events of commands 1 to ", output, StringComparison.Ordinal);
        Assert.Equal(original, Digests(folder));
        // The venue's books: the engine's own, what folds show of its events, and what history has.
        VenueAudit audit = await VenueAudit.Of(folder.Path, stored);
        audit.Check();
        int compared = 0;
        foreach ((int account, long cash) in audit.Cash)
        {
            Assert.Equal($"{account}: {cash}", $"{account}: {Single(folder, $"SELECT COALESCE(SUM(amount), 0) FROM balances WHERE account = {account} AND asset = 1")}");
            compared++;
        }
        foreach ((int account, int market, StatePosition held) in audit.Held)
        {
            Assert.Equal($"{account} {market}: {held.Size.Value}|{held.Cost.Value}|{held.IsolatedMargin.Value}|{held.Realised.Value}|{held.FeesPaid.Value}|{held.FundingPaid.Value}",
                $"{account} {market}: {Single(folder, $"SELECT size || '|' || cost || '|' || isolated_margin || '|' || realised || '|' || fees || '|' || funding FROM positions WHERE account = {account} AND market = {market}")}");
            compared++;
        }
        Assert.True(compared > 10, $"{compared} accounts and positions were compared");
        if (IsDeep) Console.WriteLine($"a day of the sandbox: {audit}");
    }

    // How many rows each table has, and their hash; the cursor may have gone on, for the last commands of a venue tell nothing.
    private static SortedDictionary<string, string> Digests(Folder folder)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using SqliteConnection connection = new($"Data Source={HistoryStoreTests.FileOf(folder)};Pooling=False");
        connection.Open();
        foreach (string table in HistoryStoreTests.Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'cursor' ORDER BY name").ToArray())
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long count = 0;
            foreach (string row in HistoryStoreTests.Read(connection, $"SELECT * FROM {table} ORDER BY 1, 2, 3"))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(row + "\n"));
                count++;
            }
            digests[table] = $"{count} rows, {Convert.ToHexStringLower(hash.GetHashAndReset())}";
        }
        return digests;
    }

    private static string Single(Folder folder, string sql)
    {
        using SqliteConnection connection = new($"Data Source={HistoryStoreTests.FileOf(folder)};Pooling=False;Mode=ReadOnly");
        connection.Open();
        return HistoryStoreTests.Read(connection, sql).Single();
    }
}
