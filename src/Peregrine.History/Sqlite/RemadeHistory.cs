using Microsoft.Data.Sqlite;
using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>A history that is made beside the one there is and takes its place when it is whole: until then, and after a crash, the old one is there as it was.</summary>
public sealed class RemadeHistory : IDisposable
{
    private readonly string _path;
    private readonly string _newPath;

    private RemadeHistory(string path)
    {
        (_path, _newPath) = (path, path + ".new");
        // One that a crash left behind.
        Discard();
        if (File.Exists(path)) OldCursor = CursorOf(path);
        Store = SqliteHistory.Open(_newPath);
    }

    /// <summary>Takes the events; empty at first.</summary>
    public SqliteHistory Store { get; }

    /// <summary>The last command of which the old one has all rows; 0 when there is none.</summary>
    public long OldCursor { get; }

    /// <summary>Where the old one lies when it is kept.</summary>
    public static string KeptPath(string path) => path + ".before";

    /// <exception cref="StorageException">The old file cannot be read, or no new one be made.</exception>
    public static RemadeHistory Begin(string path) => Try("making again", path, () => new RemadeHistory(path));

    /// <summary>What the old one knows of markets and assets is known in the new one: that was told once, perhaps before the oldest event there is.</summary>
    public void CopyLists() => Try("reading", _path, () =>
    {
        using SqliteConnection connection = Open(_newPath);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            ATTACH $1 AS old;
            INSERT INTO markets SELECT * FROM old.markets;
            INSERT INTO assets SELECT asset, symbol, decimals, IIF(asset = 1, index_price, 0) FROM old.assets;
            """;
        command.Parameters.AddWithValue("$1", _path);
        return command.ExecuteNonQuery();
    });

    /// <summary>The new one stands where the old one stood.</summary>
    /// <param name="keepsOld">Whether the old one is kept as <see cref="KeptPath"/>, where none may be yet. A crash just between leaves both beside their place.</param>
    public void Finish(bool keepsOld) => Try("replacing", _path, () =>
    {
        Store.Dispose();
        WriteLogInto(_newPath);
        if (File.Exists(_path))
        {
            WriteLogInto(_path);
            if (keepsOld) File.Move(_path, KeptPath(_path));
        }
        File.Move(_newPath, _path, overwrite: true);
        return 0;
    });

    public void Dispose()
    {
        Store.Dispose();
        Discard();
    }

    // A log that is left beside a file is taken for the log of the next one of that name. Says so when somebody still reads from it.
    private static void WriteLogInto(string path)
    {
        using SqliteConnection connection = Open(path);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE";
        command.ExecuteNonQuery();
    }

    private static long CursorOf(string path)
    {
        using SqliteConnection connection = Open(path);
        using var statements = new Statements(connection);
        return statements.Number("SELECT seq FROM cursor");
    }

    private static SqliteConnection Open(string path)
    {
        SqliteConnection connection = SqliteHistory.Connection(path);
        connection.Open();
        return connection;
    }

    private void Discard()
    {
        foreach (string ending in new[] { "", "-wal", "-shm", "-journal" }) File.Delete(_newPath + ending);
    }

    private static T Try<T>(string what, string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw SqliteHistory.Failed(what, path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{what} {path} failed: {e.Message}", e);
        }
    }
}
