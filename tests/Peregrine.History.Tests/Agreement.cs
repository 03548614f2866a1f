using Peregrine.Core;
using Peregrine.History.Sqlite;

namespace Peregrine.History.Tests;

/// <summary>Rows against the engine's own telling of its state.</summary>
internal static class Agreement
{
    public static void CheckMoney(SqliteHistory store, List<byte[]> state)
    {
        Dictionary<(int, int), long> told = [];
        foreach (byte[] one in state)
        {
            EventReader reader = new(one);
            reader.Next();
            if (reader.Header.Kind == EventKind.StateAccount) told[(reader.Header.Account, 1)] = reader.Body<StateAccount>().Cash.Value;
            if (reader.Header.Kind == EventKind.StateHolding) told[(reader.Header.Account, reader.Body<StateHolding>().Asset)] = reader.Body<StateHolding>().Amount;
        }
        var sums = store.Rows("SELECT account, asset, SUM(change) FROM ledger GROUP BY account, asset");
        Assert.Equal(Nonzero(told), Nonzero(sums.ToDictionary(r => ((int)(long)r[0]!, (int)(long)r[1]!), r => (long)r[2]!)));
        Assert.Empty(store.Rows("SELECT account, asset FROM balances b WHERE amount <> (SELECT SUM(change) FROM ledger l WHERE l.account = b.account AND l.asset = b.asset)"));
    }

    public static void CheckPositions(SqliteHistory store, List<byte[]> state)
    {
        int open = 0;
        foreach (byte[] one in state)
        {
            EventReader reader = new(one);
            reader.Next();
            if (reader.Header.Kind != EventKind.StatePosition) continue;
            StatePosition told = reader.Body<StatePosition>();
            (int account, int market) = (reader.Header.Account, reader.Header.Market);
            Assert.Equal(told.Size.Value, Sum(store, "SELECT SUM(qty * (CASE side WHEN 1 THEN 1 ELSE -1 END)) FROM fills WHERE account = $1 AND market = $2", account, market));
            Assert.Equal(told.IsolatedMargin.Value, Sum(store, "SELECT SUM(pot_change) FROM ledger WHERE account = $1 AND market = $2", account, market));
            if (told.Size.Value == 0) continue;
            open++;
            object?[] row = store.Rows("SELECT size, cost, isolated_margin, realised, fees, funding FROM positions WHERE account = $1 AND market = $2", account, market)[0];
            Assert.Equal([told.Size.Value, told.Cost.Value, told.IsolatedMargin.Value, told.Realised.Value, told.FeesPaid.Value, told.FundingPaid.Value], row.Select(v => (long)v!));
        }
        Assert.Equal(open, Sum(store, "SELECT COUNT(*) FROM positions WHERE size <> 0"));
    }

    public static void CheckOrders(SqliteHistory store, List<byte[]> state)
    {
        SortedSet<long> told = [];
        foreach (byte[] one in state)
        {
            EventReader reader = new(one);
            reader.Next();
            long order = reader.Header.Kind switch
            {
                EventKind.StateOrder => reader.Body<StateOrder>().Order.Value,
                EventKind.StateTrigger => reader.Body<StateTrigger>().Order.Value,
                EventKind.StateTwap => reader.Body<StateTwap>().Order.Value,
                EventKind.StateExit when reader.Body<StateExit>() is { IsAlive: not 0 } exit => exit.Group.Value + exit.Index + 1,
                _ => 0,
            };
            if (order != 0) told.Add(order);
            if (reader.Header.Kind == EventKind.StateTrigger) CheckTerms(store, reader.Body<StateTrigger>());
            if (reader.Header.Kind == EventKind.StateOrder) CheckTerms(store, reader.Body<StateOrder>());
            if (reader.Header.Kind == EventKind.StateOrder)
                Assert.Equal(reader.Body<StateOrder>().Filled.Value, Sum(store, "SELECT filled FROM orders WHERE order_id = $1", order));
        }
        Assert.Equal(told, store.Rows("SELECT order_id FROM orders WHERE state < 7 ORDER BY order_id").Select(r => (long)r[0]!));
    }

    // Of an order that waits for a price, as it was last amended.
    private static void CheckTerms(SqliteHistory store, StateTrigger told)
    {
        object?[] row = store.Rows("SELECT stp, expire_ns, display, trigger_by, trigger_price, activation_price, trigger_offset, callback_ppb FROM orders WHERE order_id = $1", told.Order.Value)[0];
        Assert.Equal([(long)told.Stp, told.ExpireAtNs, told.Display.Value, (long)told.TriggerBy, told.TriggerPrice.Value, told.ActivationPrice.Value, told.Offset.Value, told.CallbackPpb], row.Select(v => (long)v!));
    }

