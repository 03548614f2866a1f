using Microsoft.Data.Sqlite;
using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>One connection that reads rows. For one thread at a time.</summary>
public sealed class SqliteReads : IHistoryReader, IDisposable
{
    private const long SecondNs = 1_000_000_000;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Statements _sql;

    internal SqliteReads(string path)
    {
        _path = path;
        _connection = SqliteHistory.Connection(path);
        _sql = new Statements(_connection);
    }

    public long Cursor => Ask(sql => sql.Number("SELECT seq FROM cursor"));

    internal void Open()
    {
        _connection.Open();
        // Of the usual two megabytes of pages a half: the system keeps what is read often, once for all readers.
        _sql.Run("PRAGMA cache_size = -1024");
    }

    /// <summary>Reads a file, whether a venue writes it at the moment or not.</summary>
    /// <exception cref="StorageException">It is not there, or no history.</exception>
    public static SqliteReads OpenFile(string path)
    {
        if (!File.Exists(path)) throw new StorageException($"{path} is not there.");
        var reads = new SqliteReads(path);
        try
        {
            reads.Open();
            _ = reads.Cursor;
            return reads;
        }
        catch (SqliteException e)
        {
            reads.Dispose();
            throw SqliteHistory.Failed("opening", path, e);
        }
        catch
        {
            reads.Dispose();
            throw;
        }
    }

    public HistoryPage Read(HistoryQuery query)
    {
        if (query.Account is not null && !Tables.HasAccounts(query.Table)) throw new ArgumentException($"{query.Table} belong to no account", nameof(query));
        if (query.Market is not null && !Tables.HasMarkets(query.Table)) throw new ArgumentException($"{query.Table} belong to no market", nameof(query));
        if (query.Kinds.Count > 0 && !Tables.HasKinds(query.Table)) throw new ArgumentException($"{query.Table} are of no kinds", nameof(query));
        if (query.Order is not null && !Tables.HasOrders(query.Table)) throw new ArgumentException($"{query.Table} belong to no order", nameof(query));
        HistoryAddress from = query.From ?? (query.NewestFirst ? HistoryAddress.End : HistoryAddress.Beginning with { Index = -1 });
        (string first, string second) = Tables.KeyOf(query.Table);
        string way = query.NewestFirst ? "DESC" : "ASC";
        (string Column, long LengthNs)? period = Tables.PeriodOf(query.Table);
        string sql = $"""
            SELECT * FROM {Tables.NameOf(query.Table)} WHERE ({first}, {second}) {(query.NewestFirst ? "<" : ">")} ($1, $2)
              {(Tables.HasTime(query.Table) ? "AND time_ns >= $3 AND time_ns < $4" : period is { } column ? $"AND {column.Column} >= $3 AND {column.Column} < $4" : "")}
              {Chosen(query)} {(query.Market is null ? "" : "AND market = $6")}
              {(query.Kinds.Count == 0 ? "" : $"AND kind IN ({string.Join(',', query.Kinds)})")}
            ORDER BY {first} {way}, {second} {way} LIMIT $7
            """;
        return Ask(read =>
        {
            (long since, long until) = period is { } of ? (Begun(query.SinceNs, of.LengthNs), Begun(query.UntilNs, of.LengthNs)) : (query.SinceNs, query.UntilNs);
            List<object?[]> rows = read.Rows(sql, from.Seq, from.Index, since, until, query.Account, query.Market, query.Limit + 1L, query.Order?.Value);
            bool more = rows.Count > query.Limit;
            if (more) rows.RemoveAt(query.Limit);
            HistoryAddress? next = more ? new HistoryAddress((long)rows[^1][0]!, (int)(long)rows[^1][1]!) : null;
            string[] columns = [.. read.Rows($"SELECT name FROM pragma_table_info('{Tables.NameOf(query.Table)}')").Select(c => (string)c[0]!)];
            return new HistoryPage(columns, rows, next);
        });
    }

    public IReadOnlyList<HistoryCandle> ReadCandles(int market, int source, long lengthNs, long beforeNs, int limit) => Ask(read =>
    {
        List<object?[]> rows = read.Rows("""
            SELECT start_ns, open, high, low, close, volume, notional, count, bought, bought_notional, first_seq, first_trade, last_seq, last_trade FROM candles
            WHERE market = $1 AND source = $2 AND length_ns = $3 AND start_ns < $4 ORDER BY start_ns DESC LIMIT $5
            """, market, source, lengthNs, beforeNs, limit);
        return rows.ConvertAll(r => new HistoryCandle((long)r[0]!, (long)r[1]!, (long)r[2]!, (long)r[3]!, (long)r[4]!, (long)r[5]!, (long)r[6]!, (long)r[7]!, (long)r[8]!, (long)r[9]!,
            (long)r[10]!, (int)(long)r[11]!, (long)r[12]!, (int)(long)r[13]!));
    });

