using Peregrine.History.Sqlite;

namespace Peregrine.History.Tests;

/// <summary>A history file of its own, gone when the test is over.</summary>
internal sealed class StoreFile : IDisposable
{
    private static readonly string[] Tables =
        ["cursor", "markets", "assets", "orders", "trades", "fills", "positions", "closed_positions", "balances", "ledger", "funding", "funding_rates", "risk", "prices", "system", "candles", "account_days", "market_days", "platform_days", "balance_days", "position_days", "asset_days",
        "market_flows", "amendments"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("peregrine-history-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "history.db");

    /// <summary>What lies in its folder.</summary>
    public string[] Names => [.. _folder.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal)];

    public SqliteHistory Open() => SqliteHistory.Open(Path);

    /// <summary>Every row of every table, as text.</summary>
    public static string Everything(SqliteHistory store) => string.Join('\n', Tables.SelectMany(table =>
        store.Rows($"SELECT * FROM {table} ORDER BY 1, 2, 3").Select(row => table + " " + string.Join('|', row.Select(v => v is byte[] b ? Convert.ToHexString(b) : v)))));

    /// <summary>What the disk holds now, log and all, as a machine that stops here would find it.</summary>
    public void CopyTo(StoreFile other)
    {
        foreach (FileInfo file in _folder.GetFiles().Where(f => !f.Name.EndsWith("-shm", StringComparison.Ordinal)))
            file.CopyTo(System.IO.Path.Combine(other._folder.FullName, file.Name), overwrite: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