    private static void CheckTerms(SqliteHistory store, StateOrder told)
    {
        object?[] row = store.Rows("SELECT stp, expire_ns, display, triggered_ns > 0, trigger_kind > 0, kind FROM orders WHERE order_id = $1", told.Order.Value)[0];
        Assert.Equal([(long)told.Stp, told.ExpireAtNs, told.Display.Value], row[..3].Select(v => (long)v!));
        // A stop in a book has fired; amended it runs because its owner wants it to. A bracket's limit exit rests without.
        if (told.Reason == FillReason.Trigger && row[5] is 0L) Assert.Equal((1L, 1L), (row[3], row[4]));
    }

    /// <summary>An order cost what its fills cost, those of liquidations with their fee.</summary>
    public static void CheckFees(SqliteHistory store) =>
        Assert.Empty(store.Rows("SELECT order_id, fees FROM orders o WHERE fees <> (SELECT COALESCE(SUM(fees), 0) FROM fills f WHERE f.order_id = o.order_id)"));

    private static SortedDictionary<(int, int), long> Nonzero(Dictionary<(int, int), long> sums) => new(sums.Where(s => s.Value != 0).ToDictionary());

    private static long Sum(SqliteHistory store, string sql, params object?[] values) => store.Rows(sql, values) is [[long sum]] ? sum : 0;

    /// <summary>What positions paid is what the funding rows say, and every fund is what its last row says.</summary>
    public static void CheckFunds(SqliteHistory store, List<byte[]> state)
    {
        foreach (byte[] one in state)
        {
            EventReader reader = new(one);
            reader.Next();
            if (reader.Header.Kind != EventKind.StateMarketRisk) continue;
            int market = reader.Header.Market;
            long residue = Sum(store, "SELECT SUM(amount) FROM risk WHERE market = $1 AND kind = $2", market, (int)EventKind.FundingEnded);
            long paid = Sum(store, "SELECT SUM(amount) FROM funding WHERE market = $1", market);
            Assert.Equal(paid, residue);
        }
        Assert.Empty(store.Rows("SELECT account, market FROM ledger WHERE kind = 102 GROUP BY account, market HAVING SUM(change + pot_change) <> -(SELECT SUM(amount) FROM funding f WHERE f.account = ledger.account AND f.market = ledger.market)"));
    }

    /// <summary>The last day of everything is what there is now, and days add up to the whole.</summary>
    public static void CheckDays(SqliteHistory store)
    {
        Assert.Empty(store.Rows("SELECT account, asset FROM balances b WHERE amount <> (SELECT amount FROM balance_days d WHERE d.account = b.account AND d.asset = b.asset ORDER BY day DESC LIMIT 1)"));
        Assert.Empty(store.Rows("""
            SELECT account, market FROM positions p WHERE (size, cost, isolated_margin) <>
              (SELECT size, cost, isolated_margin FROM position_days d WHERE d.account = p.account AND d.market = p.market ORDER BY day DESC LIMIT 1)
            """));
        Assert.Equal(Sum(store, "SELECT SUM(amount) FROM funding"), Sum(store, "SELECT SUM(funding) FROM account_days"));
        Assert.Equal(Sum(store, "SELECT SUM(realised) FROM fills"), Sum(store, "SELECT SUM(realised) FROM account_days"));
    }
    /// <summary>What is open is what positions are, and every lot that was traded was taken by one side.</summary>
    public static void CheckFlows(SqliteHistory store, List<byte[]> state)
    {
        Dictionary<long, (long Lots, long Longs, long Shorts)> open = [];
        foreach (byte[] one in state)
        {
            EventReader reader = new(one);
            reader.Next();
            if (reader.Header.Kind != EventKind.StatePosition) continue;
            long size = reader.Body<StatePosition>().Size.Value;
            if (size == 0) continue;
            (long lots, long longs, long shorts) = open.GetValueOrDefault(reader.Header.Market);
            open[reader.Header.Market] = (lots + Math.Max(size, 0), longs + (size > 0 ? 1 : 0), shorts + (size < 0 ? 1 : 0));
        }
        var last = store.Rows("SELECT market, interest, longs, shorts, MAX(period) FROM market_flows GROUP BY market")
            .ToDictionary(r => (long)r[0]!, r => ((long)r[1]!, (long)r[2]!, (long)r[3]!));
        Assert.Equal(open, last.Where(m => m.Value != default).ToDictionary());
        Assert.Empty(store.Rows("SELECT market FROM market_days d GROUP BY market HAVING SUM(lots) <> (SELECT SUM(taker_buys + taker_sells) FROM market_flows f WHERE f.market = d.market)"));
        Assert.Empty(store.Rows("""
            SELECT market, period FROM market_flows f WHERE (taker_buys, taker_sells) <>
              (SELECT COALESCE(SUM(qty * (taker_side = 1)), 0), COALESCE(SUM(qty * (taker_side = 2)), 0) FROM trades t WHERE t.market = f.market AND t.time_ns / 300000000000 = period)
            """));
    }
}