    public IReadOnlyList<HistoryCandle> ReadSeconds(int market, int source, long sinceNs, long untilSeq) => Ask(read =>
    {
        string what = source switch
        {
            1 => "price * 1000, qty, notional, taker_side = 1, seq, trade_index FROM trades",
            2 => "mark_subticks, 0, 0, 0, 0, 0 FROM prices",
            _ => "index_price, 0, 0, 0, 0, 0 FROM prices",
        };
        List<HistoryCandle> seconds = [];
        read.Each($"SELECT time_ns, {what} WHERE market = $1 AND seq <= $2 ORDER BY seq DESC, idx DESC", row => Add(seconds, row, sinceNs), market, untilSeq);
        return seconds;
    });

    public IReadOnlyList<HistoryFlow> ReadFlows(int market, long lengthNs, long sinceNs, long untilNs) => Ask(read =>
    {
        long periods = lengthNs / MarketRows.FlowNs;
        // What is open at the end is the row's of which MAX is told; SQLite promises so.
        List<object?[]> rows = read.Rows("""
            SELECT period / $2 AS long_period, SUM(taker_buys), SUM(taker_sells), interest, longs, shorts, MAX(period) FROM market_flows
            WHERE market = $1 AND period < $4
              AND period >= COALESCE((SELECT MAX(period) / $2 * $2 FROM market_flows WHERE market = $1 AND period < $3), $3)
            GROUP BY long_period ORDER BY long_period
            """, market, periods, Begun(sinceNs, MarketRows.FlowNs), Begun(untilNs, lengthNs) * periods);
        return rows.ConvertAll(r => new HistoryFlow((long)r[0]! * lengthNs, (long)r[1]!, (long)r[2]!, (long)r[3]!, (int)(long)r[4]!, (int)(long)r[5]!));
    });

    public IReadOnlyList<PortfolioDay> ReadPortfolio(int account, long fromDay, long toDay) => Ask(read => Portfolio.Read(read, account, fromDay, toDay));

    public IReadOnlyList<HistoryMarket> ReadMarkets() => Ask(read => read.Rows("SELECT market, symbol, tick_e9, lot_e9 FROM markets ORDER BY market")
        .ConvertAll(r => new HistoryMarket((int)(long)r[0]!, (string)r[1]!, (long)r[2]!, (long)r[3]!)));

    public IReadOnlyList<HistoryAsset> ReadAssets() => Ask(read => read.Rows("SELECT asset, symbol, decimals FROM assets ORDER BY asset")
        .ConvertAll(r => new HistoryAsset((int)(long)r[0]!, (string)r[1]!, (int)(long)r[2]!)));

    /// <summary>Rows of any statement, for who shows sums and for tests.</summary>
    internal List<object?[]> Rows(string sql, params object?[] values) => Ask(read => read.Rows(sql, values));

    public void Dispose()
    {
        _sql.Dispose();
        _connection.Dispose();
    }

    // An order has few rows, an account may have many: the order's are looked at, and whose they are is only checked (the plus keeps the other index out).
    private static string Chosen(HistoryQuery query) => (query.Account, query.Order) switch
    {
        (null, null) => "",
        (_, null) => "AND account = $5",
        (null, _) => "AND order_id = $8",
        _ => "AND +account = $5 AND order_id = $8",
    };

    // A period that has begun before a moment is from before it.
    private static long Begun(long ns, long lengthNs) => ns / lengthNs + (ns % lengthNs > 0 ? 1 : 0);

    // Rows come backwards, so each is the open of its second until one comes that is older. False ends it.
    private static bool Add(List<HistoryCandle> seconds, SqliteDataReader row, long sinceNs)
    {
        (long timeNs, long price, long qty, long notional) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
        if (timeNs < sinceNs) return false;
        if (price <= 0) return true;
        (long bought, long boughtNotional) = row.GetInt64(4) == 1 ? (qty, notional) : (0, 0);
        (long seq, int place) = (row.GetInt64(5), row.GetInt32(6));
        long start = timeNs - timeNs % SecondNs;
        if (seconds.Count == 0 || seconds[^1].StartNs != start)
        {
            seconds.Add(new HistoryCandle(start, price, price, price, price, qty, notional, 1, bought, boughtNotional, seq, place, seq, place));
            return true;
        }
        HistoryCandle later = seconds[^1];
        seconds[^1] = later with
        {
            Open = price,
            High = Math.Max(later.High, price),
            Low = Math.Min(later.Low, price),
            Volume = later.Volume + qty,
            Notional = later.Notional + notional,
            Count = later.Count + 1,
            Bought = later.Bought + bought,
            BoughtNotional = later.BoughtNotional + boughtNotional,
            FirstSeq = seq,
            FirstTrade = place,
        };
        return true;
    }

    private T Ask<T>(Func<Statements, T> work)
    {
        try
        {
            return work(_sql);
        }
        catch (SqliteException e)
        {
            throw SqliteHistory.Failed("reading", _path, e);
        }
    }
}
