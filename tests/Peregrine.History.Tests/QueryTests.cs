using Peregrine.Core;
using Peregrine.Engine.Tests.Liquidation;
using Peregrine.History.Sqlite;

namespace Peregrine.History.Tests;

public sealed class QueryTests
{
    [Fact]
    public void Pages_of_every_table_make_the_whole_from_either_end()
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(new Venue(6, 2_500, liquidates: true).All);
        foreach (HistoryTable table in Enum.GetValues<HistoryTable>())
        {
            List<object?[]> whole = Walk(store, new HistoryQuery(table, Limit: 100_000));
            List<object?[]> pages = Walk(store, new HistoryQuery(table, Limit: 7));
            List<object?[]> back = Walk(store, new HistoryQuery(table, Limit: 11) { NewestFirst = true });
            Assert.Equal(whole.Select(Address), pages.Select(Address));
            Assert.Equal(whole.Select(Address).Reverse(), back.Select(Address));
            if (table is not (HistoryTable.Funding or HistoryTable.FundingRates)) Assert.True(whole.Count > 0, $"{table} has no rows");
        }
    }

    [Fact]
    public void Filters_choose_what_they_say()
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(new Venue(6, 900).All);
        HistoryPage all = store.Read(new HistoryQuery(HistoryTable.Fills, Limit: 100_000));
        int Column(string name) => all.Columns.ToList().IndexOf(name);
        object?[] some = all.Rows[all.Rows.Count / 2];
        (int account, int market, long time) = ((int)(long)some[Column("account")]!, (int)(long)some[Column("market")]!, (long)some[Column("time_ns")]!);
        HistoryPage chosen = store.Read(new HistoryQuery(HistoryTable.Fills, Limit: 100_000) { Account = account, Market = market, SinceNs = time });
        var expected = all.Rows.Where(r => (long)r[Column("account")]! == account && (long)r[Column("market")]! == market && (long)r[Column("time_ns")]! >= time).ToList();
        Assert.NotEmpty(expected);
        Assert.True(expected.Count < all.Rows.Count);
        Assert.Equal(expected.Select(Address), chosen.Rows.Select(Address));
        HistoryPage before = store.Read(new HistoryQuery(HistoryTable.Fills, Limit: 100_000) { UntilNs = time });
        Assert.Equal(all.Rows.Count(r => (long)r[Column("time_ns")]! < time), before.Rows.Count);
        Assert.Throws<ArgumentException>(() => store.Read(new HistoryQuery(HistoryTable.Trades) { Account = 1 }));
    }

    [Fact]
    public void An_older_file_gets_the_flows_and_candles_that_it_would_have_made_itself()
    {
        using StoreFile file = new();
        byte[] events = new Venue(6, 3_000, liquidates: true).All;
        string made;
        List<object?[]> candles;
        using (SqliteHistory store = file.Open())
        {
            store.Store(events);
            made = Flows(store);
            candles = store.Rows("SELECT * FROM candles");
            Assert.NotEmpty(made);
            store.Execute($"{WithoutTerms} DROP TABLE market_flows; DROP TABLE amendments; ALTER TABLE candles DROP COLUMN bought; ALTER TABLE candles DROP COLUMN bought_notional; ALTER TABLE candles DROP COLUMN first_seq; ALTER TABLE candles DROP COLUMN first_trade; ALTER TABLE candles DROP COLUMN last_seq; ALTER TABLE candles DROP COLUMN last_trade; PRAGMA user_version = 1");
        }
        using SqliteHistory again = file.Open();
        Assert.Equal(made, Flows(again));
        Assert.Equal(candles, again.Rows("SELECT * FROM candles"));
        Assert.Contains(candles, static c => (long)c[12]! > 0 && (long)c[15]! > 0);
    }

    [Fact]
    public void Longer_flows_are_the_shorter_ones_together_behind_the_last_one_before_them()
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(new Venue(6, 3_000).All);
        const long five = 300_000_000_000, hour = 12 * five;
        IReadOnlyList<HistoryFlow> all = store.ReadFlows(1, five, 0, long.MaxValue);
        Assert.True(all.Count > 2);
        foreach (long length in new[] { five, hour, 24 * hour })
        {
            var merged = all.GroupBy(f => f.StartNs / length * length)
                .Select(g => g.Last() with { StartNs = g.Key, TakerBuys = g.Sum(f => f.TakerBuys), TakerSells = g.Sum(f => f.TakerSells) }).ToList();
            Assert.Equal(merged, store.ReadFlows(1, length, 0, long.MaxValue));
            // The last one before the moment says what was open then.
            long since = merged[^1].StartNs;
            Assert.Equal(merged.TakeLast(2), store.ReadFlows(1, length, since, long.MaxValue));
            Assert.Equal(merged.SkipLast(1).TakeLast(1), store.ReadFlows(1, length, since, since));
        }
        Assert.Empty(store.ReadFlows(1, five, 0, all[0].StartNs));
    }

    [Fact]
    public void An_order_s_changes_are_numbered_and_follow_each_other()
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(new Venue(6, 3_000).All);
        HistoryPage all = store.Read(new HistoryQuery(HistoryTable.Amendments, Limit: 100_000));
        int Column(string name) => all.Columns.ToList().IndexOf(name);
        long Value(object?[] row, string name) => (long)row[Column(name)]!;
        var most = all.Rows.GroupBy(r => Value(r, "order_id")).MaxBy(g => g.Count())!.ToList();
        Assert.Equal(Enumerable.Range(1, most.Count).Select(n => (long)n), most.Select(r => Value(r, "number")));
        foreach ((object?[] before, object?[] after) in most.Zip(most.Skip(1)))
            Assert.Equal((Value(before, "price"), Value(before, "trigger_price")), (Value(after, "price_before"), Value(after, "trigger_price_before")));
        object?[] order = store.Rows("SELECT price, qty FROM orders WHERE order_id = $1", Value(most[0], "order_id"))[0];
        Assert.Equal([Value(most[^1], "price"), Value(most[^1], "qty")], order.Select(v => (long)v!));
        var chosen = new HistoryQuery(HistoryTable.Amendments) { Account = (int)Value(most[0], "account"), Order = new OrderId(Value(most[0], "order_id")), NewestFirst = true };
        Assert.Equal(most.Select(Address).Reverse(), store.Read(chosen).Rows.Select(Address));
        Assert.Empty(store.Read(chosen with { Account = chosen.Account + 1 }).Rows);
        Assert.Throws<ArgumentException>(() => store.Read(new HistoryQuery(HistoryTable.Trades) { Order = new OrderId(1) }));
    }

    [Fact]
    public void Candles_of_an_hour_and_a_day_are_their_minutes_together()
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(new Venue(6, 3_000).All);
        const long minute = 60_000_000_000, hour = 60 * minute;
        for (int source = 1; source <= 3; source++)
        {
            var minutes = store.ReadCandles(1, source, minute, long.MaxValue, 1_000_000).Reverse().ToList();
            Assert.NotEmpty(minutes);
            foreach (long length in new[] { hour, 24 * hour })
            {
                var merged = minutes.GroupBy(m => m.StartNs / length * length).Select(g => new HistoryCandle(g.Key, g.First().Open, g.Max(m => m.High),
                    g.Min(m => m.Low), g.Last().Close, g.Sum(m => m.Volume), g.Sum(m => m.Notional), g.Sum(m => m.Count), g.Sum(m => m.Bought), g.Sum(m => m.BoughtNotional),
                    g.First().FirstSeq, g.First().FirstTrade, g.Last().LastSeq, g.Last().LastTrade)).Reverse().ToList();
                Assert.Equal(merged, store.ReadCandles(1, source, length, long.MaxValue, 1_000_000));
                Assert.Equal(merged.Skip(1).Take(2), store.ReadCandles(1, source, length, merged[0].StartNs, 2));
            }
        }
    }

    [Fact]
    public void A_table_as_text_has_a_line_for_each_row_whatever_the_size_of_pages()
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(new Venue(6, 9_000).All);
        StringWriter text = new();
        Csv.Write(store, new HistoryQuery(HistoryTable.Orders), text);
        string[] lines = text.ToString().Split("\r\n");
        HistoryPage all = store.Read(new HistoryQuery(HistoryTable.Orders, Limit: 1_000_000));
        Assert.True(all.Rows.Count > 1_000);
        Assert.Equal(string.Join(',', all.Columns), lines[0]);
        Assert.Equal(all.Rows.Count + 2, lines.Length);
        Assert.StartsWith($"{all.Rows[^1][0]},{all.Rows[^1][1]},", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_old_goes_in_steps_and_what_belongs_to_accounts_stays()
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(new Venue(6, 1_500).All);
        int fills = store.Read(new HistoryQuery(HistoryTable.Fills, Limit: 100_000)).Rows.Count;
        long last = (long)store.Rows("SELECT time_ns FROM cursor")[0][0]!;
        Retention day = new(Trades: 1, Prices: 1, System: 0, MinuteCandles: 1);
        const long days = 86_400_000_000_000;
        long middle = (long)store.Rows("SELECT time_ns FROM trades ORDER BY seq LIMIT 1 OFFSET (SELECT COUNT(*) / 2 FROM trades)")[0][0]!;
        long younger = (long)store.Rows("SELECT COUNT(*) FROM trades WHERE time_ns >= $1", middle)[0][0]!;
        while (store.Prune(day, middle + days) > 0) { }
        Assert.Equal(younger, store.Rows("SELECT COUNT(*) FROM trades")[0][0]);
        while (store.Prune(day, last + 2 * days) > 0) { }
        Assert.Empty(store.Rows("SELECT * FROM trades UNION ALL SELECT seq, idx, time_ns, market, asset, 0, 0, 0, 0, 0 FROM prices"));
        Assert.Empty(store.Rows("SELECT * FROM candles WHERE length_ns = 60000000000"));
        Assert.NotEmpty(store.Rows("SELECT * FROM candles"));
        Assert.NotEmpty(store.Rows("SELECT * FROM system"));
        Assert.Equal(fills, store.Read(new HistoryQuery(HistoryTable.Fills, Limit: 100_000)).Rows.Count);
        Assert.Throws<StorageException>(() => Newer(store, file));
    }

    [Fact]
    public void Looking_for_what_is_old_ends_with_the_rows_that_may_go_at_a_time()
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        const long day = 86_400_000_000_000;
        // Two thousand young ones, and behind them one that could only be found by looking at all.
        store.Execute($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2001)
              INSERT INTO trades SELECT i, 0, IIF(i = 2001, 0, {2 * day}), 1, 0, 1, 1, 1, 1, 1 FROM n
            """);
        Retention oneDay = new(Trades: 1, Prices: 1, System: 1, MinuteCandles: 1);
        Assert.Equal(0, store.Prune(oneDay, 5 * day / 2));
        store.Execute("UPDATE trades SET time_ns = 0 WHERE seq <= 3");
        Assert.Equal(3, store.Prune(oneDay, 5 * day / 2));
        Assert.Equal(1998L, store.Rows("SELECT COUNT(*) FROM trades")[0][0]);
    }

    // What the sixth step adds.
    private static string WithoutTerms => string.Concat(new[] { "stp", "expire_ns", "display", "trigger_by", "activation_price", "trigger_offset", "callback_ppb", "triggered_ns" }
        .Select(static column => $"ALTER TABLE orders DROP COLUMN {column}; "));

    [Fact]
    public void An_older_file_gets_the_fees_of_liquidations_that_it_would_have_made_itself()
    {
        using StoreFile file = new();
        using (SqliteHistory store = file.Open())
        {
            store.Store(new Venue(CrashStream.Of(1, 1_500)).All);
            store.Execute($"{WithoutTerms} UPDATE orders SET fees = 0 WHERE order_id IN (SELECT order_id FROM fills WHERE reason = 4 AND is_maker = 0); PRAGMA user_version = 4");
        }
        using SqliteHistory again = file.Open();
        Agreement.CheckFees(again);
    }

    private static void Newer(SqliteHistory store, StoreFile file)
    {
        store.Execute("PRAGMA user_version = 999");
        file.Open().Dispose();
    }

    private static List<object?[]> Walk(SqliteHistory store, HistoryQuery query)
    {
        List<object?[]> rows = [];
        HistoryQuery next = query;
        while (true)
        {
            HistoryPage page = store.Read(next);
            Assert.True(page.Rows.Count <= query.Limit);
            rows.AddRange(page.Rows);
            if (page.Next is not { } from) return rows;
            next = next with { From = from };
        }
    }

    private static (long, long) Address(object?[] row) => ((long)row[0]!, (long)row[1]!);

    private static string Flows(SqliteHistory store) => string.Join('\n', store.Rows("SELECT * FROM market_flows ORDER BY market, period").Select(r => string.Join('|', r)));
}
