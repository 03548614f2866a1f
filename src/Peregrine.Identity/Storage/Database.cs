using Microsoft.Data.Sqlite;
using Peregrine.Core;
using SQLitePCL;

namespace Peregrine.Identity.Storage;

/// <summary>The file that remembers people. One connection, one transaction at a time; what a transaction did is on the disk when it returns.</summary>
/// <remarks>
/// A failed transaction leaves nothing. After a failed write that is not plain lack of room nobody knows what the disk kept, so nothing more is
/// written before a restart: the same rule as the journal's.
/// </remarks>
internal sealed class Database : IDisposable
{
    private const int Busy = 5, Locked = 6, IoError = 10, Corrupt = 11, Full = 13;
    private const int BusySeconds = 2;

    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly Lock _gate = new();
    private string? _broken;

    private Database(string path)
    {
        Path = path;
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds };
        _connection = new SqliteConnection(settings.ToString());
        _statements = new Statements(_connection);
    }

    public string Path { get; }

    /// <summary>Called after each commit, before anybody is told of it: a crash may come right here.</summary>
    public Action? AfterCommit { get; set; }

    /// <exception cref="StorageException">The file cannot be used; the sentence says why.</exception>
    public static Database Open(string path) => Open(path, Migrations.Newest);

    /// <summary>As a program left it that knew fewer steps.</summary>
    internal static Database Open(string path, int step)
    {
        OwnersAlone(path);
        var database = new Database(path);
        try
        {
            database._connection.Open();
            database.Execute("PRAGMA journal_mode = WAL");
            database.Execute("PRAGMA synchronous = FULL");
            database.Execute("PRAGMA foreign_keys = ON");
            database.Execute("PRAGMA trusted_schema = OFF");
            Migrations.Apply(database, step);
            return database;
        }
        catch (SqliteException e)
        {
            database.Dispose();
            throw database.Failed("opening", e);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public T Write<T>(Func<Statements, T> work)
    {
        lock (_gate)
        {
            if (_broken is not null) throw new StorageException($"{Path} takes nothing more before a restart: {_broken}");
            try
            {
                Execute("BEGIN IMMEDIATE");
                T result = work(_statements);
                Execute("COMMIT");
                AfterCommit?.Invoke();
                return result;
            }
            catch (SqliteException e)
            {
                RollBack();
                StorageException failed = Failed("writing", e);
                if (e.SqliteErrorCode is IoError or Corrupt) _broken = e.Message;
                throw failed;
            }
            catch
            {
                RollBack();
                throw;
            }
        }
    }

    public void Write(Action<Statements> work) => Write(s =>
    {
        work(s);
        return true;
    });

    public T Read<T>(Func<Statements, T> work)
    {
        lock (_gate)
        {
            try
            {
                return work(_statements);
            }
            catch (SqliteException e)
            {
                throw Failed("reading", e);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _statements.Dispose();
            _connection.Dispose();
        }
    }

    internal void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // SQLite undoes some failed transactions by itself, and then there is none to undo.
    private void RollBack()
    {
        if (_connection.Handle is { } handle && raw.sqlite3_get_autocommit(handle) == 0) Execute("ROLLBACK");
    }

    private StorageException Failed(string what, SqliteException e) => e.SqliteErrorCode switch
    {
        Full => new($"{what} {Path} failed: the disk is full. Nothing was changed.", e) { IsFull = true },
        Busy or Locked => new($"{what} {Path} failed: another program holds it. Nothing was changed.", e),
        _ => new($"{what} {Path} failed: {e.Message}", e),
    };

    // Made before SQLite makes it: its log and index take over who may read them.
    private static void OwnersAlone(string path)
    {
        if (File.Exists(path)) return;
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(path, options).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"making {path} failed: {e.Message}", e);
        }
    }
}
