using Microsoft.Data.Sqlite;
using Peregrine.Core;
using SQLitePCL;

namespace Peregrine.History.Sqlite;

/// <summary>History in one SQLite file. A writer's connection and one for readers, who see the last batch that was stored and never wait for the next.</summary>
public sealed class SqliteHistory : IHistoryStore
{
    private const int Busy = 5, Locked = 6, Full = 13;
    private const int BusySeconds = 1;
    private const int PruneRows = 2_000;
    private const byte FirstState = (byte)EventKind.StateVenue;

    private readonly string _path;
    private readonly SqliteConnection _writing;
    private readonly Statements _write;
    private readonly RowStatements _making;
    private readonly SqliteReads _reads;
    private readonly Lock _readers = new();
    private RowWriter _rows;

    private SqliteHistory(string path)
    {
        _path = path;
        _writing = Connection(path);
        (_write, _making, _reads) = (new Statements(_writing), new RowStatements(_writing), new SqliteReads(path));
        _rows = new RowWriter(_making);
    }

    public long Cursor { get; private set; }

    public long UnknownCount { get; private set; }

    /// <summary>Called inside each transaction before it is committed: a crash may come right here.</summary>
    internal Action? BeforeCommit { get; set; }

    /// <exception cref="StorageException">The file cannot be used; the sentence says why.</exception>
    public static SqliteHistory Open(string path)
    {
        var store = new SqliteHistory(path);
        try
        {
            store._writing.Open();
            store.Execute("PRAGMA journal_mode = WAL");
            // What a power cut takes from the end is made again from the events: the cursor goes with its rows.
            store.Execute("PRAGMA synchronous = NORMAL");
            store.Execute("PRAGMA trusted_schema = OFF");
            Migrations.Apply(path, store._write, store.Execute);
            store._reads.Open();
            (store.Cursor, store.UnknownCount) = (store._write.Number("SELECT seq FROM cursor"), store._write.Number("SELECT unknown FROM cursor"));
            return store;
        }
        catch (SqliteException e)
        {
            store.Dispose();
            throw Failed("opening", path, e);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public void Store(ReadOnlySpan<byte> events)
    {
        // A file that somebody deleted would go on taking rows that nobody will ever see.
        if (!File.Exists(_path)) throw new StorageException($"{_path} is not there any more.");
        (long cursor, long unknown) = (Cursor, UnknownCount);
        try
        {
            Execute("BEGIN IMMEDIATE");
            long timeNs = 0;
            EventReader reader = new(events);
            while (reader.Next())
            {
                // One that is in already: the same events were asked for again.
                if (reader.Header.Seq <= Cursor) continue;
                Invariant.That((byte)reader.Header.Kind < FirstState, "a told state stands among events");
                if (Enum.IsDefined(reader.Header.Kind)) _rows.Add(ref reader);
                else unknown++;
                if (reader.Header.Kind == EventKind.CommandDone) (cursor, timeNs) = (reader.Header.Seq, reader.Header.TimeNs);
                if (reader.Header.Kind == EventKind.CommandDone) Cursor = cursor;
            }
            _rows.Finish();
            _write.Run("UPDATE cursor SET seq = $1, time_ns = MAX(time_ns, $2), unknown = $3", cursor, timeNs, unknown);
            BeforeCommit?.Invoke();
            Execute("COMMIT");
            UnknownCount = unknown;
        }
        catch (SqliteException e)
        {
            Undo();
            throw Failed("writing", _path, e);
        }
        catch
        {
            Undo();
            throw;
        }
    }

    public void Forget() => Write(() =>
    {
        foreach (object?[] table in _write.Rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('cursor', 'markets', 'assets')")) Execute($"DELETE FROM {table[0]}");
        // What is listed is told once, perhaps before the oldest event there is.
        _write.Run("UPDATE assets SET index_price = 0 WHERE asset <> 1");
        _write.Run("UPDATE cursor SET seq = 0, time_ns = 0, unknown = 0");
        return 0;
    });

    public int Prune(Retention retention, long nowNs) => Write(() =>
    {
        int gone = Drop("trades", retention.Trades, nowNs) + Drop("prices", retention.Prices, nowNs) + Drop("system", retention.System, nowNs);
        if (retention.MinuteCandles <= 0) return gone;
        return gone + _write.Run("""
            DELETE FROM candles WHERE (market, source, length_ns, start_ns) IN
              (SELECT market, source, length_ns, start_ns FROM candles WHERE length_ns = $1 AND start_ns < $2 LIMIT $3)
            """, MarketRows.MinuteNs, nowNs - retention.MinuteCandles * MarketRows.DayNs, PruneRows);
    });

    public HistoryPage Read(HistoryQuery query)
    {
        lock (_readers) return _reads.Read(query);
    }

    public IReadOnlyList<HistoryCandle> ReadCandles(int market, int source, long lengthNs, long beforeNs, int limit)
    {
        lock (_readers) return _reads.ReadCandles(market, source, lengthNs, beforeNs, limit);
    }

    public IReadOnlyList<HistoryCandle> ReadSeconds(int market, int source, long sinceNs, long untilSeq)
    {
        lock (_readers) return _reads.ReadSeconds(market, source, sinceNs, untilSeq);
    }

    public IReadOnlyList<HistoryFlow> ReadFlows(int market, long lengthNs, long sinceNs, long untilNs)
    {
        lock (_readers) return _reads.ReadFlows(market, lengthNs, sinceNs, untilNs);
    }

    public IReadOnlyList<PortfolioDay> ReadPortfolio(int account, long fromDay, long toDay)
    {
        lock (_readers) return _reads.ReadPortfolio(account, fromDay, toDay);
    }

    public IReadOnlyList<HistoryMarket> ReadMarkets()
    {
        lock (_readers) return _reads.ReadMarkets();
    }

    public IReadOnlyList<HistoryAsset> ReadAssets()
    {
        lock (_readers) return _reads.ReadAssets();
    }

    public void Dispose()
    {
        _making.Dispose();
        _write.Dispose();
        _writing.Dispose();
        lock (_readers)
        {
            _reads.Dispose();
        }
    }

    /// <summary>Rows of any statement, for who shows sums and for tests.</summary>
    internal List<object?[]> Rows(string sql, params object?[] values)
    {
        lock (_readers) return _reads.Rows(sql, values);
    }

    internal static SqliteConnection Connection(string path) =>
        new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusySeconds }.ToString());

    // Places follow time: looking ends with the rows that may go at a time.
    private int Drop(string table, int days, long nowNs) => days <= 0 ? 0 : _write.Run($"""
        DELETE FROM {table} WHERE (seq, idx) IN
          (SELECT seq, idx FROM (SELECT seq, idx, time_ns FROM {table} ORDER BY seq, idx LIMIT $2) WHERE time_ns < $1)
        """, nowNs - days * MarketRows.DayNs, PruneRows);

    private int Write(Func<int> work)
    {
        try
        {
            Execute("BEGIN IMMEDIATE");
            int rows = work();
            Execute("COMMIT");
            Cursor = _write.Number("SELECT seq FROM cursor");
            UnknownCount = _write.Number("SELECT unknown FROM cursor");
            return rows;
        }
        catch (SqliteException e)
        {
            Undo();
            throw Failed("writing", _path, e);
        }
    }

    // SQLite undoes some failed transactions by itself, and then there is none to undo. What was expected of the next event is forgotten with it.
    private void Undo()
    {
        if (_writing.Handle is { } handle && raw.sqlite3_get_autocommit(handle) == 0) Execute("ROLLBACK");
        _rows = new RowWriter(_making);
        Cursor = _write.Number("SELECT seq FROM cursor");
    }

    internal void Execute(string sql)
    {
        using SqliteCommand command = _writing.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    internal static StorageException Failed(string what, string path, SqliteException e) => e.SqliteErrorCode switch
    {
        Full => new($"{what} {path} failed: the disk is full. Nothing was changed.", e) { IsFull = true },
        Busy or Locked => new($"{what} {path} failed: another program holds it. Nothing was changed.", e),
        _ => new($"{what} {path} failed: {e.Message}", e),
    };
}
